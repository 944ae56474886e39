#include "analysis/traces/byte_source.hpp"
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace stalemate::analysis::traces {

std::size_t FileSource::read(unsigned char* into, std::size_t wanted) {
  const std::size_t got = std::fread(into, 1, wanted, file_);
  if (got < wanted && std::ferror(file_) != 0 && !error_)
    error_ = TraceError{path_ + ": cannot read: " + std::strerror(errno), TraceError::Of::machine};
  return got;
}

std::size_t MemorySource::read(unsigned char* into, std::size_t wanted) {
  const std::size_t got = std::min(wanted, bytes_.size() - at_);
  std::copy_n(bytes_.data() + at_, got, into);
  at_ += got;
  return got;
}

std::variant<std::unique_ptr<ByteSource>, TraceError> open_file(const std::string& path) {
  std::error_code code;
  const std::filesystem::file_status status = std::filesystem::status(path, code);
  const auto unreadable = [&](const std::string& why) {
    return TraceError{path + ": " + why, TraceError::Of::machine};
  };
  if (status.type() == std::filesystem::file_type::not_found) return TraceError{path + ": there is no such file"};
  if (!std::filesystem::exists(status)) return unreadable("cannot open: " + code.message());
  if (std::filesystem::is_directory(status)) return unreadable("is a folder, not a trace");
  std::FILE* const file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return unreadable(std::string("cannot open: ") + std::strerror(errno));
  std::setvbuf(file, nullptr, _IONBF, 0);  // readers buffer in large pieces themselves
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(file, path));
}

}  // namespace stalemate::analysis::traces
