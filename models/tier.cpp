#include "models/tier.hpp"
#include <algorithm>
#include <iterator>
#include "models/cache.hpp"
#include "sim/check.hpp"

namespace stalemate::models {

void KeyNames::add(std::string_view data_class, std::uint32_t first) {
  classes_.push_back({first, sim::derive_key(0, data_class, "key")});
}

std::uint64_t KeyNames::hash(KeyId key) const {
  std::size_t of = classes_.size() - 1;
  while (classes_[of].first > index(key)) --of;
  return sim::OperationDraw(classes_[of].name, index(key) - classes_[of].first, 0)();
}

Ring::Ring(const std::string& name, std::int64_t shards, std::int64_t virtual_nodes, const KeyNames& keys)
    : off_(static_cast<std::size_t>(shards)), keys_(&keys) {
  for (std::uint32_t shard = 0; shards > 1 && shard < off_.size(); ++shard)
    for (std::int64_t point = 0; point < virtual_nodes; ++point) {
      const std::string label = name + "-" + std::to_string(shard + 1) + "#" + std::to_string(point);
      all_points_.push_back({sim::derive_key(0, label, "ring").value, shard});
    }
  const auto earlier = [](const Point& a, const Point& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.shard < b.shard;
  };
  std::sort(all_points_.begin(), all_points_.end(), earlier);
  lay();
}

void Ring::lay() {
  shards_.clear();
  for (std::uint32_t shard = 0; shard < off_.size(); ++shard)
    if (has(shard)) shards_.push_back(shard);
  points_.clear();
  std::copy_if(all_points_.begin(), all_points_.end(), std::back_inserter(points_),
               [this](const Point& point) { return has(point.shard); });
}

void Ring::take_off(std::uint32_t shard) {
  if (off_[shard]++ == 0) lay();
  CHECK_INVARIANT(!shards_.empty());
}

void Ring::put_on(std::uint32_t shard) {
  if (--off_[shard] == 0) lay();
}

std::uint32_t Ring::owner_of(KeyId key) const {
  if (shards_.size() == 1) return shards_.front();
  const std::uint64_t hash = keys_->hash(key);
  if (points_.empty()) return shards_[hash % shards_.size()];
  const auto after = [](const Point& point, std::uint64_t value) { return point.hash < value; };
  const auto point = std::lower_bound(points_.begin(), points_.end(), hash, after);
  return point == points_.end() ? points_.front().shard : point->shard;
}

std::uint32_t Cluster::number_of(const CacheShard& shard) const {
  return static_cast<std::uint32_t>(std::find(shards.begin(), shards.end(), &shard) - shards.begin());
}

std::vector<CacheShard*> Cluster::holders_of(KeyId key) const {
  if (!own.empty()) return shards;
  return {&owner_of(key)};
}

Tier::Tier(Wire& wire, Node& home, const Cluster& cluster, const Expiry& expiry, std::int64_t value_bytes)
    : wire_(wire), home_(home), cluster_(cluster), expiry_(expiry), value_bytes_(value_bytes) {
  const auto own = cluster.own.find(&home);
  if (own != cluster.own.end()) own_ = own->second;
}

NodeId Tier::shard_of(KeyId key) const { return owner_of(key).id; }
Node& Tier::holder_of(KeyId key) const { return owner_of(key); }

void Tier::set_life(Message& message) const {
  message.bytes = value_bytes_;
  Life& life = message.life;
  life = message.value.is_absent ? expiry_.life_of_absence(message, wire_.now()) : expiry_.life(message, wire_.now());
  life.keeps_instants = keeps_instants_;
  if (message.value.is_absent) return;
  life.outlives_delete = deleted_window_;
  if (life.lasts == Duration::max()) return;
  life.stands_in = stand_in_age_;
  if (ahead_after_ < 1)
    life.ahead = {static_cast<std::int64_t>(static_cast<double>(life.lasts.ns) * ahead_after_)};
  if (stale_window_.ns == 0) return;
  life.fresh = life.lasts;
  life.lasts += stale_window_;
}

template <class Operation>
Call& Tier::prepare(Verb verb, const Operation& operation) const {
  return wire_.prepare(home_, owner_of(operation.key), verb, operation);
}

Calling Tier::get(const Read& read, std::uint16_t round) const {
  Call& call = prepare(Verb::get, read);
  call.message.round = round;
  call.message.wants_lease = leases_;
  call.message.is_lock = locks_;
  call.message.lease_interval = lease_interval_;
  call.message.early = early_;
  if (guard_.floor_of == FloorOf::nothing) call.message.floor = Stamp{};
  return wire_.start(call);
}

std::optional<Answer> Tier::vacancy(const Read& read) const {
  Message wanted;
  wanted.operation = read.operation;
  wanted.key = read.key;
  wanted.data_class = read.data_class;
  wanted.generation = read.generation;
  wanted.wants_lease = leases_;
  wanted.is_lock = locks_;
  wanted.lease_interval = lease_interval_;
  return owner_of(read.key).vacancy(wanted);
}

// Beside the look-ups of its operation it draws as one of its own.
Calling Tier::get_generation(const Read& read) const {
  constexpr std::uint16_t round = 1023;
  Call& call = wire_.prepare(home_, generation_of(read.data_class, read.key), Verb::get, read);
  call.message.round = round;
  call.message.asks_generation = true;
  return wire_.start(call);
}

void Tier::put(const Read& read, const Value& value, const Answer& missed, Duration cost) const {
  const bool ends_something = missed.found || missed.has_lapsed || missed.token != Token{};
  if (value.is_absent && expiry_.negative().ns == 0 && !ends_something) return;
  Call& call = prepare(Verb::put, read);
  call.message.value = value;
  call.message.token = missed.token;
  call.message.wants_lease = leases_;
  call.message.is_lock = locks_;
  if (early_ > 0) call.message.cost = cost;
  set_life(call.message);
  wire_.post(call);
}

void Tier::put_error(const Read& read, Duration time) const {
  Call& call = prepare(Verb::put_error, read);
  call.message.life.lasts = time;
  wire_.post(call);
}

Reply Tier::stand_in(const Read& read, const Answer& missed, const Reply& failed) const {
  wire_.emit(FactKind::stood_in, {.operation = number(read.operation),
                                  .key = index(read.key),
                                  .version = static_cast<std::uint32_t>(missed.value.version),
                                  .node = index(missed.by),
                                  .outcome = failed.how == How::joined});
  return {.status = Status::ok, .how = How::stale, .by = missed.by, .value = missed.value};
}

std::vector<CacheShard*> Cluster::told_of(const Message& change, const Tags& tags) const {
  switch (change.names) {
    case options::Named::key: return holders_of(change.key);
    case options::Named::generation: return holders_of(tags.group_of(change.data_class, change.key).at);
    case options::Named::tags:
    case options::Named::everything: break;
  }
  if (!own.empty()) return shards;
  std::vector<CacheShard*> told;
  for (std::uint32_t shard = 0; shard < shards.size(); ++shard)
    if (ring.has(shard)) told.push_back(shards[shard]);
  return told;
}

// In a process there is one, whoever tells it.
std::uint16_t Tier::copies_to_tell() const {
  const bool is_one = names_ == options::Named::key || goes_by_generation() || !cluster_.own.empty();
  return is_one ? std::uint16_t{1} : static_cast<std::uint16_t>(cluster_.shards.size());
}

CacheShard& Tier::told(const Change& change, std::uint16_t copy) const {
  if (goes_by_generation()) return generation_of(change.write.data_class, change.write.key);
  const bool is_its_owner = names_ == options::Named::key || !cluster_.own.empty();
  return is_its_owner ? owner_of(change.write.key) : *cluster_.shards[copy];
}

Call& Tier::prepare_change(Verb verb, const Change& change, CacheShard& copy) const {
  Call& call = wire_.prepare(home_, copy, verb, change.write);
  call.message.value = change.committed;
  call.message.versioned = change.versioned;
  if (verb == Verb::update) set_life(call.message);
  call.message.hold_off = guard_.hold_off;
  return call;
}

Calling Tier::send(Call& change, std::uint16_t round, Try which) const {
  change.message.round = round;
  emit_sent(change.message, change.to().id, which);
  return wire_.start(change);
}

void Tier::emit_sent(const Message& change, NodeId to, Try which) const {
  wire_.emit(FactKind::change_sent, {.operation = number(change.operation),
                                     .key = index(change.key),
                                     .slot = index(to),
                                     .version = static_cast<std::uint32_t>(change.value.version),
                                     .node = index(home_.id),
                                     .outcome = static_cast<std::uint8_t>(which)});
}

void Tier::emit_acknowledged(const Change& change, std::uint32_t by, bool on_bus) const {
  wire_.emit(FactKind::acknowledged, {.operation = number(change.write.operation),
                                      .key = index(change.write.key),
                                      .slot = by,
                                      .version = static_cast<std::uint32_t>(change.committed.version),
                                      .node = index(home_.id),
                                      .outcome = on_bus});
}

Calling Tier::drop(const Change& change, std::uint16_t copy, std::uint16_t round, Try which) const {
  Call& call = prepare_change(Verb::drop, change, told(change, copy));
  call.message.names = names_;
  return send(call, round, which);
}

Calling Tier::update(const Change& change, std::uint16_t round, Try which) const {
  return send(prepare_change(Verb::update, change, owner_of(change.write.key)), round, which);
}

Calling Tier::publish(const Change& change, Node& bus, Channel channel) const {
  const Try which = change.is_last ? Try::last : Try::not_last;
  Call& call = wire_.prepare(home_, bus, Verb::publish, change.write);
  call.message.round = change.announcement;
  call.message.value = change.committed;
  call.message.names = names_;
  for (const CacheShard* copy : cluster_.told_of(call.message, *tags_)) emit_sent(call.message, copy->id, which);
  call.message.versioned = change.versioned;
  call.message.channel = channel.packed();
  if (channel.verb == Verb::update) set_life(call.message);
  call.message.hold_off = guard_.hold_off;
  return wire_.start(call);
}

Calling Tier::store_written(const Change& change) const {
  return wire_.start(prepare_change(Verb::update, change, owner_of(change.write.key)));
}

Calling Tier::mark(const Write& write, std::uint16_t followers) const {
  Call& call = prepare(Verb::mark, write);
  call.message.life.lasts = guard_.marker;
  call.message.followers = followers;
  return wire_.start(call);
}

Calling Tier::get_sole(const Read& read) const {
  Call& call = prepare(Verb::get, read);
  call.message.is_sole = true;
  return wire_.start(call);
}

Calling Tier::keep(const Write& write) const {
  Call& call = prepare(Verb::write_through, write);
  call.message.is_sole = true;
  set_life(call.message);
  return wire_.start(call);
}

Calling Tier::fetch(const Read& read) const { return wire_.start(prepare(Verb::fetch, read)); }

Calling Tier::write_through(const Write& write) const {
  Call& call = prepare(Verb::write_through, write);
  call.message.bytes = value_bytes_;
  return wire_.start(call);
}

}  // namespace stalemate::models
