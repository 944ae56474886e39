// Packed traces: gzip and zstd, told by their first bytes, whatever the file is called.
// Promise: memory does not grow with the trace (a window of zstd of at most 128 MiB); joined gzip members and zstd
// frames are read on; a stream that is cut off or damaged gives every byte before the trouble, then an error. Source:
// RFC 1952 by zlib, RFC 8878 by libzstd. Departs: what follows a gzip member and is none is an error.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include "analysis/traces/byte_source.hpp"

namespace stalemate::analysis::traces {

/// A source that can be looked into before it is read.
class PeekableSource final : public ByteSource {
 public:
  explicit PeekableSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}
  /// The next bytes, up to `wanted`; fewer only at the end or at an error.
  std::string_view peek(std::size_t wanted);
  std::size_t read(unsigned char* into, std::size_t wanted) override;
  std::optional<TraceError> error() const override { return source_->error(); }

 private:
  std::unique_ptr<ByteSource> source_;
  std::string ahead_;
  std::size_t at_ = 0;
};

/// The same bytes, unpacked if they are packed. `name` begins the error messages.
std::unique_ptr<ByteSource> unpacked(std::unique_ptr<ByteSource> source, const std::string& name);

}  // namespace stalemate::analysis::traces
