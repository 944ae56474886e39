#include "models/tier.hpp"
#include <algorithm>
#include "models/cache.hpp"

namespace stalemate::models {

Ring::Ring(const std::string& name, std::int64_t shards, std::int64_t virtual_nodes)
    : shards_(static_cast<std::uint32_t>(shards)) {
  if (shards == 1) return;
  for (std::uint32_t shard = 0; shard < shards_; ++shard)
    for (std::int64_t point = 0; point < virtual_nodes; ++point) {
      const std::string label = name + "-" + std::to_string(shard + 1) + "#" + std::to_string(point);
      points_.push_back({sim::derive_key(0, label, "ring").value, shard});
    }
  const auto earlier = [](const Point& a, const Point& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.shard < b.shard;
  };
  std::sort(points_.begin(), points_.end(), earlier);
}

std::uint32_t Ring::owner_of(KeyId key) const {
  if (points_.empty()) return 0;
  sim::OperationDraw hash({0x5851f42d4c957f2d}, index(key), 0);
  const auto after = [](const Point& point, std::uint64_t value) { return point.hash < value; };
  const auto point = std::lower_bound(points_.begin(), points_.end(), hash(), after);
  return point == points_.end() ? points_.front().shard : point->shard;
}

NodeId Tier::shard_of(KeyId key) const { return cluster_.owner_of(key).id; }

Calling Tier::send(const Message& message) const {
  return wire_.call(home_, cluster_.owner_of(message.key), message);
}

void Tier::set_lifetime(Message& message) const {
  message.bytes = value_bytes_;
  message.lifetime = expiry_.lifetime(message);
}

Calling Tier::get(const Read& read, std::uint16_t round) const {
  Message message = message_for(Verb::get, read);
  message.round = round;
  message.wants_lease = leases_;
  message.lease_interval = lease_interval_;
  return send(message);
}

void Tier::put(const Read& read, const Value& value, Token token) const {
  Message message = message_for(Verb::put, read);
  message.value = value;
  message.token = token;
  message.wants_lease = leases_;
  set_lifetime(message);
  wire_.post(home_, cluster_.owner_of(read.key), message);
}

Message Tier::message_of(Verb verb, const Change& change) const {
  Message message = message_for(verb, change.write);
  message.value = change.committed;
  message.versioned = change.versioned;
  if (verb == Verb::update) set_lifetime(message);
  return message;
}

Calling Tier::store_written(const Change& change) const { return send(message_of(Verb::update, change)); }

Calling Tier::send_change(Verb verb, const Change& change, std::uint16_t round) const {
  Message message = message_of(verb, change);
  message.round = round;
  wire_.emit(FactKind::change_sent, {.operation = number(message.operation),
                                     .key = index(message.key),
                                     .version = static_cast<std::uint32_t>(message.value.version),
                                     .node = index(home_.id)});
  return send(message);
}

Calling Tier::drop(const Change& change, std::uint16_t round) const { return send_change(Verb::drop, change, round); }

Calling Tier::update(const Change& change, std::uint16_t round) const {
  return send_change(Verb::update, change, round);
}

Calling Tier::fetch(const Read& read) const { return send(message_for(Verb::fetch, read)); }

Calling Tier::write_through(const Write& write) const {
  Message message = message_for(Verb::write_through, write);
  message.bytes = value_bytes_;
  return send(message);
}

}  // namespace stalemate::models
