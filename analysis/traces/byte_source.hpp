// Where the bytes of a trace come from: a file or memory; unpack.hpp puts a decompressor in between.
// Promise: read in order and once, in pieces, so that a file may be larger than memory; errors are values.
// Source: the reader chain of libarchive. Departs: no seeking.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace stalemate::analysis::traces {

/// What is wrong with a trace, for whoever asked for it.
struct TraceError {
  enum class Of : std::uint8_t {
    input,   ///< The trace, or what was asked for: whoever asked can mend it.
    machine  ///< A file that is there cannot be read.
  };
  std::string message;
  Of of = Of::input;
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills up to `wanted` bytes and returns how many; fewer only at the end or at an error.
  virtual std::size_t read(unsigned char* into, std::size_t wanted) = 0;
  virtual std::optional<TraceError> error() const { return std::nullopt; }
};

/// A file on disk. Made by open_file, which refuses what is no readable regular file or pipe.
class FileSource final : public ByteSource {
 public:
  FileSource(std::FILE* file, std::string path) : file_(file), path_(std::move(path)) {}
  ~FileSource() override { std::fclose(file_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  std::size_t read(unsigned char* into, std::size_t wanted) override;
  std::optional<TraceError> error() const override { return error_; }

 private:
  std::FILE* file_;
  std::string path_;
  std::optional<TraceError> error_;
};

/// Bytes in memory: a trace that travels inside the program.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(unsigned char* into, std::size_t wanted) override;

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

std::variant<std::unique_ptr<ByteSource>, TraceError> open_file(const std::string& path);

}  // namespace stalemate::analysis::traces
