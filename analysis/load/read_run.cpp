// How long a run lasts, what of it is measured, and its seed.
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using sim::Duration;

namespace {

constexpr Duration usual_duration{600'000'000'000};

bool read_stop(Reader& root, Draft& draft) {
  auto stop = root.optional_object("stop");
  if (!stop) return false;
  draft.blueprint.stop_requests = stop->count("requests", at_least(std::int64_t{1}));
  stop->finish();
  if (root.has("duration")) root.error("duration", "stands beside \"stop\"", "keep one of them");
  return true;
}

/// "1h5m30s": durations one after the other, each with its unit.
std::optional<Duration> sum_of(std::string_view text) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  Duration sum;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_digit(text[end])) ++end;
    while (end < text.size() && !is_digit(text[end])) ++end;
    const auto part = models::options::read_duration(text.substr(begin, end - begin));
    if (!part || part->ns > limits::longest_run.ns - sum.ns) return std::nullopt;
    sum += *part;
    begin = end;
  }
  return text.empty() ? std::nullopt : std::optional(sum);
}

}  // namespace

std::optional<double> optional_rate(Reader& in, std::string_view key) {
  const auto rate = in.optional_rate(key, above(0.0));
  if (rate && (*rate < limits::slowest_rate || *rate > limits::fastest_rate))
    in.error(key, *rate > 1 ? "is more than 100000000/s" : "is less than one in eleven days");
  return rate;
}

std::optional<Duration> optional_time(Reader& in, std::string_view key) {
  const Node* node = in.get(key);
  const bool is_plain = node == nullptr || !node->is(Kind::text) || models::options::read_duration(node->text);
  const auto sum = is_plain ? std::nullopt : sum_of(node->text);
  return sum ? sum : in.optional_duration(key, any_duration());
}

void read_run(Reader& root, Draft& draft) {
  models::Blueprint& blueprint = draft.blueprint;
  root.knows("duration");
  draft.knows_end = !read_stop(root, draft);
  if (draft.knows_end) blueprint.duration = root.duration("duration", assume(usual_duration), some_duration());
  const Duration usual_warm_up = draft.knows_end ? Duration{blueprint.duration.ns / 10} : Duration{};
  blueprint.warm_up = root.duration("warm_up", assume(usual_warm_up), any_duration());
  if (draft.knows_end && blueprint.warm_up >= blueprint.duration) {
    root.error("warm_up", "leaves nothing to measure: the run lasts " +
                              models::options::write_duration(blueprint.duration));
  }
  const std::int64_t seed = root.count("seed", std::int64_t{1});
  blueprint.seed = draft.context.seed.value_or(static_cast<std::uint64_t>(seed));
}

}  // namespace stalemate::analysis::load
