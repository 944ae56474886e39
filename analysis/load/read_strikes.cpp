// When a fault strikes: at a time, again and again, or when something first holds.
#include <cmath>
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"
#include "models/signal_watch.hpp"

namespace stalemate::analysis::load {
namespace {

using models::Condition;
using models::Fault;
using models::NodeSpec;
using sim::Duration;
using sim::Instant;

constexpr double most_strikes = 100'000;

bool ends_by_itself(const Fault& fault) { return !lasts(fault) || fault.kind == Fault::Kind::deploy; }
bool needs_end(const Fault& fault) {
  return fault.kind == Fault::Kind::failover || fault.kind == Fault::Kind::pause;
}

void read_length(Reader& in, Fault& fault, Draft& draft) {
  if (ends_by_itself(fault)) {
    if (in.has("lasts")) in.error("lasts", "has no effect: this fault ends by itself");
    return;
  }
  const bool has = in.has("lasts");
  if (has) fault.lasts = read_law(in, "lasts", {"0s"}, draft);
  if (has && fault.lasts.is_constant() && fault.lasts.mean().ns == 0)
    return in.error("lasts", "is 0s: a strike needs a time above 0s");
  const bool is_missing = !has && (fault.every || needs_end(fault));
  if (is_missing) in.require("lasts");
}

void read_every(Reader& in, Fault& fault, Draft& draft) {
  fault.every = in.duration("every", some_duration());
  const auto at = optional_time(in, "at"), until = optional_time(in, "until");
  fault.at = Instant{} + at.value_or(Duration{});
  if (until) fault.until = Instant{} + *until;
  if (fault.until <= fault.at) in.error("until", "does not lie after \"at\"");
  read_length(in, fault, draft);
  const bool by_requests = draft.blueprint.stop_requests > 0;
  if (by_requests && !until) return in.error("every", "of a run that ends by requests needs \"until\"");
  if (fault.every->ns == 0) return;
  const Instant end = std::min(fault.until, by_requests ? Instant::never() : Instant{} + draft.blueprint.duration);
  const double strikes = sim::seconds(end - fault.at) / sim::seconds(*fault.every);
  if (strikes > most_strikes) in.error("every", "makes more than 100000 strikes in the run");
}

void read_whose(Reader& in, Condition& condition, Draft& draft) {
  if (condition.of == Condition::Of::commits) {
    condition.what = in.text("commits_of");
    const models::DataClass* data_class = class_at(in, "commits_of", draft);
    if (data_class != nullptr && !data_class->derived_from.empty())
      in.error("commits_of", in_quotes(condition.what) + " is derived: nobody writes it",
               "name one of its sources");
  } else {
    condition.what = in.text("waiting_at");
    const NodeSpec* node = node_at(in, "waiting_at", {NodeSpec::Kind::origin, NodeSpec::Kind::cache}, draft);
    const bool is_cache = node != nullptr && node->kind == NodeSpec::Kind::cache;
    const bool takes_time = is_cache && (!node->cache.service.is_constant() || node->cache.service.mean().ns > 0);
    const bool has_line = node == nullptr || (is_cache ? takes_time : node->origin.servers > 0);
    if (!has_line) in.error("waiting_at", "nobody ever waits at " + in_quotes(node->name), "give it \"servers\"");
  }
  condition.reach = in.count("reach", between(std::int64_t{1}, std::int64_t{1'000'000'000'000}));
}

/// That of one of the alerts.
void read_alert(Reader& in, Condition& condition, Draft& draft) {
  condition.what = in.text("alert");
  if (condition.what.empty()) return;
  std::vector<std::string> names;
  for (const models::Alert& each : draft.blueprint.alerts) {
    names.push_back(each.name);
    if (each.name == condition.what) condition.signal = each;
  }
  if (!condition.signal) {
    in.error("alert", in_quotes(condition.what) + " is none of \"alerts\"",
             names.empty() ? "there are none: write it there" : mend_for(condition.what, names));
  } else if (!models::SignalWatch::can_see(condition.signal->signal)) {
    in.error("alert", in_quotes(condition.what) + unseen_signal, seen_signals);
  }
}

/// What an alert would be told of, or that of an alert.
void read_signal(Reader& in, std::string_view key, Condition& condition, Draft& draft) {
  if (in.has("reach")) in.error("reach", "has no effect on a signal", "write \"below\" or \"above\"");
  if (draft.blueprint.stop_requests > 0)
    in.error(key, "is looked at once a second, in a run that ends after a time", "write a \"duration\"");
  for (const char* of_signal : {"of", "below", "above", "over", "for"}) {
    in.knows(of_signal);
    if (key == "alert" && in.has(of_signal)) in.error(of_signal, "has no effect: the alert says it");
  }
  if (key == "alert") return read_alert(in, condition, draft);
  condition.signal = read_condition_signal(in.node(), draft);
}

void read_condition(Reader& in, Condition& condition, Draft& draft) {
  using Of = Condition::Of;
  struct Word {
    const char* key;
    Of of;
  };
  const Word* given = nullptr;
  int count = 0;
  constexpr Word words[] = {{"commits_of", Of::commits}, {"waiting_at", Of::waiting}, {"begins", Of::begins},
                            {"ends", Of::ends},          {"signal", Of::signal},      {"alert", Of::signal}};
  for (const Word& each : words)
    if (in.has(each.key)) given = &each, ++count;
  for (const char* key : {"reach", "after"}) in.knows(key);
  if (count != 1)
    return in.diagnostics().error(in.node().place, in.path(),
                                  R"(needs one of "commits_of", "waiting_at", "begins", "ends", "signal" and "alert")");
  condition.of = given->of;
  condition.after = in.duration("after", Duration{}, any_duration());
  if (condition.of == Of::signal) return read_signal(in, given->key, condition, draft);
  for (const char* key : {"of", "below", "above", "over", "for"})
    if (in.has(key)) in.error(key, "has no effect without \"signal\"");
  const bool is_of_fault = condition.of == Of::begins || condition.of == Of::ends;
  if (!is_of_fault) return read_whose(in, condition, draft);
  condition.what = in.text(given->key);
  if (in.has("reach")) in.error("reach", "has no effect on what another fault does");
}

void read_when(Reader& in, Fault& fault, Draft& draft) {
  fault.when.emplace();
  if (auto when = in.optional_object("when")) {
    read_condition(*when, *fault.when, draft);
    when->finish();
  }
  read_length(in, fault, draft);
  for (const char* key : {"at", "until", "every"})
    if (in.has(key)) in.error(key, "has no effect beside \"when\"");
}

void read_times(Reader& in, Fault& fault, Draft& draft) {
  in.require("at");
  const Duration at = optional_time(in, "at").value_or(Duration{});
  fault.at = Instant{} + at;
  if (draft.knows_end && !draft.context.leaves_out(fault.name) && at >= draft.blueprint.duration)
    in.error("at", "lies after the end: the run ends at " + models::options::write_duration(draft.blueprint.duration));
  if (in.has("lasts")) in.error("lasts", R"(has no effect without "every" or "when")", R"(write "until")");
  if (ends_by_itself(fault)) return;
  if (needs_end(fault)) in.require("until");
  const auto until = optional_time(in, "until");
  if (!until) return;
  fault.until = Instant{} + *until;
  if (fault.until <= fault.at) in.error("until", "does not lie after \"at\"");
}

/// The fault that it waits for, as far as one is left in.
const Fault* awaited(const Fault& fault, const std::vector<Fault>& faults) {
  using Of = Condition::Of;
  if (!fault.when || (fault.when->of != Of::begins && fault.when->of != Of::ends)) return nullptr;
  const auto is_it = [&](const Fault& each) { return each.name == fault.when->what; };
  const auto found = std::find_if(faults.begin(), faults.end(), is_it);
  return found == faults.end() ? nullptr : &*found;
}

bool waits_for_itself(const Fault& fault, const std::vector<Fault>& faults) {
  const Fault* next = awaited(fault, faults);
  for (std::size_t steps = 0; next != nullptr && steps < faults.size(); ++steps) {
    if (next == &fault) return true;
    next = awaited(*next, faults);
  }
  return false;
}

}  // namespace

void read_strikes(Reader& in, Fault& fault, Draft& draft) {
  if (in.has("when")) return read_when(in, fault, draft);
  if (in.has("every")) return read_every(in, fault, draft);
  read_times(in, fault, draft);
}

void check_strikes(const Fault& fault, const Node& item, Draft& draft) {
  using Of = Condition::Of;
  const std::vector<Fault>& faults = draft.blueprint.faults;
  if (!fault.when || (fault.when->of != Of::begins && fault.when->of != Of::ends)) return;
  const Node& when = *item.get("when");
  std::vector<std::string> names;
  for (const Fault& each : faults) names.push_back(each.name);
  if (awaited(fault, faults) == nullptr)
    return draft.diagnostics.error(when.place, when.path, in_quotes(fault.when->what) + " is no fault",
                                   mend_for(fault.when->what, names));
  if (waits_for_itself(fault, faults))
    draft.diagnostics.error(when.place, when.path, in_quotes(fault.name) + " waits for itself and can never strike");
}

}  // namespace stalemate::analysis::load
