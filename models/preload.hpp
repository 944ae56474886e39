// Preloads: a copy that comes up empty fetches the keys that are asked for most, so many at a time.
// Promise: each fetch leaves from where a miss's fill would, by the same controls and guards, and stores in the same
// way; it is no look-up; it ends with its node, or with the copy.
// Source: cache priming of Facebook's cold clusters (Nishtala et al. 2013, 4.3), Fastly's and nginx's cache preloads.
#pragma once
#include <vector>
#include "models/cache.hpp"
#include "models/client.hpp"

namespace stalemate::models {

class Preload final : public WarmUp {
 public:
  struct Plan {
    ClassId data_class{};
    std::size_t behind = 0;  ///< Tiers behind this one.
    WarmUpTerms terms;
    const KeyChooser& keys;
  };
  /// `home`: the node whose fill it would be, with its seats.
  Preload(Wire& wire, CacheShard& copy, Node& home, const Seats& seats, Plan plan, OperationNumbers numbers)
      : wire_(wire), copy_(copy), home_(home), seats_(seats), plan_(plan), numbers_(numbers) {}
  void begin(Comes comes) override;

 private:
  /// One of so many that fetch at once, while it does.
  class Fetching {
   public:
    explicit Fetching(std::int64_t& all) : all_(all) { ++all_; }
    Fetching(const Fetching&) = delete;
    Fetching& operator=(const Fetching&) = delete;
    ~Fetching() { --all_; }

   private:
    std::int64_t& all_;
  };
  sim::Process fetch_on();
  sim::Task<sim::Done> fetch(Read read);
  bool is_of_copy(KeyId key) const;
  const TierSeat& seat() const { return seats_.tier(plan_.data_class, plan_.behind); }
  const Tier& tier() const;

  Wire& wire_;
  CacheShard& copy_;
  Node& home_;
  const Seats& seats_;
  Plan plan_;
  OperationNumbers numbers_;
  std::vector<KeyId> keys_;
  std::size_t next_ = 0;
  std::int64_t fetching_ = 0;
};

}  // namespace stalemate::models
