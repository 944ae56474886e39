#include "analysis/cli/trace_arrivals.hpp"
#include <algorithm>
#include <filesystem>
#include <utility>
#include "analysis/cli/embedded.hpp"
#include "analysis/cli/library.hpp"
#include "analysis/traces/fields.hpp"
#include "analysis/traces/key_numbers.hpp"
#include "sim/random.hpp"

namespace stalemate::analysis::cli {
namespace {

using traces::TraceError;
using traces::TraceReader;
using traces::TraceRequest;

constexpr const char* trace_folder = "traces/";

/// Reads a second ahead where stamps are whole seconds, so as to know how many requests share it.
class RecordedArrivals final : public models::Arrivals {
 public:
  RecordedArrivals(std::unique_ptr<TraceReader> reader, std::uint64_t seed)
      : reader_(std::move(reader)), bits_(sim::make_stream(sim::derive_key(seed, "trace", "spread"))) {
    has_ahead_ = reader_->next(ahead_);
    tells_writes_ = reader_->facts().tells_writes;
    origin_ns_ = latest_ns_ = ahead_.time_ns;
  }

  bool next(Arrival& arrival) override {
    if (at_ == held_.size() && !read_group()) return false;
    latest_ns_ = std::max(latest_ns_, times_ns_[at_]);
    arrival = held_[at_++];
    arrival.at = sim::Instant{latest_ns_ - origin_ns_};
    return true;
  }

  bool tells_writes() const override { return tells_writes_; }

 private:
  /// One request, or all that follow one another within a second that is all that is known of them.
  bool read_group() {
    held_.clear();
    times_ns_.clear();
    at_ = 0;
    if (!has_ahead_) return false;
    const std::int64_t begin_ns = std::max(ahead_.time_ns, group_ns_);
    const bool is_spread = ahead_.whole_second;
    do {
      take();
    } while (is_spread && has_ahead_ && ahead_.whole_second && ahead_.time_ns <= begin_ns);
    group_ns_ = begin_ns;
    times_ns_.assign(held_.size(), begin_ns);
    if (is_spread) spread();
    return true;
  }

  void take() {
    const bool writes = ahead_.writes;
    held_.push_back({{},
                     numbers_.number_of(ahead_.object),
                     !tells_writes_ ? Does::either
                     : writes       ? Does::write
                                    : Does::read});
    has_ahead_ = reader_->next(ahead_);
  }

  void spread() {
    for (std::int64_t& time_ns : times_ns_)
      time_ns += static_cast<std::int64_t>(sim::below(bits_, static_cast<std::uint64_t>(traces::ns_per_s)));
    std::sort(times_ns_.begin(), times_ns_.end());
  }

  std::unique_ptr<TraceReader> reader_;
  sim::Stream bits_;
  TraceRequest ahead_;
  bool has_ahead_ = false;
  bool tells_writes_ = false;
  std::int64_t origin_ns_ = 0;
  std::int64_t latest_ns_ = 0;
  std::int64_t group_ns_ = 0;
  std::vector<Arrival> held_;
  std::vector<std::int64_t> times_ns_;
  std::size_t at_ = 0;
  traces::KeyNumbers numbers_;
};

std::string listed(const std::vector<std::int64_t>& records, std::int64_t of) {
  std::string text;
  for (const std::int64_t record : records) text += (text.empty() ? "" : ", ") + std::to_string(record);
  return text + (of > static_cast<std::int64_t>(records.size()) ? ", ..." : "");
}

std::string counted(const traces::Anomaly& odd, const char* noun) {
  const std::string count = std::to_string(odd.count) + " " + noun;
  if (odd.count == 1) return count + ", number " + std::to_string(odd.first_record);
  return count + "s, the first is " + std::to_string(odd.first_record) + " (" + listed(odd.records, odd.count) + ")";
}

}  // namespace

TraceSurvey survey_trace(traces::OpenedTrace opened, const std::string& name) {
  TraceSurvey survey;
  if (auto* const error = std::get_if<TraceError>(&opened)) {
    survey.error = std::move(*error);
    return survey;
  }
  TraceReader& reader = *std::get<std::unique_ptr<TraceReader>>(opened);
  traces::KeyNumbers keys;
  std::int64_t first_ns = 0, end_ns = 0;
  for (TraceRequest request; reader.next(request); ++survey.requests) {
    if (survey.requests == 0) first_ns = request.time_ns;
    end_ns = std::max(end_ns, request.time_ns + (request.whole_second ? traces::ns_per_s : 1));
    survey.writes += request.writes ? 1 : 0;
    keys.number_of(request.object);
  }
  survey.error = reader.error();
  survey.anomalies = reader.anomalies();
  survey.facts = reader.facts();
  survey.keys = keys.size();
  survey.span = sim::Duration{(end_ns - first_ns + traces::ns_per_s - 1) / traces::ns_per_s * traces::ns_per_s};
  if (!survey.error && !survey.facts.has_times)
    survey.error = TraceError{name + ": holds no times: it can go through caches alone, not drive a load"};
  return survey;
}

std::string anomaly_warnings(const std::string& trace, const std::vector<traces::Anomaly>& anomalies,
                             const traces::TraceFacts& facts) {
  std::string text;
  for (const traces::Anomaly& odd : anomalies)
    text += "stalemate: warning: " + trace + ": " + odd.what + ": " + counted(odd, facts.is_text ? "line" : "record") +
            "\n";
  return text;
}

std::shared_ptr<models::Arrivals> open_arrivals(traces::OpenedTrace opened, std::uint64_t seed) {
  if (std::holds_alternative<TraceError>(opened)) return nullptr;
  return std::make_shared<RecordedArrivals>(std::move(std::get<std::unique_ptr<TraceReader>>(opened)), seed);
}

std::string TraceOpener::path_of(const std::string& file) const {
  if (file == typed_ || from_library_) return file;
  return (std::filesystem::path(scenario_).parent_path() / file).string();
}

traces::OpenedTrace TraceOpener::opened(const load::TraceSource& trace) const {
  const traces::TraceChoice choice{trace.format, trace.columns};
  const bool is_embedded = from_library_ && trace.file != typed_ && trace.file.starts_with(trace_folder);
  const auto text =
      is_embedded ? text_named(trace_files(), trace.file.substr(std::string_view(trace_folder).size())) : std::nullopt;
  if (!text) return traces::open_trace(path_of(trace.file), choice);
  return traces::read_trace(std::make_unique<traces::MemorySource>(std::string(*text)), trace.file, choice);
}

const TraceSurvey& TraceOpener::survey_of(const load::TraceSource& trace) {
  const auto known = surveys_.find(trace);
  if (known != surveys_.end()) return known->second;
  return surveys_.emplace(trace, survey_trace(opened(trace), path_of(trace.file))).first->second;
}

bool TraceOpener::tells_writes(const load::TraceSource& trace) {
  const std::lock_guard lock(mutex_);
  const TraceSurvey& survey = survey_of(trace);
  return survey.error || survey.facts.tells_writes;
}

std::shared_ptr<models::Arrivals> TraceOpener::open(const load::TraceSource& trace, std::uint32_t keys,
                                                    std::uint64_t seed) {
  {
    const std::lock_guard lock(mutex_);
    const TraceSurvey& survey = survey_of(trace);
    std::string why = survey.error ? survey.error->message : "";
    if (why.empty() && survey.keys > keys) {
      const std::string needed = std::to_string(survey.keys);
      why = path_of(trace.file) + ": holds " + needed + " keys, the class has " + std::to_string(keys) +
            ": set its \"keys\" to " + needed;
    }
    if (!why.empty()) {
      if (std::find(complaints_.begin(), complaints_.end(), why) == complaints_.end()) complaints_.push_back(why);
      return nullptr;
    }
  }
  return open_arrivals(opened(trace), seed);
}

std::vector<std::string> TraceOpener::complaints() const {
  const std::lock_guard lock(mutex_);
  return complaints_;
}

bool TraceOpener::has_unreadable() const {
  const std::lock_guard lock(mutex_);
  return std::any_of(surveys_.begin(), surveys_.end(), [](const auto& each) {
    const auto& error = each.second.error;
    return error && error->of == TraceError::Of::machine;
  });
}

std::map<load::TraceSource, TraceSurvey> TraceOpener::surveys() const {
  const std::lock_guard lock(mutex_);
  return surveys_;
}

}  // namespace stalemate::analysis::cli
