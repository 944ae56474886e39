#include "analysis/cli/trace_arrivals.hpp"
#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include "analysis/traces/oracle_general.hpp"

namespace stalemate::analysis::cli {
namespace {

using traces::TraceError;
using traces::TraceReader;
using traces::TraceRequest;

constexpr std::int64_t ns_per_s = 1'000'000'000;

/// Reads a second ahead, so as to know among how many requests it is shared.
class RecordedArrivals final : public models::Arrivals {
 public:
  explicit RecordedArrivals(std::unique_ptr<TraceReader> reader) : reader_(std::move(reader)) {
    has_ahead_ = reader_->next(ahead_);
    origin_ = second_ = ahead_.time_ns;
  }

  bool next(Arrival& arrival) override {
    if (at_ == keys_.size() && !read_second()) return false;
    const auto count = static_cast<std::int64_t>(keys_.size());
    const std::int64_t within = ns_per_s / count * static_cast<std::int64_t>(at_);
    arrival = {sim::Instant{second_ - origin_ + within}, keys_[at_++]};
    return true;
  }

 private:
  bool read_second() {
    keys_.clear();
    at_ = 0;
    if (!has_ahead_) return false;
    second_ = std::max(second_, ahead_.time_ns);
    while (has_ahead_ && ahead_.time_ns <= second_) {
      const auto fresh = static_cast<std::uint32_t>(numbers_.size());
      keys_.push_back(numbers_.try_emplace(ahead_.object, fresh).first->second);
      has_ahead_ = reader_->next(ahead_);
    }
    return true;
  }

  std::unique_ptr<TraceReader> reader_;
  TraceRequest ahead_;
  bool has_ahead_ = false;
  std::int64_t origin_ = 0;
  std::int64_t second_ = 0;
  std::vector<std::uint32_t> keys_;  ///< Those of the second in hand.
  std::size_t at_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;  ///< Never iterated.
};

}  // namespace

TraceSurvey survey_trace(const std::string& path) {
  TraceSurvey survey;
  auto opened = traces::open_oracle_general(path);
  if (const auto* error = std::get_if<TraceError>(&opened)) {
    survey.error = error->message;
    return survey;
  }
  TraceReader& reader = *std::get<std::unique_ptr<TraceReader>>(opened);
  std::unordered_set<std::uint64_t> keys;
  std::int64_t first = 0;
  std::int64_t last = 0;
  for (TraceRequest request; reader.next(request); ++survey.requests) {
    if (survey.requests == 0) first = last = request.time_ns;
    last = std::max(last, request.time_ns);
    keys.insert(request.object);
  }
  if (const auto error = reader.error()) survey.error = error->message;
  survey.keys = static_cast<std::int64_t>(keys.size());
  survey.span = sim::Duration{last - first + ns_per_s};
  return survey;
}

std::shared_ptr<models::Arrivals> open_arrivals(const std::string& path) {
  auto opened = traces::open_oracle_general(path);
  if (std::holds_alternative<TraceError>(opened)) return nullptr;
  return std::make_shared<RecordedArrivals>(std::move(std::get<std::unique_ptr<TraceReader>>(opened)));
}

std::string TraceOpener::path_of(const std::string& file) const {
  if (file == typed_) return file;
  return (std::filesystem::path(scenario_).parent_path() / file).string();
}

std::shared_ptr<models::Arrivals> TraceOpener::open(const std::string& file, std::uint32_t keys) {
  const std::string path = path_of(file);
  const std::lock_guard lock(mutex_);
  auto known = surveys_.find(file);
  if (known == surveys_.end()) known = surveys_.emplace(file, survey_trace(path)).first;
  const TraceSurvey& survey = known->second;
  std::string why = survey.error;
  if (why.empty() && survey.keys > keys) {
    const std::string needed = std::to_string(survey.keys);
    why =
        path + ": holds " + needed + " keys, the class has " + std::to_string(keys) + ": set its \"keys\" to " + needed;
  }
  if (why.empty()) return open_arrivals(path);
  if (std::find(complaints_.begin(), complaints_.end(), why) == complaints_.end()) complaints_.push_back(why);
  return nullptr;
}

std::vector<std::string> TraceOpener::complaints() const {
  const std::lock_guard lock(mutex_);
  return complaints_;
}

std::map<std::string, TraceSurvey> TraceOpener::surveys() const {
  const std::lock_guard lock(mutex_);
  return surveys_;
}

}  // namespace stalemate::analysis::cli
