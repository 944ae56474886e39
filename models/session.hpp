// What sessions remember of their own past, where a guard asks for it: the newest that they wrote, or read, of each
// key, and when they wrote.
// Promise: learned from acknowledgements and answers alone, and carried by the session's requests, whichever instance
// takes them; takes no room for a class whose guards ask for nothing.
// Source: session guarantees (Terry et al. 1994). Departs: what a session remembers of a void commit stays.
#pragma once
#include <unordered_map>
#include <vector>
#include "models/axes.hpp"

namespace stalemate::models {

class Sessions {
 public:
  /// What the guard of one of its tiers asks for.
  void remember(ClassId id, const GuardTerms& terms);

  /// A read leaves its session.
  void send(Read& read, Instant now) const {
    if (is_asked_for(read.data_class, read.session)) [[unlikely]]
      recall(read, now);
  }
  void has_read(const Read& read, const Reply& reply) {
    if (is_asked_for(read.data_class, read.session) && reply.ok()) [[unlikely]]
      learn(read, reply.value.stamp);
  }
  void has_written(const Write& write, const Ack& ack, Instant now) {
    if (is_asked_for(write.data_class, write.session) && ack.ok()) [[unlikely]]
      learn(write, ack.committed.stamp, now);
  }

 private:
  using Name = std::uint64_t;  // of a session and a key, or of a session and a class
  struct Terms {
    FloorOf floor_of = FloorOf::nothing;
    Duration leader_for{};
    bool leads_class = false;
    bool are_any() const { return floor_of != FloorOf::nothing || leader_for.ns > 0; }
  };
  static Name name_of(SessionId session, std::uint64_t what) {
    return static_cast<Name>(session) << 32U | what;
  }
  bool is_asked_for(ClassId id, SessionId session) const {
    return any_ && session != SessionId{} && index(id) < terms_.size() && terms_[index(id)].are_any();
  }
  void recall(Read& read, Instant now) const;
  void learn(const Read& read, Stamp stamp);
  void learn(const Write& write, Stamp stamp, Instant now);
  void raise(SessionId session, KeyId key, Stamp stamp);

  bool any_ = false;          ///< Some guard asks.
  std::vector<Terms> terms_;  ///< By class, as far as some do.
  std::unordered_map<Name, Stamp> floors_;         // never iterated
  std::unordered_map<Name, Instant> wrote_;        // by session and key; never iterated
  std::unordered_map<Name, Instant> wrote_class_;  // never iterated
};

}  // namespace stalemate::models
