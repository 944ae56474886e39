// A trace that is a text: its lines read by one format.
// Promise: a line gives its requests or is counted, with its number, as broken or as an operation that neither reads
// nor writes; no line is dropped in silence. A trace without a single request is an error. Source: reader.hpp.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "analysis/traces/line_format.hpp"
#include "analysis/traces/lines.hpp"

namespace stalemate::analysis::traces {

class TextReader final : public TraceReader {
 public:
  /// `name` begins the error messages.
  TextReader(std::unique_ptr<ByteSource> source, std::string name, std::unique_ptr<LineFormat> format)
      : lines_(std::move(source)), name_(std::move(name)), format_(std::move(format)) {}

  bool next(TraceRequest& request) override;
  std::optional<TraceError> error() const override { return error_; }
  std::vector<Anomaly> anomalies() const override;
  TraceFacts facts() const override { return format_->facts(); }

 private:
  bool read_line();
  void judge(const LineVerdict& verdict);
  void count(const std::string& what);
  void finish();

  LineReader lines_;
  std::string name_;
  std::unique_ptr<LineFormat> format_;
  std::vector<TraceRequest> requests_;  ///< Of the line in hand.
  std::size_t at_ = 0;
  std::int64_t times_ = 0;  ///< The request at `at_` is still to be given.
  std::int64_t repeat_ = 1;
  std::int64_t latest_ns_ = 0;
  bool has_request_ = false;
  bool has_ended_ = false;
  std::map<std::string, Anomaly> odd_;  ///< By what they are.
  std::optional<TraceError> error_;
};

}  // namespace stalemate::analysis::traces
