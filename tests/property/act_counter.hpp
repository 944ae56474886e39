// What acts came to, counted a second time: every commit and every answer is kept, and looked through from the start.
// Promise: written from the semantics alone; it shares no code with analysis/measure.
// Source: this project's semantics ("What stale data costs").
#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>
#include "models/blueprint.hpp"
#include "models/fact_kinds.hpp"
#include "models/world.hpp"
#include "sim/random.hpp"

namespace stalemate::tests::property {

struct ActCount {
  std::int64_t acts = 0, on_stale = 0, overtaken = 0, too_late = 0, oversold = 0, duplicates = 0;
  std::int64_t longest_ns = 0;
  bool operator==(const ActCount&) const = default;
};

class ActCounter final : public sim::FactReader {
 public:
  explicit ActCounter(models::World& world) : world_(world), counts_(world.blueprint().classes.size()) {
    world.facts().add_reader(this);
  }
  const std::vector<ActCount>& counts() const { return counts_; }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) follow(fact);
  }

 private:
  using FactKind = models::FactKind;
  using Kind = models::Act::Kind;
  struct Commit {
    sim::Instant at;
    bool is_void = false;
    bool revokes = false;
    std::int64_t left = 0;
  };
  struct Asked {
    sim::Instant at;
    std::vector<std::uint32_t> live;  ///< Versions that stood when it was invoked, in order.
  };
  struct Checked {
    std::uint32_t version;
    bool stale;
  };

  const std::optional<models::Act>& act_of(std::uint32_t key) const {
    return world_.blueprint().classes[world_.class_of(key)].act;
  }
  ActCount& count_of(std::uint32_t key) { return counts_[world_.class_of(key)]; }
  bool is_measured(sim::Instant at) const { return at >= sim::Instant{} + world_.blueprint().warm_up; }

  void follow(const sim::Fact& fact) {
    const FactKind kind = models::kind_of(fact);
    const bool concerns = kind == FactKind::read_invoked || kind == FactKind::read_answered ||
                          kind == FactKind::based_on || kind == FactKind::committed || kind == FactKind::voided ||
                          kind == FactKind::sole_ended;
    if (!concerns || !act_of(fact.key)) return;
    if (kind == FactKind::read_invoked) asked_[fact.slot] = {fact.at, live(fact.key)};
    if (kind == FactKind::read_answered) answered(fact, asked_.at(fact.slot));
    if (kind == FactKind::based_on) checks_[fact.operation] = {fact.version, stale_.contains(fact.operation - 1)};
    if (kind == FactKind::committed) committed(fact);
    if (kind == FactKind::sole_ended) commits_[fact.key].push_back({fact.at, false, false, act_of(fact.key)->stock});
    if (kind == FactKind::voided) commits_[fact.key].at(fact.version - 1).is_void = true;
  }

  std::vector<std::uint32_t> live(std::uint32_t key) {
    std::vector<std::uint32_t> versions = {0};
    for (std::uint32_t v = 1; v <= commits_[key].size(); ++v)
      if (!commits_[key][v - 1].is_void) versions.push_back(v);
    return versions;
  }

  void answered(const sim::Fact& fact, const Asked& asked) {
    const bool stale = asked.live.back() > fact.version;
    if (stale) stale_.insert(fact.operation);
    const Kind kind = act_of(fact.key)->kind;
    if (!is_measured(asked.at) || (kind != Kind::view && kind != Kind::grant)) return;
    ActCount& count = count_of(fact.key);
    ++count.acts;
    if (kind == Kind::view) count.on_stale += stale;
    if (kind == Kind::grant && stale) grant(fact, asked, count);
  }

  /// The revocations that stand in a row at the end of what was live above the answer.
  void grant(const sim::Fact& fact, const Asked& asked, ActCount& count) {
    const auto& commits = commits_[fact.key];
    if (fact.version > 0 && commits[fact.version - 1].revokes) return;
    std::vector<sim::Instant> row;
    for (const std::uint32_t version : asked.live) {
      if (version <= fact.version) continue;
      const Commit& commit = commits[version - 1];
      if (!commit.revokes) row.clear();
      if (commit.revokes) row.push_back(commit.at);
    }
    if (row.empty()) return;
    ++count.too_late;
    count.longest_ns = std::max(count.longest_ns, (asked.at - row.front()).ns);
  }

  void committed(const sim::Fact& fact) {
    const models::Act& act = *act_of(fact.key);
    const std::vector<std::uint32_t> before = live(fact.key);
    const bool again = !done_.insert({fact.operation, fact.key}).second;
    Commit commit{fact.at};
    const models::Blueprint& blueprint = world_.blueprint();
    const std::string& name = blueprint.classes[world_.class_of(fact.key)].name;
    sim::OperationDraw draw(sim::derive_key(blueprint.seed, name, "revocations"), fact.operation, 0);
    commit.revokes = sim::unit(draw()) < act.revokes;
    const auto check = checks_.find(fact.operation);
    ActCount& count = count_of(fact.key);
    if (act.kind == Kind::once && is_measured(fact.at)) ++(again ? count.duplicates : count.acts);
    if (act.kind == Kind::check_then_act && check != checks_.end() && !again) did(fact, check->second, before);
    if (act.kind == Kind::take) commit.left = take(fact, before, again);
    commits_[fact.key].push_back(commit);
  }

  void did(const sim::Fact& fact, const Checked& check, const std::vector<std::uint32_t>& before) {
    if (!is_measured(fact.at)) return;
    ActCount& count = count_of(fact.key);
    ++count.acts;
    count.on_stale += check.stale;
    count.overtaken += !check.stale && before.back() > check.version;
  }

  std::int64_t left(const sim::Fact& fact, std::uint32_t version) {
    return version == 0 ? act_of(fact.key)->stock : commits_[fact.key].at(version - 1).left;
  }
  std::int64_t take(const sim::Fact& fact, const std::vector<std::uint32_t>& before, bool again) {
    const auto check = checks_.find(fact.operation);
    if (check == checks_.end()) return act_of(fact.key)->stock;
    const std::int64_t there = left(fact, before.back());
    if (left(fact, check->second.version) == 0) return there;
    if (!again) did(fact, check->second, before);
    count_of(fact.key).oversold += is_measured(fact.at) && there == 0;
    return std::max<std::int64_t>(0, there - 1);
  }

  const models::World& world_;
  std::vector<ActCount> counts_;
  std::map<std::uint32_t, std::vector<Commit>> commits_;  ///< By key; version v stands at v - 1.
  std::map<std::uint32_t, Asked> asked_;                  ///< By slot.
  std::set<std::uint64_t> stale_;
  std::map<std::uint64_t, Checked> checks_;
  std::set<std::pair<std::uint64_t, std::uint32_t>> done_;
};

}  // namespace stalemate::tests::property
