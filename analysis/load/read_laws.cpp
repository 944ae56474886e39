// Laws of durations, and popularities.
#include <charconv>
#include <cstddef>
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::Popularity;
using sim::Distribution;
using sim::Duration;

namespace {

using Law = std::optional<Distribution>;

Rule<Duration> within_law() { return between(Duration{0}, limits::longest_law); }
Rule<Duration> above_zero() { return above_to(Duration{0}, limits::longest_law); }

Law constant_law(Reader& in) {
  const auto value = in.optional_duration("constant", within_law());
  return value ? Law(Distribution::constant(*value)) : std::nullopt;
}

Law uniform_law(Reader& in) {
  const auto ends = in.optional_array("uniform");
  if (ends.size() != 2) {
    if (in.node().get("uniform")->is(Kind::array)) in.error("uniform", "needs two durations, the least and the most");
    return std::nullopt;
  }
  const auto low = in.duration_of(*ends[0], within_law());
  const auto high = in.duration_of(*ends[1], within_law());
  if (!low || !high) return std::nullopt;
  if (*low > *high) {
    in.error("uniform", "ends below its beginning", "write the smaller duration first");
    return std::nullopt;
  }
  return Distribution::uniform(*low, *high);
}

Law normal_law(Reader& in) {
  auto law = in.optional_object("normal");
  if (!law) return std::nullopt;
  const Duration mean = law->duration("mean", within_law());
  const Duration sd = law->duration("sd", within_law());
  law->finish();
  return Distribution::normal(mean, sd);
}

Law log_normal_from(Reader& law) {
  const Duration p50 = law.duration("p50", above_zero());
  const Duration p99 = law.duration("p99", above_zero());
  if (p50.ns == 0 || p99.ns == 0) return std::nullopt;
  const auto refused = [&](std::string message) { return law.error("p99", std::move(message)), std::nullopt; };
  if (p50 > p99) return refused("lies below p50");
  if (double(p99.ns) > limits::log_normal_spread * double(p50.ns)) return refused("is more than 10000 times p50");
  return Distribution::log_normal(p50, p99);
}

Law log_normal_law(Reader& in) {
  auto law = in.optional_object("log_normal");
  if (!law) return std::nullopt;
  const Law made = log_normal_from(*law);
  law->finish();
  return made;
}

Law exponential_law(Reader& in) {
  const auto mean = in.optional_duration("exponential", within_law());
  return mean ? Law(Distribution::exponential(*mean)) : std::nullopt;
}

Law pareto_law(Reader& in) {
  auto law = in.optional_object("pareto");
  if (!law) return std::nullopt;
  const Duration least = law->duration("min", above_zero());
  const double alpha = law->number("alpha", above_to(0.0, 1000.0));
  const Duration cap = law->duration("cap", above_zero());
  law->finish();
  if (least.ns == 0 || cap.ns == 0 || alpha == 0) return std::nullopt;
  if (cap >= least) return Distribution::pareto(least, alpha, cap);
  law->error("cap", "lies below min");
  return std::nullopt;
}

std::optional<double> percent_of(const std::string& key) {
  double percent = -1;
  const char* const end = key.data() + key.size();
  const bool is_percentile = key.size() > 1 && key[0] == 'p';
  if (!is_percentile) return std::nullopt;
  const auto [stop, status] = std::from_chars(key.data() + 1, end, percent);
  if (status != std::errc{} || stop != end || !(percent >= 0 && percent <= 100)) return std::nullopt;
  return percent;
}

bool are_rising(const Distribution::Percentiles& points) {
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (points[i - 1].first == points[i].first || points[i - 1].second > points[i].second) return false;
  }
  return true;
}

Law percentile_law(Reader& in) {
  auto law = in.optional_object("percentiles");
  if (!law) return std::nullopt;
  Distribution::Percentiles points;
  bool is_sound = true;
  for (const Member* point : law->named()) {
    const auto percent = percent_of(point->key);
    const auto value = law->duration_of(point->value, within_law());
    if (!percent) law->error(point->key, "is no percentile", "write p0 to p100, as \"p99.9\"");
    is_sound &= percent && value;
    if (percent && value) points.emplace_back(*percent, *value);
  }
  if (!is_sound) return std::nullopt;
  std::sort(points.begin(), points.end());
  if (!points.empty() && are_rising(points)) return Distribution::percentiles(points);
  in.error("percentiles", points.empty() ? "names no percentile" : "falls: a higher percentile has a lower duration");
  return std::nullopt;
}

struct Form {
  const char* key;
  Law (*read)(Reader& in);
};

// The shorthand of log-normal stands last: its keys are those of no other law.
constexpr Form forms[] = {{"constant", constant_law},       {"uniform", uniform_law},         {"normal", normal_law},
                          {"log_normal", log_normal_law},   {"exponential", exponential_law}, {"pareto", pareto_law},
                          {"percentiles", percentile_law},  {"p50", log_normal_from}};

const Form* only_form(Reader& in) {
  const Form* found = nullptr;
  for (const Form& form : forms) {
    if (!in.has(form.key)) continue;
    if (found != nullptr) {
      in.error(form.key, std::string("is a second law beside ") + found->key, "keep one of them");
      return nullptr;
    }
    found = &form;
  }
  const Node& node = in.node();
  if (found == nullptr) {
    in.diagnostics().error(node.place, node.path, "names no law of durations",
                           "known here: " + quoted_list(words::laws));
  }
  return found;
}

Law law_of_object(const Node& node, Draft& draft) {
  Reader in(node, draft.diagnostics, draft.notes);
  in.knows("p99");
  const auto offset = in.optional_duration("offset", within_law());
  const Form* form = only_form(in);
  if (form == nullptr) return std::nullopt;
  const Law law = form->read(in);
  if (std::string_view(form->key) != "p50" && node.get("p99") != nullptr) in.error("p99", "belongs to \"p50\"");
  in.finish();
  return law ? Law(law->plus(offset.value_or(Duration{}))) : std::nullopt;
}

std::optional<Popularity> zipf_of(Reader& in) {
  Popularity zipf;
  zipf.law = Popularity::Law::zipf;
  const auto exponent = in.optional_number("zipf", above(0.0));
  if (!exponent) return std::nullopt;
  if (*exponent > limits::zipf_exponent) return in.error("zipf", "is more than 10"), std::nullopt;
  zipf.exponent = *exponent;
  return zipf;
}

std::optional<Popularity> hot_set_of(Reader& in) {
  auto hot = in.optional_object("hot_set");
  if (!hot) return std::nullopt;
  Popularity popularity;
  popularity.law = Popularity::Law::hot_set;
  popularity.hot_keys = hot->ratio("keys", above_to(0.0, 1.0));
  popularity.hot_traffic = hot->ratio("traffic");
  hot->finish();
  return popularity;
}

}  // namespace

const Node* unwrapped(const Node& node, Draft& draft) {
  if (node.get("value") == nullptr && node.get("guess") == nullptr) return &node;
  Reader wrapper(node, draft.diagnostics, draft.notes);
  const Node* value = wrapper.require("value");
  const bool is_guess = wrapper.flag("guess", false);
  wrapper.finish();
  auto& list = draft.notes.guesses;
  if (is_guess && std::find(list.begin(), list.end(), node.path) == list.end()) list.push_back(node.path);
  return value;
}

std::optional<Distribution> law_of(const Node& node, Draft& draft) {
  const Node* bare = unwrapped(node, draft);
  if (bare == nullptr) return std::nullopt;
  if (bare->is(Kind::object)) return law_of_object(*bare, draft);
  Node nothing;
  nothing.kind = Kind::object;
  Reader reader(nothing, draft.diagnostics, draft.notes);
  const auto value = reader.duration_of(*bare, within_law());
  return value ? Law(Distribution::constant(*value)) : std::nullopt;
}

Distribution read_law(Reader& in, std::string_view key, const Fallback<std::string>& fallback, Draft& draft) {
  auto usual = Distribution::constant(models::options::read_duration(fallback.value).value_or(Duration{}));
  if (const Node* node = in.get(key)) return law_of(*node, draft).value_or(usual);
  if (fallback.is_assumption) in.note_assumed(key, fallback.value);
  return usual;
}

std::optional<Popularity> popularity_of(const Node& node, std::int64_t keys, Draft& draft) {
  const Node* bare = unwrapped(node, draft);
  if (bare == nullptr) return std::nullopt;
  if (bare->is(Kind::text) && bare->text == "uniform") return Popularity{};
  if (!bare->is(Kind::object)) {
    draft.diagnostics.error(bare->place, node.path, excerpt(*bare) + " is not a popularity",
                            R"(write "uniform", {"zipf": 1.0}, {"hot_set": {"keys": "1%", "traffic": "90%"}} or )"
                            R"({"top": {"1": "3%", "100": "22%"}})");
    return std::nullopt;
  }
  Reader in(*bare, draft.diagnostics, draft.notes);
  const bool is_zipf = in.has("zipf");
  const bool is_hot_set = in.has("hot_set");
  const bool is_top = in.has("top");
  const bool is_recorded = in.has("trace");
  const auto turnover = read_turnover(in, draft);
  in.finish();
  if (is_zipf + is_hot_set + is_top + is_recorded == 1) {
    auto law = is_zipf       ? zipf_of(in)
               : is_top      ? bands_of(in, keys)
               : is_recorded ? popularity_of_trace(in, keys, draft)
                             : hot_set_of(in);
    if (law) law->turnover = turnover;
    return law;
  }
  const std::string wanted = "needs one of \"zipf\", \"hot_set\", \"top\" and \"trace\"";
  const bool is_several = is_zipf || is_hot_set || is_top || is_recorded;
  draft.diagnostics.error(bare->place, node.path, is_several ? wanted + ", not several" : wanted);
  return std::nullopt;
}

}  // namespace stalemate::analysis::load
