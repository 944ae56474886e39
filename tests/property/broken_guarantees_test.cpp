// The checks of guarantees, each shown to be able to fail: the facts of a run are changed as a broken option would have
// written them, and the check has to complain.
// Promise: every guarantee that some option declares is broken here in some world, for each option that declares it.
// Source: TigerBeetle's canaries; FoundationDB's tests/negative.
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>
#include "tests/property/guarantee_table.hpp"
#include "tests/property/random_world.hpp"
#include "tests/property/replay.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::property;
using namespace stalemate::sim::literals;
using models::Lookup;
using models::StoredAs;

using Tamper = void (*)(Record& run);

template <class Kind>
bool is_as(const sim::Fact& fact, FactKind kind, Kind outcome) {
  return kind_of(fact) == kind && fact.outcome == static_cast<std::uint8_t>(outcome);
}
sim::Fact turned_into(FactKind kind, sim::Fact fact) {
  fact.kind = static_cast<std::uint8_t>(kind);
  return fact;
}
void lose(Record& run, std::set<FactKind> kinds) {
  std::erase_if(run.facts, [&](const sim::Fact& fact) { return kinds.count(kind_of(fact)) > 0; });
}
template <class Edit>
void edit(Record& run, FactKind kind, Edit edit_one) {
  for (sim::Fact& fact : run.facts)
    if (kind_of(fact) == kind) edit_one(fact);
}
/// What `more` gives for a fact comes before it.
template <class More>
void add_before(Record& run, More more) {
  Facts facts;
  for (const sim::Fact& fact : run.facts) {
    for (const sim::Fact& another : more(fact)) facts.push_back(another);
    facts.push_back(fact);
  }
  run.facts = std::move(facts);
}
/// The same after it.
template <class More>
void add_after(Record& run, More more) {
  Facts facts;
  for (const sim::Fact& fact : run.facts) {
    facts.push_back(fact);
    for (const sim::Fact& another : more(fact)) facts.push_back(another);
  }
  run.facts = std::move(facts);
}
std::vector<std::uint16_t> nodes_of(const Record& run, models::NodeInfo::Kind kind) {
  std::vector<std::uint16_t> found;
  for (std::size_t i = 0; i < run.nodes.size(); ++i)
    if (run.nodes[i].kind == kind) found.push_back(static_cast<std::uint16_t>(i));
  return found;
}
void age_lookups(Record& run) {
  edit(run, FactKind::lookup, [](sim::Fact& fact) { fact.at += 86400_s; });
}
void delete_before_fills(Record& run) {
  add_before(run, [](const sim::Fact& fact) -> Facts {
    if (!is_as(fact, FactKind::stored, StoredAs::fill)) return {};
    return {turned_into(FactKind::change_arrived, fact)};
  });
}
void lose_sent_changes(Record& run) { lose(run, {FactKind::change_sent}); }
void lose_ends_of_fetches(Record& run) { lose(run, {FactKind::fetch_ended, FactKind::origin_ended}); }

/// Two that were evicted from one shard, of which both were there when the first one went, change places.
void swap_evictions(Record& run) {
  std::map<std::uint16_t, std::size_t> last;        // by node: its last eviction
  std::map<std::uint16_t, std::set<std::uint32_t>> since;  // slots stored since
  for (std::size_t i = 0; i < run.facts.size(); ++i) {
    sim::Fact& fact = run.facts[i];
    if (kind_of(fact) == FactKind::stored) since[fact.node].insert(fact.slot);
    if (!is_as(fact, FactKind::removed, models::Removal::evicted)) continue;
    const auto before = last.find(fact.node);
    if (before != last.end() && since[fact.node].count(fact.slot) == 0) {
      std::swap(run.facts[before->second].slot, fact.slot);
      last.erase(before);
      continue;
    }
    last[fact.node] = i;
    since[fact.node].clear();
  }
}

void answer_what_is_old(Record& run) {
  edit(run, FactKind::read_answered, [](sim::Fact& fact) { fact.version = std::min(fact.version, 1u); });
}
void find_what_was_changed(Record& run) {
  lose(run, {FactKind::stored});
  edit(run, FactKind::lookup, [](sim::Fact& fact) { fact.version = 0; });
}
void read_at(Record& run, models::NodeInfo::Kind kind) {
  const std::vector<std::uint16_t> nodes = nodes_of(run, kind);
  std::size_t turn = 0;
  for (sim::Fact& fact : run.facts)
    if (asks_origin(fact) && !nodes.empty()) fact.node = nodes[turn++ % nodes.size()];
}
void tell_every_shard(Record& run) {
  const std::vector<std::uint16_t> shards = nodes_of(run, models::NodeInfo::Kind::shard);
  add_after(run, [&](const sim::Fact& fact) -> Facts {
    if (kind_of(fact) != FactKind::write_invoked) return {};
    Facts told(shards.size(), turned_into(FactKind::change_sent, fact));
    for (std::size_t i = 0; i < shards.size(); ++i) told[i].slot = shards[i];
    return told;
  });
}
void forget_what_is_computed(Record& run) {
  const Operations operations(run);
  std::erase_if(run.facts, [&](const sim::Fact& fact) {
    return kind_of(fact) == FactKind::change_sent && !operations.wrote(fact.operation, fact.key);
  });
}
void read_on_without_cache(Record& run) {
  const std::vector<std::uint16_t> services = nodes_of(run, models::NodeInfo::Kind::service);
  add_after(run, [&](const sim::Fact& fact) -> Facts {
    if (kind_of(fact) != FactKind::call_failed || services.empty()) return {};
    sim::Fact read = turned_into(FactKind::message_sent, fact);
    read.node = services.front();
    read.outcome = static_cast<std::uint8_t>(models::Verb::read);
    return {read};
  });
}
/// Whatever says so of a node says it of one that is no leader.
void leave_the_leader(Record& run, FactKind kind) {
  const std::vector<std::uint16_t> shards = nodes_of(run, models::NodeInfo::Kind::shard);
  edit(run, kind, [&](sim::Fact& fact) { fact.node = shards.front(); });
}

const std::map<Guarantee, Tamper> tampers = {
    {Guarantee::never_stale, answer_what_is_old},
    {Guarantee::bounded_life, age_lookups},
    {Guarantee::bounded_overtime, age_lookups},
    {Guarantee::one_fetch_per_key, lose_ends_of_fetches},
    {Guarantee::bounded_fetches, lose_ends_of_fetches},
    {Guarantee::no_late_fill, delete_before_fills},
    {Guarantee::held_off, delete_before_fills},
    {Guarantee::told_first, lose_sent_changes},
    {Guarantee::told_ahead, lose_sent_changes},
    {Guarantee::told_once, lose_sent_changes},
    {Guarantee::tells_nobody, tell_every_shard},
    {Guarantee::names_derived, forget_what_is_computed},
    {Guarantee::takes_effect, find_what_was_changed},
    {Guarantee::held_back, read_on_without_cache},
    {Guarantee::least_recent_goes, swap_evictions},
    {Guarantee::first_in_goes, swap_evictions},
    {Guarantee::leader_answers, [](Record& run) { leave_the_leader(run, FactKind::read_answered); }},
    {Guarantee::leader_fills, [](Record& run) { leave_the_leader(run, FactKind::origin_started); }},
    {Guarantee::caller_fetches, [](Record& run) { read_at(run, models::NodeInfo::Kind::shard); }},
    {Guarantee::cache_fetches, [](Record& run) { read_at(run, models::NodeInfo::Kind::service); }},
    {Guarantee::awaited, [](Record& run) { lose(run, {FactKind::change_arrived, FactKind::call_failed}); }},
    {Guarantee::stored_first, [](Record& run) { lose(run, {FactKind::stored, FactKind::store_refused}); }},
    {Guarantee::on_demand, [](Record& run) { lose(run, {FactKind::read_invoked}); }},
    {Guarantee::store_commits,
     [](Record& run) { edit(run, FactKind::stored, [](sim::Fact& fact) { fact.at += sim::Duration{1}; }); }},
    {Guarantee::names_one, [](Record& run) { edit(run, FactKind::change_sent, [](sim::Fact& fact) { ++fact.key; }); }},
    {Guarantee::one_generation,
     [](Record& run) { edit(run, FactKind::generation_found, [](sim::Fact& fact) { ++fact.version; }); }},
    {Guarantee::newer_stays,
     [](Record& run) {
       edit(run, FactKind::stored, [](sim::Fact& fact) {
         if (is_as(fact, FactKind::stored, StoredAs::update)) fact.version = 0;
       });
     }},
    {Guarantee::in_order,
     [](Record& run) {
       Facts appended;
       edit(run, FactKind::appended, [&](const sim::Fact& fact) { appended.push_back(fact); });
       edit(run, FactKind::appended, [&](sim::Fact& fact) {
         fact = appended.back();
         appended.pop_back();
       });
     }},
    {Guarantee::never_expires,
     [](Record& run) {
       edit(run, FactKind::removed,
            [](sim::Fact& fact) { fact.outcome = static_cast<std::uint8_t>(models::Removal::expired); });
     }},
    {Guarantee::no_origin,
     [](Record& run) {
       edit(run, FactKind::lookup, [](sim::Fact& fact) { fact = turned_into(FactKind::origin_arrived, fact); });
     }},
    {Guarantee::purges,
     [](Record& run) {
       add_before(run, [](const sim::Fact& fact) -> Facts {
         if (kind_of(fact) != FactKind::lookup) return {};
         return {turned_into(FactKind::change_arrived, fact)};
       });
     }},
    {Guarantee::early_is_safe,
     [](Record& run) {
       edit(run, FactKind::read_answered, [](sim::Fact& fact) {
         fact = turned_into(FactKind::read_failed, fact);
         fact.outcome = static_cast<std::uint8_t>(models::Status::refused);
       });
     }},
    {Guarantee::one_filler,
     [](Record& run) {
       add_after(run, [](const sim::Fact& fact) -> Facts {
         if (kind_of(fact) != FactKind::fetch_begun) return {};
         sim::Fact another = fact;
         ++another.operation;
         return {another};
       });
     }},
    {Guarantee::failure_known,
     [](Record& run) {
       edit(run, FactKind::lookup, [](sim::Fact& fact) {
         if (is(fact, Lookup::known_error)) fact.outcome = static_cast<std::uint8_t>(Lookup::miss);
       });
     }},
    {Guarantee::fills_gaps,
     [](Record& run) {
       add_before(run, [](const sim::Fact& fact) -> Facts {
         if (!is_as(fact, FactKind::stored, StoredAs::copied)) return {};
         return {fact};
       });
     }},
    {Guarantee::bounded_size,
     [](Record& run) {
       for (models::NodeSpec& node : run.blueprint.nodes) {
         node.cache.capacity_entries = std::min<std::int64_t>(node.cache.capacity_entries, 1);
         node.cache.capacity_bytes = std::min<std::int64_t>(node.cache.capacity_bytes, 1);
       }
     }},
};

}  // namespace

TEST_CASE("No check of a guarantee is silent where it is broken") {
  std::set<Declared> silent;
  for (const Option* option : models::options::all_options())
    for (const Guarantee guarantee : option->guarantees)
      if (guarantee != Guarantee::read_your_writes) silent.insert(declared(*option, guarantee));
  for (std::uint64_t seed = 1; seed <= 1500 && !silent.empty(); ++seed) {
    const Record run = record(random_world(seed));
    std::set<Guarantee> wanted;
    hold_to_guarantees(
        run, [&](const Declared& what) { return silent.count(what) > 0; },
        [&](const Declared& what, const Verdict& verdict) {
          if (verdict.seen > 0) wanted.insert(what.second);
        });
    for (const Guarantee guarantee : wanted) {
      Record broken = run;
      tampers.at(guarantee)(broken);
      hold_to_guarantees(
          broken, [&](const Declared& what) { return what.second == guarantee; },
          [&](const Declared& what, const Verdict& verdict) {
            if (!verdict.broken.empty()) silent.erase(what);
          });
    }
  }
  for (const auto& [option, guarantee] : silent) UNSCOPED_INFO(option << ": " << name_of(guarantee));
  CHECK(silent.empty());
}
