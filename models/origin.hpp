// An origin: a leader that commits, and followers that apply its commits later, in order.
// Promise: a read takes its version at the start of its service, a write commits at the end of its own; followers apply
// in commit order, `lag` after the commit at the earliest. What a successor had not applied when its leader died is
// void once it takes over; so is what an older flush replaces. Version numbers are never given twice.
// Source: asynchronous primary-copy replication (Gray et al. 1996). Departs: the replication stream loses nothing; the
// successor goes on under the leader's name, and the old leader is back at once as that follower, resynchronised.
#pragma once
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>
#include "models/blueprint.hpp"
#include "models/commit_counts.hpp"
#include "models/dependents.hpp"
#include "models/rate_limit.hpp"
#include "models/replication.hpp"
#include "models/station.hpp"
#include "models/version_numbers.hpp"
#include "sim/random.hpp"
#include "sim/zero_table.hpp"

namespace stalemate::models {

class Relay;

/// Draws of an origin node, fixed by the seed and the origin's name.
struct OriginDraws {
  sim::StreamKey service;
  sim::StreamKey lag;
  sim::StreamKey choice;
  sim::StreamKey receipt;
  std::uint32_t follower = 0;  ///< Of its followers, from 1: each lags by draws of its own.
};

/// Of a version, besides its number.
struct Particulars {
  Instant committed{};
  bool is_absent = false;
};

/// Leader or follower: a station over a table of the current value of each key.
class OriginServer : public Node, private Desk {
 public:
  OriginServer(Wire& wire, NodeId id, sim::Place place, std::string name, const OriginNode& plan, OriginDraws draws,
               std::uint64_t keys);
  void receive(Call& call) override;
  void expect(KeyId key) const override { counter_.prefetch(index(key)); }
  void served(Call& call) override { station_.served(call); }
  void slow(const Slowness& slowness, bool begins) override { station_.slow(slowness, begins); }
  void watch_line(std::int64_t reach, Trigger& trigger) override { station_.watch(reach, trigger); }
  void stop_work() override;
  /// Reads and writes of a class take times of their own.
  void serve_class(ClassId id, const DataClass& data_class);
  /// From now on it knows the particulars of each key's current version.
  void keep_particulars() { particulars_ = sim::ZeroTable<Particulars>(keys_); }
  bool keeps_particulars() const { return particulars_.size() > 0; }
  Particulars particulars(KeyId key) const { return keeps_particulars() ? particulars_[index(key)] : Particulars{}; }
  void set(KeyId key, const Particulars& particulars) {
    if (keeps_particulars()) particulars_[index(key)] = particulars;
  }

 protected:
  /// A write, or what a write buffer brings, has been served.
  virtual void finish_write(Call& call) = 0;
  void reply(Call& call);
  Duration begin(Call& call) override;
  void finish(Call& call) override;
  void turn_away(Call& call, Status why) override;
  void emit(FactKind kind, const Call& call, Version version = {});

  const OriginNode& plan_;
  OriginDraws draws_;
  sim::ZeroTable<std::uint32_t> counter_;  ///< Of each key: the stamp of its current version here.
  sim::ZeroTable<Particulars> particulars_;  ///< Of that version; empty: nobody asks.
  std::uint64_t keys_;

 private:
  [[gnu::always_inline]] Duration service_of(const Call& call) const;

  RateGate gate_;
  Station station_;
  std::vector<const DataClass*> classes_;  ///< Those that take times of their own, by class.
};

/// Applies what the leader committed.
class Follower final : public OriginServer, public sim::Handler {
 public:
  using OriginServer::OriginServer;
  ~Follower() override;
  /// What the leader committed and this one will apply.
  struct Entry {
    Instant due;
    OperationId operation;
    KeyId key;
    std::uint32_t counter;
    Particulars particulars;
    Node* marked = nullptr;    ///< Told when it is applied.
    std::uint64_t number = 0;  ///< In the log, where the leader is told of receipts.
  };
  void replicate(const Entry& committed);
  std::size_t behind() const { return log_.size(); }  ///< Commits not applied yet.
  /// Of those it has not applied, how many it has not received either.
  std::size_t not_received() const;
  /// The newest that it has, applied or not.
  struct Newest {
    std::uint32_t counter;
    Particulars particulars;
  };
  Newest newest(KeyId key) const;
  void follow(Receipts* receipts) { receipts_ = receipts; }
  void resume_work() override;
  /// To a version that is not void.
  void roll_back(KeyId key, std::uint32_t kept, const Particulars& particulars) {
    if (counter_[index(key)] <= kept) return;
    counter_[index(key)] = kept;
    set(key, particulars);
  }
  /// Applies no more than the next `many` of what it is behind.
  std::vector<Entry> forget_after(std::size_t many);
  /// Extra lag, and a factor on it, while a fault lasts. Faults compose.
  void disturb_lag(Duration by, double factor, bool begins);
  /// Nothing is applied while any stall lasts; what has come due meanwhile is, at its end.
  void stall(bool begins);
  void on_event() override;

 private:
  void finish_write(Call& call) override;
  void tell_marked(const Entry& applied);
  Duration apply_time(const Entry& committed) const;
  std::deque<Entry> log_;
  Receipts* receipts_ = nullptr;  ///< Null: the leader is not told of them.
  Instant last_due_;
  Duration extra_lag_;
  double lag_factor_ = 1;
  int stalls_ = 0;
  bool is_held_up_ = false;  ///< The next entry is due, and waits for the end of a stall.
  sim::Simulation::Handle event_ = 0;
};

class Leader final : public OriginServer, private Receipts::Waiting {
 public:
  using OriginServer::OriginServer;
  void add_follower(Follower* follower);
  /// Dies; the follower that is up and has applied most will succeed it.
  void fall();
  /// Goes on with what the successor had applied; without one, with all it had.
  void succeed();

  /// What is computed from which class; commits of a source are commits of it too.
  void compute(const Dependents& dependents) { dependents_ = &dependents; }
  /// From now on what each write has changed besides comes with its acknowledgement.
  void hand_out_derived() { hands_out_ = true; }
  /// Of the acknowledged commit of a write's attempt; `forget`: nobody will ask again.
  std::vector<DerivedKey> derived_by(const Write& write, bool forget);

  /// A relay publishes the commits of a class, as far as their writers have to tell of them; `owes`: by node.
  void publish_by(Relay& relay, ClassId data_class, std::vector<bool> owes);
  void stop_work() override;
  void resume_work() override;

  /// Told of the commit of a class that makes them so many.
  void watch_commits(ClassId data_class, std::int64_t reach, Trigger& trigger) {
    watched_.watch(data_class, reach, trigger);
  }

  /// Commits a write in a buffer at `buffer`, which acknowledges it and will flush it; the value that it gets.
  Value commit_behind(const Write& write, const Node& buffer);
  /// In its buffer the later commit of a key replaces the earlier, which will not be flushed.
  void coalesce(KeyId key, const Value& earlier, const Value& later);
  /// The buffer dies with this commit in it, if the leader has not got it: a flush under way then changes nothing.
  void lose(const Write& write, const Value& committed);

 private:
  void finish_write(Call& call) override;
  void released(Call& call, std::uint64_t number) override;
  void failed(Call& call) override { wire_.refuse(call, Status::origin_error); }
  void make(Call& call);
  void send_on(OperationId operation);
  void commit(Call& call);
  void tell(const Call& call) const;
  Value commit_key(const Call& call, KeyId key);
  void commit_derived(const Call& call);
  void take_flushed(Call& call);
  void annul(OperationId operation, KeyId key, std::uint32_t number, std::uint32_t current, Loss why);
  std::vector<Follower*> followers_;
  std::optional<Receipts> receipts_;  ///< Where it is told of them.
  std::uint64_t log_number_ = 0;      ///< Of the entry that is written.
  bool has_fallen_ = false;
  Follower* successor_ = nullptr;
  std::vector<Follower::Entry> lost_;  ///< In the order of their commits.
  VersionNumbers numbers_;
  struct Publishing {
    Relay* relay;
    ClassId data_class;
    std::vector<bool> owes;
  };
  std::vector<Publishing> published_by_;
  CommitCounts watched_;
  const Dependents* dependents_ = nullptr;
  bool hands_out_ = false;
  using ByAttempt = std::map<std::uint16_t, std::vector<DerivedKey>>;
  std::unordered_map<std::uint64_t, ByAttempt> derived_;  ///< By operation; never iterated.
};

/// A whole origin: where reads and writes of a class go.
struct Origin {
  std::string name;
  const OriginNode* plan = nullptr;
  OriginDraws draws;
  Leader* leader = nullptr;
  std::vector<Follower*> followers;

  /// Its nodes know the particulars of what they have; keys of which nothing else is said were there.
  void keep_particulars() const;
  /// The key is not there when the run begins.
  void begin_without(KeyId key) const;
  /// The node that answers this read, if all followers may.
  Node& follower_for(const Read& read) const;
  /// The node nearest to a place; the leader of equals.
  Node& nearest_to(sim::Place place, const sim::Network& network) const;
};

/// The origin as a node uses it for a class.
class OriginPort {
 public:
  /// `origin`: null of a class that has none, whose options ask nothing of it.
  OriginPort(Wire& wire, Node& home, const Origin* origin, const DataClass& data_class)
      : wire_(wire),
        home_(home),
        origin_(origin),
        reader_(origin == nullptr ? nullptr : reader_of(wire, home, *origin, data_class)) {}
  [[nodiscard]] Calling read(const Read& read) const;
  /// Of the leader, whoever answers otherwise; `too_old`: what somebody else has said.
  [[nodiscard]] Calling read_leader(const Read& read, WhyLeader why, const Reply& too_old = {}) const;
  [[nodiscard]] Calling write(const Write& write) const;
  /// Brings the leader what a buffer here had committed, in one message with the others of its batch.
  [[nodiscard]] Calling flush(const Write& write, const Value& committed, std::uint32_t batch) const;
  Leader& leader() const { return *origin_->leader; }
  std::uint16_t followers() const { return static_cast<std::uint16_t>(origin_->followers.size()); }

 private:
  static Node* reader_of(Wire& wire, const Node& home, const Origin& origin, const DataClass& data_class);

  Wire& wire_;
  Node& home_;
  const Origin* origin_;
  Node* reader_;  ///< Null: any of the followers.
};

}  // namespace stalemate::models
