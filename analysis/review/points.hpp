// The six points of a caching policy, by class and strategy: stated, missing, or contradicted by what is done.
// Promise: from the file alone, before any run; a contradiction names what is stated and what is done instead.
// Source: this project's interface ("review FILE"): ownership, invalidation, TTL, consistency, fallback, observability.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>
#include "analysis/load/owed.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/load/scenario.hpp"

namespace stalemate::analysis::review {

enum class State : std::uint8_t { stated, missing, contradicted };

struct Point {
  State state = State::missing;
  std::string text;  ///< What is stated, what is missing, or by what it is contradicted.
};

inline constexpr std::array point_names = {"ownership",   "invalidation", "TTL",
                                           "consistency", "fallback",     "observability"};
using Points = std::array<Point, point_names.size()>;

/// One class under one strategy.
struct Subject {
  const load::StrategyPlan& plan;
  std::size_t number;            ///< Of the class.
  std::vector<load::Owed> owed;  ///< To its copies, under this strategy.

  const models::Blueprint& blueprint() const { return plan.blueprint; }
  const models::DataClass& data_class() const { return plan.blueprint.classes[number]; }
  const models::Policy& policy() const { return plan.blueprint.strategy.policies[number]; }
  /// The tiers that keep it, the outermost first.
  std::vector<const models::Policy*> copies() const;
  bool is_cached() const { return !copies().empty(); }
  /// Those who write it, or what it is computed from.
  std::vector<std::string> writers() const;
  /// Whether somebody tells some copy of some writer's changes.
  bool has_teller() const;
  /// Writers of whose changes nobody tells a copy that hears of others'.
  std::vector<std::string> unheard_writers() const;
  /// How long a stale value may be served at most if no word comes; none: for ever.
  std::optional<sim::Duration> longest_life() const;
  /// The origin; null: it has none.
  const models::NodeSpec* origin() const;
};

/// Every class under every strategy that is reviewed, in the order of the file.
std::vector<Subject> subjects_of(const load::Scenario& scenario,
                                 const std::vector<const load::StrategyPlan*>& reviewed);

/// Of a class that is cached.
Points points_of(const Subject& subject);

/// What a read comes to when the cache does not answer; "origin" has a limit or has none.
struct Refuge {
  std::string option;
  std::int64_t limit = 0;  ///< origin, shed: under way at once; 0: no limit.
  bool is_written = false;
  bool is_unlimited_origin() const { return option == "origin" && limit == 0; }
};
Refuge refuge_of(const models::Policy& outermost);
/// Whether the origin could not serve all that is asked for, without any cache.
bool is_too_much(const Subject& subject);
/// Whether this class has a part in that: a tenth of the origin by itself.
bool is_part_of_too_much(const Subject& subject);

std::string time_of(sim::Duration span);
std::string list_of(const std::vector<std::string>& names);  ///< `"a", "b" and "c"`; made visible.

}  // namespace stalemate::analysis::review
