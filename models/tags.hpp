// Tags: which keys a change names besides the one that was written, since they bear a tag of it.
// Promise: key i of a class bears tag i modulo the number of tags, of each kind that the class declares; a kind of one
// name is the same kind in every class. A key shares its own tags with itself.
// Source: Surrogate-Key of Varnish and Fastly, Cache-Tag of Cloudflare. Departs: the tags of a key do not change.
#pragma once
#include <vector>
#include "models/blueprint.hpp"
#include "models/types.hpp"

namespace stalemate::models {

/// How many keys of a class one tag is borne by at most.
constexpr std::uint32_t keys_a_tag(const Tag& tag, std::uint32_t keys) { return (keys + tag.count - 1) / tag.count; }

class Tags {
 public:
  Tags(const std::vector<DataClass>& classes, const std::vector<std::uint32_t>& first_keys);

  bool share(std::size_t of_a, std::uint32_t a, std::size_t of_b, std::uint32_t b) const;

  /// The keys that have one generation: those with the same tag of the first kind of their class, or all of a class
  /// without tags.
  struct Group {
    std::uint32_t id = 0;  ///< Dense.
    KeyId at{};            ///< The generation is where this key is.
  };
  Group group_of(ClassId data_class, KeyId key) const;

  /// Every key that shares a tag with one of this class, class by class; one that shares several, as often.
  template <class Visit>
  void for_each_sharing(ClassId data_class, KeyId key, Visit&& visit) const {
    const Class& own = classes_[index(data_class)];
    for (const Kind& kind : own.kinds) {
      const std::uint32_t tag = (index(key) - own.first) % kind.count;
      for (const Class& each : classes_)
        if (each.has(kind))
          for (std::uint64_t number = tag; number < each.keys; number += kind.count)
            visit(KeyId{static_cast<std::uint32_t>(each.first + number)});
    }
  }

 private:
  struct Kind {
    std::size_t name = 0;
    std::uint32_t count = 1;
  };
  struct Class {
    std::uint32_t first = 0;
    std::uint32_t keys = 0;
    std::vector<Kind> kinds;
    std::uint32_t first_group = 0;
    std::uint32_t led_by = 0;  ///< The first class whose first kind of tags is that of this one.
    bool has(const Kind& kind) const;
  };
  std::vector<Class> classes_;
};

}  // namespace stalemate::models
