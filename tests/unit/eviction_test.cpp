// The store and its policies: sequences worked by hand, and random ones against plain reference models.
// Promise: a case names the papers' behaviour in one sentence; the random cases compare every step.
// Source: the papers named in the policies' own headers.
#include <algorithm>
#include <catch2/catch.hpp>
#include <list>
#include <map>
#include <string>
#include <vector>
#include "tests/unit/eviction_stores.hpp"

namespace stalemate::models::eviction {
namespace {

struct Number {
  std::int64_t value = 0;
};

TEST_CASE("LRU evicts by the last use") {
  Cache cache("lru", 3);
  CHECK(cache.run("abc a d").take_evicted() == "b");
  CHECK(cache.run("c e f").take_evicted() == "ad");
  CHECK(cache.run("-c g h").take_evicted() == "e");
}

TEST_CASE("FIFO evicts by the first use, whatever was used since") {
  Cache cache("fifo", 3);
  CHECK(cache.run("abc aaa d").take_evicted() == "a");
  CHECK(cache.run("b e f").take_evicted() == "bc");
}

TEST_CASE("CLOCK gives a used object one more round") {
  Cache cache("clock", 3);
  CHECK(cache.run("abc a d").take_evicted() == "b");  // a goes round; the queue is now c a d, oldest first
  CHECK(cache.run("e f").take_evicted() == "ca");
}

TEST_CASE("CLOCK with two bits gives up to three rounds") {
  auto two = policy("clock", 2, {{"bits", std::int64_t{2}}});
  Store<NoPayload> store(Capacity::objects(2), std::move(two));
  std::vector<Key> evicted;
  const auto note = [&](Slot slot) { evicted.push_back(store.key_of(slot)); };
  store.insert(1, 1, note);
  for (int i = 0; i < 9; ++i) store.touch(store.find(1));
  for (Key key = 2; key < 7; ++key) store.insert(key, 1, note);
  CHECK(evicted == std::vector<Key>{2, 3, 4, 1});  // three insertions are survived, the fourth is not
}

TEST_CASE("SIEVE leaves retained objects in place and walks on from where it stood") {
  // The paper's figure: A..G with A, B and G visited, the hand at the tail; inserting H evicts C.
  Cache cache("sieve", 7);
  cache.run("ABCDEFG A B G H");
  CHECK(cache.take_evicted() == "C");
  CHECK(cache.run("D I").take_evicted() == "E");  // D is visited and spared; B and A are not looked at again
  CHECK(cache.run("A J").take_evicted() == "F");
  CHECK(cache.run("K").take_evicted() == "H");  // G loses its bit; H is new and unvisited, and goes early
}

TEST_CASE("SIEVE's hand survives the deletion of the object it stands on") {
  Cache cache("sieve", 4);
  CHECK(cache.run("abcd a e").take_evicted() == "b");  // the hand now stands on c
  CHECK(cache.run("-c f g").take_evicted() == "d");
  CHECK(cache.run("-e -f -g -a").store().size() == 0);
  CHECK(cache.run("vwxyz").take_evicted() == "v");
}

TEST_CASE("S3-FIFO drops what is used once, and a ghost that returns enters the main queue") {
  Cache cache("s3-fifo", 10);  // small 1, main 9, ghost 9
  CHECK(cache.run("abcdefghij k").take_evicted() == "a");
  CHECK(cache.run("a").take_evicted() == "b");  // a was a ghost: it is in main now
  CHECK(cache.run("lmnopqrstu").take_evicted() == "cdefghijkl");
  CHECK(cache.holds('a'));
}

TEST_CASE("S3-FIFO promotes after two uses, not after one") {
  Cache cache("s3-fifo", 10);
  CHECK(cache.run("abcdefghij a bb k").take_evicted() == "a");
  CHECK(cache.run("lmnopqrst").take_evicted() == "cdefghijk");
  CHECK(cache.holds('b'));
}

TEST_CASE("S3-FIFO empties a main queue above its share, sparing what was used") {
  Cache cache("s3-fifo", 4);  // small 0, main 4, ghost 3
  cache.run("abcd aabbccdd e");
  CHECK(cache.take_evicted() == "a");  // all four were promoted with a count of 0; the oldest leaves
  CHECK(cache.run("bb f").take_evicted() == "e");
}

TEST_CASE("a parameter out of its range makes no policy") {
  CHECK(policy("s3-fifo", 10, {{"small", 1.0}}) == nullptr);
  CHECK(policy("s3-fifo", 10, {{"threshold", std::int64_t{4}}}) == nullptr);
  CHECK(policy("s3-fifo", 10, {{"bits", std::int64_t{0}}}) == nullptr);
  CHECK(policy("clock", 10, {{"bits", std::int64_t{9}}}) == nullptr);
  CHECK(policy("clock", 10, {{"bits", std::int64_t{8}}}) != nullptr);
}

TEST_CASE("an object larger than the store is not admitted and evicts nothing") {
  Store<Number> store(Capacity::bytes(100), policy("lru", 100));
  const auto fail = [](Slot) { FAIL("nothing may leave"); };
  CHECK(store.insert(1, 100, fail) != no_slot);
  CHECK(store.insert(2, 101, fail) == no_slot);
  CHECK(store.find(1) != no_slot);
  CHECK(store.used() == 100);
}

TEST_CASE("a store of bytes evicts until the object fits, and tells of each that goes with its payload") {
  Store<Number> store(Capacity::bytes(100), policy("fifo", 100));
  std::vector<std::int64_t> gone;
  const auto note = [&](Slot slot) { gone.push_back(store.payload(slot).value); };
  for (Key key = 1; key <= 4; ++key)
    store.payload(store.insert(key, 25, note)).value = static_cast<std::int64_t>(key) * 10;
  store.insert(9, 60, note);
  CHECK(gone == std::vector<std::int64_t>{10, 20, 30});
  CHECK(store.used() == 85);
  CHECK(store.size() == 2);
}

TEST_CASE("a key that is stored again is touched, resized, and keeps its payload") {
  Store<Number> store(Capacity::bytes(100), policy("lru", 100));
  std::vector<Key> gone;
  const auto note = [&](Slot slot) { gone.push_back(store.key_of(slot)); };
  for (Key key = 1; key <= 4; ++key) store.insert(key, 25, note);
  store.payload(store.find(1)).value = 7;
  const Slot again = store.insert(1, 60, note);
  REQUIRE(again == store.find(1));
  CHECK(store.payload(again).value == 7);
  CHECK(gone == std::vector<Key>{2, 3});
  CHECK(store.used() == 85);
  CHECK(store.insert(1, 10, note) == again);
  CHECK(store.used() == 35);
  CHECK(store.insert(1, 101, note) == no_slot);  // the old copy must not outlive its replacement
  CHECK(gone == std::vector<Key>{2, 3, 1});
  CHECK(store.used() == 25);
}

TEST_CASE("an unbounded store needs no policy and holds everything") {
  Store<Number> store(Capacity::unbounded(), nullptr);
  for (Key key = 0; key < 100'000; ++key) store.insert(key << 20, 3, [](Slot) { FAIL("nothing may leave"); });
  CHECK(store.size() == 100'000);
  CHECK(store.used() == 300'000);
  for (Key key = 0; key < 100'000; ++key) REQUIRE(store.find(key << 20) != no_slot);
  CHECK(store.find(1) == no_slot);
}

TEST_CASE("a bounded store without a policy is refused") {
  CHECK_THROWS_AS(Store<NoPayload>(Capacity::objects(1), nullptr), sim::InternalError);
}

TEST_CASE("a store of no capacity admits nothing") {
  Store<NoPayload> store(Capacity::objects(0), policy("lru", 0));
  CHECK(store.insert(1, 1, [](Slot) { FAIL("nothing may leave"); }) == no_slot);
}

TEST_CASE("all objects are visited in the order of their slots, and may be removed on the way") {
  Store<NoPayload> store(Capacity::objects(9), policy("sieve", 9));
  const auto ignore = [](Slot) {};
  for (Key key = 1; key <= 6; ++key) store.insert(key, 1, ignore);
  store.remove(store.find(2));
  std::vector<Key> seen;
  store.for_each([&](Slot slot) {
    seen.push_back(store.key_of(slot));
    if (store.key_of(slot) % 2 == 1) store.remove(slot);
  });
  CHECK(seen == std::vector<Key>{1, 3, 4, 5, 6});
  CHECK(store.size() == 2);
}

/// What a store should do, as plainly as it can be said: a list, oldest first.
class Reference {
 public:
  struct Object {
    Key key;
    std::int64_t size;
  };
  Reference(bool moves_on_use, Capacity capacity) : moves_on_use_(moves_on_use), capacity_(capacity) {}

  bool holds(Key key) const { return position(key) != objects_.end(); }
  void use(Key key) {
    const auto at = position(key);
    if (moves_on_use_) objects_.splice(objects_.end(), objects_, at);
  }
  void remove(Key key) { objects_.erase(position(key)); }
  void clear() { objects_.clear(); }
  std::vector<Key> insert(Key key, std::int64_t size) {
    std::vector<Key> gone;
    if (cost(size) > capacity_.amount) return gone;
    while (used() + cost(size) > capacity_.amount) {
      gone.push_back(objects_.front().key);
      objects_.pop_front();
    }
    objects_.push_back({key, size});
    return gone;
  }
  std::int64_t used() const {
    std::int64_t sum = 0;
    for (const Object& object : objects_) sum += cost(object.size);
    return sum;
  }
  std::size_t size() const { return objects_.size(); }

 private:
  std::int64_t cost(std::int64_t size) const { return capacity_.unit == Capacity::Unit::objects ? 1 : size; }
  std::list<Object>::const_iterator position(Key key) const {
    return std::find_if(objects_.begin(), objects_.end(), [&](const Object& object) { return object.key == key; });
  }
  bool moves_on_use_;
  Capacity capacity_;
  std::list<Object> objects_;
};

void compare(const std::string& name, Capacity capacity, std::uint64_t seed) {
  INFO(name << ", seed " << seed);
  sim::Stream bits(seed);
  Reference reference(name == "lru", capacity);
  Store<Number> store(capacity, policy(name, capacity.amount));
  for (int step = 0; step < 4'000; ++step) {
    const Key key = static_cast<Key>(drawn(bits, 60)) * 64;
    const Slot slot = store.find(key);
    REQUIRE((slot != no_slot) == reference.holds(key));
    if (slot == no_slot) {
      const std::int64_t size = drawn(bits, 130);
      std::vector<Key> gone;
      store.insert(key, size, [&](Slot leaving) { gone.push_back(store.key_of(leaving)); });
      REQUIRE(gone == reference.insert(key, size));
    } else if (drawn(bits, 8) == 0) {
      store.remove(slot);
      reference.remove(key);
    } else {
      store.touch(slot);
      reference.use(key);
    }
    if (drawn(bits, 500) == 0) {
      store.clear();
      reference.clear();
    }
    REQUIRE(store.used() == reference.used());
    REQUIRE(store.size() == static_cast<std::int64_t>(reference.size()));
  }
}

TEST_CASE("LRU and FIFO stores do what a plain list does, in objects and in bytes, with deletions and flushes") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    for (const char* name : {"lru", "fifo"}) {
      compare(name, Capacity::objects(20), seed);
      compare(name, Capacity::bytes(1'000), seed);
      compare(name, Capacity::objects(1), seed);
      compare(name, Capacity::bytes(120), seed);
    }
}

/// Any policy: what is held is exactly what was stored and neither evicted nor removed, and never too much.
void check_accounts(const std::string& name, Capacity capacity, std::uint64_t seed) {
  INFO(name << ", seed " << seed);
  sim::Stream bits(seed);
  std::map<Key, std::int64_t> held;
  Store<Number> store(capacity, policy(name, capacity.amount));
  const auto note = [&](Slot leaving) { REQUIRE(held.erase(store.key_of(leaving)) == 1); };
  for (int step = 0; step < 6'000; ++step) {
    const Key key = static_cast<Key>(drawn(bits, 80));
    const Slot slot = store.find(key);
    REQUIRE((slot != no_slot) == (held.count(key) == 1));
    const std::int64_t choice = drawn(bits, 10), size = drawn(bits, 130);
    if (slot != no_slot && choice == 0) {
      store.remove(slot);
      held.erase(key);
    } else if (slot != no_slot && choice < 7) {
      store.touch(slot);
    } else if (store.insert(key, size, note) != no_slot) {
      held[key] = size;
    } else {
      REQUIRE(held.count(key) == 0);
    }
    if (drawn(bits, 1'000) == 0) store.clear(), held.clear();
    std::int64_t bytes = 0, seen = 0;
    for (const auto& [known, known_size] : held) bytes += known_size;
    store.for_each([&](Slot at) { seen += held.at(store.key_of(at)) == store.size_of(at); });
    REQUIRE(seen == static_cast<std::int64_t>(held.size()));
    REQUIRE(store.bytes() == bytes);
    REQUIRE(store.used() <= capacity.amount);
  }
}

TEST_CASE("every registered policy keeps the accounts, through resizes, deletions and flushes") {
  const auto policies = options::options_of(EvictionAxis::name);
  REQUIRE(policies.size() >= 8);
  for (const options::Option* option : policies)
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      check_accounts(option->name, Capacity::objects(25), seed);
      check_accounts(option->name, Capacity::bytes(1'500), seed);
      check_accounts(option->name, Capacity::bytes(125), seed);
      check_accounts(option->name, Capacity::objects(1), seed);
    }
}

}  // namespace
}  // namespace stalemate::models::eviction
