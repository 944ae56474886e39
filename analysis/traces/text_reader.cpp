#include "analysis/traces/text_reader.hpp"
#include <algorithm>

namespace stalemate::analysis::traces {
namespace {

constexpr const char* backwards = "time runs backwards";
constexpr const char* neither = "neither a read nor a write";
constexpr const char* too_long = "broken: longer than 1 MiB";

}  // namespace

bool TextReader::next(TraceRequest& request) {
  while (at_ == requests_.size())
    if (!read_line()) return false;
  request = requests_[at_];
  if (--times_ > 0) return true;
  ++at_;
  times_ = repeat_;
  return true;
}

std::vector<Anomaly> TextReader::anomalies() const {
  std::vector<Anomaly> found;
  for (const auto& [what, anomaly] : odd_) found.push_back(anomaly);
  return found;
}

bool TextReader::read_line() {
  requests_.clear();
  at_ = 0;
  if (has_ended_) return false;
  std::string_view line;
  const LineReader::Got got = lines_.next(line);
  if (got == LineReader::Got::end) {
    finish();
  } else if (got == LineReader::Got::too_long) {
    count(too_long);
  } else {
    judge(format_->read(line, requests_));
  }
  return !has_ended_;
}

void TextReader::judge(const LineVerdict& verdict) {
  if (verdict.kind != LineVerdict::Kind::requests) requests_.clear();
  if (verdict.kind == LineVerdict::Kind::broken) count("broken: " + verdict.why);
  if (verdict.kind == LineVerdict::Kind::neither) count(neither);
  if (verdict.kind == LineVerdict::Kind::hopeless) {
    error_ = TraceError{name_ + ": line " + std::to_string(lines_.number()) + ": " + verdict.why};
    has_ended_ = true;
  }
  if (requests_.empty()) return;
  times_ = repeat_ = verdict.times;
  has_request_ = true;
  if (requests_.front().time_ns < latest_ns_) count(backwards);
  latest_ns_ = std::max(latest_ns_, requests_.front().time_ns);
}

void TextReader::count(const std::string& what) {
  Anomaly& anomaly = odd_[what];
  anomaly.what = what;
  anomaly.add(lines_.number());
}

void TextReader::finish() {
  has_ended_ = true;
  error_ = lines_.error();
  if (error_) {
    error_->message += "; line " + std::to_string(lines_.number()) + " is the last that is whole";
  } else if (lines_.number() == 0) {
    error_ = TraceError{name_ + ": is empty"};
  } else if (!has_request_) {
    const std::string lines = std::to_string(lines_.number());
    const std::string first =
        odd_.empty() ? ""
                     : ", line " + std::to_string(odd_.begin()->second.first_record) + ": " + odd_.begin()->second.what;
    error_ = TraceError{name_ + ": none of its " + lines + " lines is a request" + first};
  }
}

}  // namespace stalemate::analysis::traces
