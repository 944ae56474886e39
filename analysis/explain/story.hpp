// A story: how one read came to be stale, as steps between the nodes that took part.
// Promise: plain data, in the order of time; every picture and every text is made from it alone.
// Source: sequence diagrams (ITU-T Z.120); causes and conditions as counterfactuals (Lewis 1973).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "analysis/measure/stale_read.hpp"
#include "models/blueprint.hpp"

namespace stalemate::analysis::explain {

using sim::Duration;
using sim::Instant;

/// Who stored what a read found, in a run without something.
struct Substitute {
  std::string copy;
  std::string from;  ///< Where the operation was invoked that stored it.
  Instant at;
  bool is_read = true;  ///< Else a write.
};

/// Something that could have not happened: an operation, a fault, or a loss that no fault brought about.
struct Actor {
  enum class Kind : std::uint8_t { the_read, read, write, fault, loss };
  enum class Role : std::uint8_t {
    untried,
    cause,    ///< Without it, the same seed run again, the read is not stale.
    part,     ///< Without it the read is stale, but less old.
    context,  ///< Without it the read is stale all the same.
  };
  Kind kind = Kind::read;
  std::uint64_t operation = 0;
  std::size_t fault = 0;  ///< Index into Blueprint::faults.
  models::SparedLoss loss = {};
  Role role = Role::untried;
  std::optional<measure::StaleRead> without = {};  ///< Part, context: the read as it is without it.
  std::optional<Substitute> instead = {};          ///< And who stored its answer then, if somebody else did.
};

/// A message from one lane to another, or something that happened at one.
struct Step {
  Instant at;     ///< It happened, or the message left.
  Instant until;  ///< The message arrived; an answer of a copy stands where the copy was looked at.
  std::size_t from = 0;
  std::size_t to = 0;  ///< The same as `from`: no message.
  bool lost = false;
  bool is_answer = false;
  std::string label = {};                 ///< For a picture.
  std::string sentence = {};              ///< For the chain; empty: in pictures alone.
  std::optional<std::size_t> actor = {};  ///< Whose step it is.
  std::uint64_t order = 0;                ///< Among steps of one instant.
  std::int64_t number = 0;                ///< Of its sentence, from 1.
  std::optional<Instant> received = {};   ///< When the answer of a copy was seen to have come.
  bool is_message() const { return from != to; }
  Instant arrived() const { return received.value_or(until); }
};

struct Lane {
  std::uint16_t node = 0;
  std::string name;                        ///< Fit to be shown.
  int rank = 0;                            ///< Lanes stand from left to right by rank.
  std::optional<std::uint16_t> home = {};  ///< The node in whose process it is.
};

struct Story {
  std::string key;  ///< "price 17"
  measure::StaleRead read;
  std::vector<Lane> lanes;
  std::vector<Step> steps;
  std::vector<Step> unseen;  ///< Messages that no picture shows, but that put others in order: what ShiViz must know.
  std::vector<Actor> actors;
  std::string because;  ///< One sentence that ends the chain.

  /// The actor of a step, if it has one.
  const Actor* actor_of(const Step& step) const { return step.actor ? &actors[*step.actor] : nullptr; }
};

}  // namespace stalemate::analysis::explain
