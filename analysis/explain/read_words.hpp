// Words for what befalls a read: what a cache made of it, and why it failed.
// Promise: each stands in the middle of a sentence, but for what a breaker did, which is one.
// Source: the meanings of the outcomes in models/fact_kinds.hpp.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "models/wire.hpp"

namespace stalemate::analysis::explain {

std::string why_refused(models::Refusal why);
/// ", whose time is over ..."; of a plain hit nothing.
std::string served_how(models::Lookup found);
/// Of a change; `before`: the fact before.
std::string why_turned_away(const sim::Fact& before);
/// That the node holds the entry all the same, for those that do not fetch it; else nothing. `before`: of the facts.
std::string held_deleted(const std::vector<sim::Fact>& facts, std::size_t before, std::uint16_t node);
/// Of what neither a delete of its own nor its time has ended.
std::string how_gone(models::Removal why);
/// Of a shard that is up again: ": a replica, which ..."; of its own process nothing. `missed`: keys, as Cone says it.
std::string as_replica(std::optional<std::uint32_t> missed);
/// "it was evicted"
std::string how_ended(models::SoleEnd end);
std::string label_of(models::Verb verb);
std::string status_text(std::uint8_t outcome);
/// Of who gave way: "its queue is full, and ..."
std::string why_shed(models::ShedAs as);
/// What a breaker did with an attempt; and for a picture.
std::string circuit_text(models::Circuit circuit, const std::string& caller, sim::Duration open);
std::string circuit_label(models::Circuit circuit);

}  // namespace stalemate::analysis::explain
