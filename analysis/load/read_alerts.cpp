// Alerts: conditions on what operators see, of the whole system or of one class under a strategy.
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"
#include "models/signal_watch.hpp"

namespace stalemate::analysis::load {

using models::Alert;
using models::NodeSpec;
using sim::Duration;

namespace {

constexpr Duration one_second{1'000'000'000};

class AlertReader {
 public:
  AlertReader(const Node& node, const Watched* watched, Draft& draft)
      : in_(node, draft.diagnostics, draft.notes), watched_(watched), draft_(draft) {}

  Alert read() {
    alert_.name = in_.text("name");
    if (in_.has("name") && alert_.name.empty()) in_.error("name", "is empty");
    return read_signal();
  }

  /// A fault waits for it.
  Alert read_nameless() {
    for (const char* key : {"after", "reach"}) in_.knows(key);
    const std::string signal = in_.text("signal");
    const Alert::Signal known = enumerator<Alert::Signal>(words::signals, signal);
    if (signal == words::signals[static_cast<std::size_t>(known)] && !models::SignalWatch::can_see(known))
      in_.error("signal", in_quotes(signal) + unseen_signal, seen_signals);
    return read_signal();
  }

 private:
  Alert read_signal() {
    const std::string signal = in_.word("signal", words::signals);
    alert_.signal = enumerator<Alert::Signal>(words::signals, signal);
    if (watched_ != nullptr) alert_.data_class = watched_->data_class->name;
    if (!signal.empty()) {
      read_of();
      read_bound();
    }
    for (const char* key : {"of", "below", "above"}) in_.knows(key);
    read_times();
    in_.finish();
    return alert_;
  }

  void read_of() {
    switch (alert_.signal) {
      case Alert::Signal::hit_ratio: return read_node(NodeSpec::Kind::cache);
      case Alert::Signal::origin_reads_per_s: return read_node(NodeSpec::Kind::origin);
      case Alert::Signal::latency_p50:
      case Alert::Signal::latency_p95:
      case Alert::Signal::latency_p99:
      case Alert::Signal::latency_p999: return read_load(load_names(false));
      case Alert::Signal::canary_stale: return read_canary();
      case Alert::Signal::error_ratio:
      case Alert::Signal::invalidation_lag:
      case Alert::Signal::failed_changes_per_s: break;
    }
    if (!in_.has("of")) return;
    const std::string whole = watched_ == nullptr ? "system" : "class";
    in_.error("of", "has no effect: this signal is of the whole " + whole);
  }

  /// Those that the class uses.
  std::vector<std::string> nodes_of_class(NodeSpec::Kind kind) const {
    std::vector<std::string> names;
    for (const NodeSpec& node : draft_.blueprint.nodes) {
      const bool is_its_cache = kind == NodeSpec::Kind::cache && node.name == watched_->cache;
      const bool is_its_origin = kind == NodeSpec::Kind::origin && is_origin_of(node, *watched_->data_class);
      if (is_its_cache || is_its_origin) names.push_back(node.name);
    }
    return names;
  }

  void read_node_of_class(NodeSpec::Kind kind) {
    const auto names = nodes_of_class(kind);
    if (names.empty()) {
      in_.error("signal", in_quotes(watched_->data_class->name) + " has no " + word_of(kind) + " here");
    } else {
      alert_.of = in_.word("of", names, names.front());
    }
  }

  /// A lone one need not be named.
  void read_node(NodeSpec::Kind kind) {
    if (watched_ != nullptr) return read_node_of_class(kind);
    const auto names = node_names(draft_.blueprint, {kind});
    if (in_.has("of")) {
      const NodeSpec* node = node_at(in_, "of", {kind}, draft_);
      if (node != nullptr) alert_.of = node->name;
    } else if (names.size() == 1) {
      alert_.of = names.front();
    } else if (draft_.doubtful_nodes.empty() && !draft_.blueprint.nodes.empty()) {
      const std::string& word = word_of(kind);
      in_.error("of", names.empty() ? "is missing, and there is no " + word
                                    : "is missing: there is more than one " + word + ", " + quoted_list(names));
    }
  }

  bool is_watched(const models::Load& load) const {
    return watched_ == nullptr || models::asks_for(load, watched_->data_class->name);
  }

  std::vector<std::string> load_names(bool canaries_only) const {
    std::vector<std::string> names;
    for (const models::Load& load : draft_.blueprint.loads)
      if ((load.is_canary || !canaries_only) && is_watched(load)) names.push_back(load.name);
    return names;
  }

  void read_load(const std::vector<std::string>& names) {
    if (in_.has("of")) alert_.of = in_.word("of", names, "");
  }

  void read_canary() {
    const auto names = load_names(true);
    if (in_.has("of")) return read_load(names);
    if (names.size() == 1) {
      alert_.of = names.front();
    } else if (!draft_.blueprint.loads.empty()) {
      in_.error("of", names.empty() ? "is missing, and there is no canary" + of_class()
                                    : "is missing: there is more than one canary, " + quoted_list(names));
    }
  }

  std::string of_class() const { return watched_ == nullptr ? "" : " of " + watched_->data_class->name; }

  bool is_latency() const { return models::quantile_of(alert_.signal) > 0; }

  void read_bound() {
    if (is_latency() && in_.has("below"))
      return in_.error("below", "is nothing to be told of: a latency is watched from above", "write \"above\"");
    if (in_.has("below") == in_.has("above"))
      return in_.diagnostics().error(in_.node().place, in_.path(), R"(needs either "below" or "above")");
    alert_.above = in_.has("above");
    alert_.bound = bound(alert_.above ? "above" : "below").value_or(0);
    if (alert_.above && is_share() && alert_.bound >= 1) in_.error("above", "is what no share ever exceeds");
  }

  bool is_share() const {
    return alert_.signal == Alert::Signal::hit_ratio || alert_.signal == Alert::Signal::error_ratio ||
           alert_.signal == Alert::Signal::canary_stale;
  }

  /// What is never below 0 is never below a bound of 0.
  std::optional<double> bound(const char* key) {
    if (is_share()) return in_.optional_ratio(key, alert_.above ? between(0.0, 1.0) : above_to(0.0, 1.0));
    if (is_latency() || alert_.signal == Alert::Signal::invalidation_lag) {
      const auto time = in_.optional_duration(key, alert_.above ? any_duration() : some_duration());
      return time ? std::optional(sim::seconds(*time)) : std::nullopt;
    }
    return in_.optional_rate(key, alert_.above ? between(0.0, limits::fastest_rate)
                                               : above_to(0.0, limits::fastest_rate));
  }

  void read_times() {
    const auto before = draft_.diagnostics.errors();
    alert_.over = in_.duration("over", assume(Duration{60'000'000'000}), between(one_second, limits::longest_run));
    alert_.lasts = in_.duration("for", Duration{}, any_duration());
    check_whole("over", alert_.over);
    check_whole("for", alert_.lasts);
    if (!draft_.knows_end || draft_.diagnostics.errors() > before) return;
    const models::Blueprint& blueprint = draft_.blueprint;
    if (alert_.lasts > blueprint.duration || alert_.over > blueprint.duration - alert_.lasts - blueprint.warm_up)
      in_.diagnostics().error(
          in_.node().place, in_.path(),
          R"(can never fire: from the end of the warm-up the run is shorter than "over" and "for" together)",
          "write an \"over\" below " + models::options::write_duration(alert_.over) + ", or a longer \"duration\"");
  }

  void check_whole(const char* key, Duration time) {
    if (time.ns % one_second.ns != 0)
      in_.error(key, models::options::write_duration(time) + " is no whole number of seconds, and alerts are looked at "
                                                             "once a second");
  }

  Reader in_;
  const Watched* watched_;
  Draft& draft_;
  Alert alert_;
};

bool has_name(const std::vector<Alert>& alerts, const std::string& name) {
  return std::any_of(alerts.begin(), alerts.end(), [&](const Alert& each) { return each.name == name; });
}

void read_list(Reader& in, const char* key, const Watched* watched, Draft& draft, std::vector<Alert>& alerts) {
  for (const Node* item : in.optional_array(key)) {
    AlertReader reader(*item, watched, draft);
    if (!item->is(Kind::object)) continue;
    Alert alert = reader.read();
    const bool is_taken = !alert.name.empty() && has_name(alerts, alert.name);
    const Node* at = item->get("name");
    if (is_taken) draft.diagnostics.error(at->place, at->path, in_quotes(alert.name) + " is the name of another alert");
    alerts.push_back(std::move(alert));
  }
}

}  // namespace

void read_alerts(Reader& root, Draft& draft) { read_list(root, "alerts", nullptr, draft, draft.blueprint.alerts); }

Alert read_condition_signal(const Node& node, Draft& draft) {
  return AlertReader(node, nullptr, draft).read_nameless();
}

void read_observe(Reader& in, const Watched* watched, Draft& draft) {
  const Node* list = in.node().get("observe");
  in.knows("observe");
  if (list == nullptr) return;
  if (list->is(Kind::array) && list->items.empty())
    in.error("observe", "observes nothing", "leave it out");
  if (!draft.observed) draft.observed.emplace();
  read_list(in, "observe", watched, draft, *draft.observed);
}

}  // namespace stalemate::analysis::load
