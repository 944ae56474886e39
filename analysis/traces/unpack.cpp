#include "analysis/traces/unpack.hpp"
#include <zlib.h>
#include <zstd.h>
#include <algorithm>
#include <vector>
#include "sim/check.hpp"

namespace stalemate::analysis::traces {
namespace {

constexpr std::size_t packed_bytes = std::size_t{1} << 16U;
constexpr int gzip_only = 15 + 16;  // zlib's way to say: the largest window, a gzip header
constexpr std::string_view gzip_magic = "\x1F\x8B\x08";
constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD";

/// What both kinds share: the packed bytes in hand, and why it stopped.
class UnpackingSource : public ByteSource {
 public:
  UnpackingSource(std::unique_ptr<ByteSource> source, std::string name, std::string kind)
      : source_(std::move(source)), name_(std::move(name)), kind_(std::move(kind)), packed_(packed_bytes) {}
  std::optional<TraceError> error() const override { return error_; }
  std::size_t read(unsigned char* into, std::size_t wanted) override {
    std::size_t got = 0;
    while (got < wanted && !has_ended_) {
      if (at_ == filled_ && !may_hold_more_ && !refill()) break;
      const std::size_t made = unpack(into + got, wanted - got);
      may_hold_more_ = made > 0 && !is_at_boundary_;
      got += made;
    }
    return got;
  }

 protected:
  /// Unpacks some of what is in hand; returns the bytes made.
  virtual std::size_t unpack(unsigned char* into, std::size_t wanted) = 0;
  void stop(const std::string& why) {
    error_ = TraceError{name_ + ": " + why};
    has_ended_ = true;
  }
  void damaged(const char* why) { stop("its " + kind_ + " stream is damaged: " + (why == nullptr ? "bad data" : why)); }
  const unsigned char* packed() const { return packed_.data() + at_; }
  std::size_t left() const { return filled_ - at_; }
  void used(std::size_t bytes) { at_ += bytes; }
  void at_boundary(bool is) { is_at_boundary_ = is; }
  bool is_at_boundary() const { return is_at_boundary_; }

 private:
  bool refill() {
    at_ = 0;
    filled_ = source_->read(packed_.data(), packed_.size());
    if (filled_ > 0) return true;
    has_ended_ = true;
    if (source_->error()) {
      error_ = source_->error();
    } else if (!is_at_boundary_) {
      stop("is cut off: its " + kind_ + " stream does not end");
    }
    return false;
  }

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::string kind_;
  std::vector<unsigned char> packed_;
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
  bool has_ended_ = false;
  bool may_hold_more_ = false;  ///< Made but not given yet, with all that came in used up.
  bool is_at_boundary_ = true;  ///< Nothing, or a whole member or frame, lies behind.
  std::optional<TraceError> error_;
};

class GzipSource final : public UnpackingSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> source, const std::string& name)
      : UnpackingSource(std::move(source), name, "gzip") {
    CHECK_INVARIANT(inflateInit2(&stream_, gzip_only) == Z_OK);
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

 private:
  std::size_t unpack(unsigned char* into, std::size_t wanted) override {
    if (is_at_boundary()) inflateReset(&stream_);
    const auto room = static_cast<uInt>(std::min<std::size_t>(wanted, packed_bytes));
    stream_.next_in = const_cast<unsigned char*>(packed());  // zlib reads it only
    stream_.avail_in = static_cast<uInt>(left());
    stream_.next_out = into;
    stream_.avail_out = room;
    const int told = inflate(&stream_, Z_NO_FLUSH);
    used(left() - stream_.avail_in);
    at_boundary(told == Z_STREAM_END);
    if (told != Z_OK && told != Z_STREAM_END && told != Z_BUF_ERROR) damaged(stream_.msg);
    return room - stream_.avail_out;
  }

  z_stream stream_{};
};

class ZstdSource final : public UnpackingSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> source, const std::string& name)
      : UnpackingSource(std::move(source), name, "zstd"), stream_(ZSTD_createDStream()) {
    CHECK_INVARIANT(stream_ != nullptr);
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

 private:
  std::size_t unpack(unsigned char* into, std::size_t wanted) override {
    ZSTD_inBuffer in{packed(), left(), 0};
    ZSTD_outBuffer out{into, wanted, 0};
    const std::size_t told = ZSTD_decompressStream(stream_, &out, &in);
    used(in.pos);
    at_boundary(told == 0);
    if (ZSTD_isError(told) != 0) damaged(ZSTD_getErrorName(told));
    return out.pos;
  }

  ZSTD_DStream* stream_;
};

}  // namespace

std::string_view PeekableSource::peek(std::size_t wanted) {
  const std::size_t had = ahead_.size();
  if (had - at_ < wanted) {
    const std::size_t missing = wanted - (had - at_);
    ahead_.resize(had + missing);
    ahead_.resize(had + source_->read(reinterpret_cast<unsigned char*>(ahead_.data() + had), missing));
  }
  return std::string_view(ahead_).substr(at_, wanted);
}

std::size_t PeekableSource::read(unsigned char* into, std::size_t wanted) {
  const std::size_t held = std::min(wanted, ahead_.size() - at_);
  std::copy_n(ahead_.data() + at_, held, into);
  at_ += held;
  return held + (held < wanted ? source_->read(into + held, wanted - held) : 0);
}

std::unique_ptr<ByteSource> unpacked(std::unique_ptr<ByteSource> source, const std::string& name) {
  auto peekable = std::make_unique<PeekableSource>(std::move(source));
  const std::string_view begin = peekable->peek(zstd_magic.size());
  if (begin.starts_with(gzip_magic)) return std::make_unique<GzipSource>(std::move(peekable), name);
  if (begin == zstd_magic) return std::make_unique<ZstdSource>(std::move(peekable), name);
  return peekable;
}

}  // namespace stalemate::analysis::traces
