// Traces in memory, plain and packed, and what a reader makes of them.
// Promise: packing is that of zlib and libzstd themselves. Source: RFC 1952, RFC 8878.
#pragma once
#include <zlib.h>
#include <zstd.h>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>
#include "analysis/traces/fields.hpp"
#include "analysis/traces/formats.hpp"

namespace stalemate::tests {

inline std::string gzipped(const std::string& text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string zstd_packed(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);  // as the zstd command does
  const std::size_t size = ZSTD_compress2(context, packed.data(), packed.size(), text.data(), text.size());
  ZSTD_freeCCtx(context);
  REQUIRE(ZSTD_isError(size) == 0);
  packed.resize(size);
  return packed;
}

/// All that a reader says.
struct Heard {
  std::vector<analysis::traces::TraceRequest> requests;
  std::vector<analysis::traces::Anomaly> anomalies;
  analysis::traces::TraceFacts facts;
  std::string error;

  /// "2x what: 3, 4"
  std::string odd() const {
    std::string text;
    for (const auto& each : anomalies) {
      text += (text.empty() ? "" : "; ") + std::to_string(each.count) + "x " + each.what + ":";
      for (const std::int64_t record : each.records) text += " " + std::to_string(record);
    }
    return text;
  }
};

inline Heard heard(std::string bytes, const analysis::traces::TraceChoice& choice = {}) {
  using namespace analysis::traces;
  Heard heard;
  auto opened = read_trace(std::make_unique<MemorySource>(std::move(bytes)), "t", choice);
  if (const auto* error = std::get_if<TraceError>(&opened)) {
    heard.error = error->message;
    return heard;
  }
  TraceReader& reader = *std::get<std::unique_ptr<TraceReader>>(opened);
  for (TraceRequest request; reader.next(request);) heard.requests.push_back(request);
  heard.anomalies = reader.anomalies();
  heard.facts = reader.facts();
  if (reader.error()) heard.error = reader.error()->message;
  return heard;
}

}  // namespace stalemate::tests
