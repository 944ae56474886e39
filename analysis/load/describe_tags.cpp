// Words for tags, and for what a change names by them.
#include "analysis/load/describe_words.hpp"
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

std::string words_for_tags(const models::DataClass& data_class) {
  std::string text;
  for (const models::Tag& tag : data_class.tags)
    text += (text.empty() ? ", tagged with one of " : " and one of ") + std::to_string(tag.count) + " of " + tag.name;
  return text;
}

std::string words_for_named(const models::Policy& policy) {
  using models::options::Named;
  const Named named = announces(policy) || goes_by_generation(policy) ? named_by(policy) : Named::key;
  switch (named) {
    case Named::key: break;
    case Named::tags: return ", with whatever bears a tag of it";
    case Named::everything: return ", with all else that " + policy.cache + " holds";
    case Named::generation: return ", looked up under a generation";
  }
  return "";
}

}  // namespace stalemate::analysis::load
