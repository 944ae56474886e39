// The sheet that `describe` prints: assumptions, parts, topology, load, faults, strategies, who owes what, figures.
#include "analysis/load/describe.hpp"
#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include "analysis/load/describe_figures.hpp"
#include "analysis/load/describe_words.hpp"
#include "analysis/load/owed.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/load/routes.hpp"
#include "analysis/load/unobserved.hpp"
#include "analysis/load/visible.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::Load;
using models::NodeSpec;

namespace {

class Sheet {
 public:
  Sheet(const Scenario& scenario, std::optional<double> requests_per_s)
      : scenario_(scenario), system_(scenario.system), requests_per_s_(requests_per_s) {}

  std::string write() {
    line(scenario_.title);
    if (!scenario_.question.empty()) line(scenario_.question);
    write_assumptions();
    write_run();
    write_data();
    write_nodes();
    write_topology();
    write_load();
    write_faults();
    write_alerts();
    write_strategies();
    write_owed();
    write_figures();
    write_left_out();
    return std::move(text_);
  }

 private:
  void line(const std::string& text) { text_ += visible(text) + '\n'; }
  void item(const std::string& text) { line("  " + text); }
  void heading(const std::string& text) {
    text_ += '\n';
    line(text);
  }

  std::string mark(const std::string& path) const { return is_assumed(scenario_, path) ? " (assumed)" : ""; }

  void write_assumptions() {
    heading(std::string(80, '='));
    line(scenario_.assumed.empty() ? "ASSUMED: nothing; every figure that matters is written in the file."
                                   : "ASSUMED: these were not written in the file. Are they true?");
    for (const std::string& note : scenario_.assumed) {
      if (note.ends_with(".keys_like = reads")) {
        item("! Assumed: writes hit keys as reads do (" + note + ").");
        item("  This moves results up to thirty-fold; say it.");
      }
    }
    for (const std::string& note : scenario_.assumed) {
      if (!note.ends_with(".keys_like = reads")) item("- " + note);
    }
    if (!scenario_.guesses.empty()) line("GUESSED: marked as guesses in the file.");
    for (const std::string& path : scenario_.guesses) item("- " + path);
    line(std::string(80, '='));
  }

  void write_run() {
    heading("RUN");
    const auto duration = models::options::write_duration(system_.duration);
    const auto warm_up = models::options::write_duration(system_.warm_up);
    item(system_.stop_requests > 0 ? "Ends after " + std::to_string(system_.stop_requests) + " requests."
                                   : "Lasts " + duration + mark("duration") + ".");
    item("The first " + warm_up + mark("warm_up") + " are not measured. Seed " + std::to_string(system_.seed) + ".");
  }

  /// Whether traces alone ask for this class.
  bool is_recorded(const std::string& data_class) const {
    bool is_asked = false;
    for (const Load& load : system_.loads) {
      if (!models::asks_for(load, data_class)) continue;
      if (load.shape != Load::Shape::recorded) return false;
      is_asked = true;
    }
    return is_asked;
  }

  static std::string read_from(const models::DataClass& data_class) {
    std::string text = data_class.read_from ? words_for_reader(*data_class.read_from) : "";
    if (data_class.origin_read) text += ", a read there takes " + data_class.origin_read->describe();
    if (data_class.origin_write) text += ", a write there takes " + data_class.origin_write->describe();
    return text;
  }

  static std::string kept_by(const models::DataClass& data_class) {
    return data_class.has_origin ? data_class.origin : "no origin: a cache has the only copy";
  }

  static std::string promise_of(const models::DataClass& data_class, const std::string& mark) {
    if (data_class.has_origin) return words_for(data_class.promise);
    const std::string kept = words_for_kept(data_class.promise) + mark;
    const bool is_of_reads = data_class.promise.max_age || data_class.promise.is_of_sessions();
    return is_of_reads ? words_for(data_class.promise) + " " + kept : kept;
  }

  /// What no origin has is where the strategy after it has it.
  std::string kept_in_baseline(const StrategyPlan& plan) const {
    std::string text;
    for (std::size_t i = 0; i < plan.blueprint.classes.size(); ++i)
      if (!plan.blueprint.classes[i].has_origin)
        text += "; " + plan.blueprint.classes[i].name + " stays in " + plan.blueprint.strategy.policies[i].cache;
    return text.empty() || scenario_.strategies.size() < 2 ? text : text + ", as assumed";
  }

  static std::string computed_from(const models::DataClass& data_class) {
    std::string text;
    for (const std::string& name : data_class.derived_from)
      text += (text.empty() ? ", computed from " : " and ") + name;
    return text;
  }

  static std::string absent_share(const models::DataClass& data_class) {
    return data_class.absent > 0 ? ", " + percent(data_class.absent) + " of them not there at first" : "";
  }

  void write_data() {
    heading("DATA");
    for (const models::DataClass& data_class : system_.classes) {
      const std::string path = join("data", data_class.name);
      const std::string noun = data_class.keys == 1 ? " key of " : " keys of ";
      item(data_class.name + ": " + std::to_string(data_class.keys) + noun +
           models::options::write_bytes(data_class.value_bytes) + mark(path + ".size") + ", popularity " +
           (is_recorded(data_class.name) ? "as recorded" : words_for(data_class.popularity)) +
           mark(path + ".popularity") + absent_share(data_class) + ", kept by " + kept_by(data_class) +
           read_from(data_class) + computed_from(data_class) + words_for_tags(data_class) + ".");
      item("  Promise: " + promise_of(data_class, mark(path + ".promise.kept")) +
           (data_class.owner.empty() ? " Nobody is named as its owner." : " Owned by " + data_class.owner + "."));
      if (data_class.stated) item("  Stated: " + words_for(*data_class.stated));
      if (data_class.act) item("  Act: " + words_for(*data_class.act));
    }
  }

  void write_nodes() {
    heading("NODES");
    for (const NodeSpec& node : system_.nodes) {
      const std::string path = join("nodes", node.name);
      item(node.name + ": " + words_for(node, [&](const char* key) { return mark(path + "." + key); }));
    }
  }

  void write_topology() {
    heading("TOPOLOGY");
    for (const models::LinkSpec& link : system_.links) {
      const std::string ends = link.from + (link.one_way ? " --> " : " <-> ") + link.to;
      item(ends + "   " + link.latency.describe() + words_for(link));
    }
    for (const Way& way : ways(scenario_)) write_way(way);
    item("A sender learns of a lost message after " + models::options::write_duration(system_.give_up) + ".");
  }

  void write_way(const Way& way) {
    if (way.is_declared && way.over.empty()) return;
    const std::string ends = way.from + " <-> " + way.to + "   ";
    if (way.is_declared) {
      item(ends + "no link of their own: over " + boost::algorithm::join(way.over, ", "));
    } else {
      item(ends + system_.default_latency.describe() +
           (is_assumed(scenario_, "network.latency") ? " (assumed: no link joins them)" : " (no link joins them)"));
    }
  }

  void write_load() {
    heading("LOAD");
    std::int64_t number = 0;
    for (const Load& load : system_.loads) {
      const std::string path = "load." + std::to_string(number++);
      const std::string words = words_for(load) + mark(path + ".keys_like") + ".";
      item(words.starts_with(load.name) ? words : load.name + ": " + words);
    }
  }

  /// What requests of several steps come to.
  void write_reads(const Load& load) {
    if (load.request.empty()) return;
    const std::int64_t reads = reads_a_request(load, system_);
    const auto rate = rate_of(load, system_);
    const std::string most = load.shape == Load::Shape::closed ? "at most " : "";
    std::int64_t writes = 0;
    for (const models::DataClass& each : system_.classes) writes += models::writes_a_request(load, each.name);
    const std::string and_writes = writes > 0 ? " and " + several(writes, "write") : "";
    item(load.name + ": " + several(reads, "read") + and_writes + " a request" +
         (rate ? ", " + most + rounded(*rate * double(reads)) + " reads/s" : "") + ".");
  }

  /// Whether it is a cache, or a part of one.
  bool holds_content(const std::string& name) const {
    return std::any_of(system_.nodes.begin(), system_.nodes.end(), [&](const NodeSpec& node) {
      if (node.kind != NodeSpec::Kind::cache) return false;
      const auto parts = parts_of(node, system_);
      return node.name == name || std::find(parts.begin(), parts.end(), name) != parts.end();
    });
  }

  void write_faults() {
    heading("FAULTS");
    if (system_.faults.empty()) item("None.");
    for (const models::Fault& fault : system_.faults)
      item(fault.name + ": " + words_for(fault, holds_content(fault.node)) + ".");
  }

  void write_alerts() {
    if (system_.alerts.empty()) return;
    heading("ALERTS (on what operators see; staleness is not among it)");
    for (const models::Alert& alert : system_.alerts) item(alert.name + ": " + words_for(alert) + ".");
  }

  void write_strategies() {
    heading("STRATEGIES");
    for (const StrategyPlan& plan : scenario_.strategies) {
      if (plan.is_baseline) {
        item(plan.name + ": every read goes to the origin (the baseline)" + kept_in_baseline(plan) + ".");
        continue;
      }
      item(plan.name + (plan.name == scenario_.current ? " (what production runs):" : ":"));
      for (const std::string& set : plan.sets) item("  with " + set + ", unlike what stands above.");
      for (std::size_t i = 0; i < plan.blueprint.classes.size(); ++i) {
        item("  " + plan.blueprint.classes[i].name + ": " + words_for(plan.blueprint.strategy.policies[i]));
      }
      write_observed(plan.blueprint);
    }
  }

  void write_observed(const models::Blueprint& blueprint) {
    const bool has_own = blueprint.alerts != system_.alerts;
    for (const models::Alert& alert : blueprint.alerts)
      if (has_own) item("  alert " + alert.name + ": " + words_for(alert) + ".");
    const auto unseen = unobserved(blueprint);
    if (!unseen.empty()) item("  No signal shows " + boost::algorithm::join(unseen, ", ") + ".");
  }

  void write_owed() {
    heading("WHO TELLS WHICH COPY OF A CHANGE");
    Table table({"strategy", "class", "writer", "copy", "told by"});
    for (const Owed& each : owed(scenario_))
      table.add({each.strategy, each.data_class, each.writer, each.copy, each.told_by});
    if (table.is_empty()) item("There is no copy: no strategy caches anything.");
    text_ += table.text();
  }

  void write_figures() {
    heading("FIGURES BEFORE ANY RUN");
    for (const Load& load : system_.loads) write_reads(load);
    for (const NodeSpec& node : system_.nodes) {
      if (node.kind != NodeSpec::Kind::origin) continue;
      item(node.name + " without cache: " + words_for(utilisation_of(node, system_)));
    }
    for (const StrategyPlan& plan : scenario_.strategies) {
      for (std::size_t i = 0; i < plan.blueprint.classes.size(); ++i) {
        if (!is_cached(plan.blueprint.strategy.policies[i])) continue;
        const HitRatio ratio = hit_ratio_of(plan.blueprint, std::int64_t(i));
        item(plan.name + ", " + plan.blueprint.classes[i].name + ": expected hit ratio " +
             (ratio.value ? percent(*ratio.value) + " if fetches took no time"
                          : "has no closed formula here (" + ratio.why_not + ")") +
             ".");
      }
    }
    write_effort();
  }

  void write_effort() {
    const auto requests = requests_of(system_);
    if (!requests) return item("Requests a run: not known before it runs.");
    const auto rows = std::int64_t(scenario_.strategies.size());
    const double all = *requests * operations_a_request(system_) * double(rows);
    item("About " + rounded(*requests) + " requests a run, " + std::to_string(rows) +
         (rows == 1 ? " strategy" : " strategies") + (has_spikes() ? "; what a spike adds is not counted." : "."));
    if (requests_per_s_) item("Run time: about " + rounded(all / *requests_per_s_) + " s on one core.");
  }

  bool has_spikes() const {
    const auto is_spike = [](const models::Fault& fault) { return fault.kind == models::Fault::Kind::spike; };
    return std::any_of(system_.faults.begin(), system_.faults.end(), is_spike);
  }

  void write_left_out() {
    if (scenario_.leaves_out.empty()) return;
    heading("LEFT OUT");
    for (const std::string& note : scenario_.leaves_out) item("- " + note);
  }

  const Scenario& scenario_;
  const models::Blueprint& system_;
  std::optional<double> requests_per_s_;
  std::string text_;
};

}  // namespace

std::string describe(const Scenario& scenario, std::optional<double> requests_per_s) {
  return Sheet(scenario, requests_per_s).write();
}

}  // namespace stalemate::analysis::load
