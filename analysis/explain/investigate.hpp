// The runs behind an explanation: one that picks the read, one that keeps its cone, and one without each of its actors.
// Promise: every run is of the same blueprint and seed, so that what differs is what was left out; memory stays that of
// one run and the cone of one key.
// Source: this project's architecture ("explain re-runs the same seed"); delta debugging (Zeller 2002).
#pragma once
#include <functional>
#include <optional>
#include "analysis/explain/key_life.hpp"
#include "analysis/explain/pick.hpp"
#include "analysis/explain/story.hpp"
#include "analysis/measure/results.hpp"
#include "models/blueprint.hpp"

namespace stalemate::analysis::explain {

/// What is run, again and again.
struct Subject {
  /// The same blueprint afresh; none when one of its traces cannot be opened.
  std::function<std::optional<models::Blueprint>()> make;
  std::function<bool()> should_stop = [] { return false; };
};

/// A first run: its figures, and the read picked.
struct Survey {
  measure::RunResult result;
  Pick pick;
};
/// None when it was stopped or could not be run.
std::optional<Survey> survey(const Subject& subject, const Filter& filter);

enum class Trials : std::uint8_t { none, each_actor };
/// What is told of one key: how a read of it came to be stale, and its life in all copies.
struct Told {
  std::optional<Story> story;
  KeyLife life;
};
/// `read`: the one that is told; none: only the life of `key`.
std::optional<Told> tell(const Subject& subject, std::uint32_t key, const std::optional<measure::StaleRead>& read,
                         Trials trials);

/// The read as it is when an operation, a fault or a loss is left out.
struct Without {
  measure::StaleRead read;
  std::optional<std::uint64_t> stored_by;  ///< The operation that stored what it found; none: it found nothing stored.
  std::optional<Substitute> store;         ///< The same, to be told.
};
/// None when it is not stale then, or not there.
std::optional<Without> read_without(const Subject& subject, const measure::StaleRead& read, const Actor& actor);

}  // namespace stalemate::analysis::explain
