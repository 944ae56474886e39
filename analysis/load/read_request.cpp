// The steps of a load's requests: which class, read or written, how many keys, one by one, all at once or in one
// message; one after the other, or several at once.
#include <algorithm>
#include <utility>
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::DataClass;
using models::Load;
using models::Step;

namespace {

constexpr const char* in_a_step = "write it in the step that it concerns";
constexpr const char* in_a_load = "make a load of its own for it";

// What concerns a request of one key.
constexpr std::pair<const char*, const char*> useless[] = {{"reads", in_a_step},       {"key", in_a_step},
                                                           {"keys_like", in_a_step},   {"writes", in_a_load},
                                                           {"write_share", in_a_load}, {"trace", in_a_load},
                                                           {"deletes", in_a_load}};

class StepReader {
 public:
  StepReader(const Node& node, const std::vector<Step>& before, Draft& draft)
      : in_(node, draft.diagnostics, draft.notes), before_(before), draft_(draft) {}

  Step read() {
    const DataClass* data_class = read_class();
    if (data_class != nullptr) step_.popularity = data_class->popularity;
    read_count(data_class);
    read_how();
    if (in_.has("keys_of")) read_keys_of(data_class);
    else read_which(data_class);
    in_.finish();
    return std::move(step_);
  }

 private:
  const DataClass* read_class() {
    const bool writes = in_.has("writes");
    if (writes && in_.has("reads")) in_.error("writes", "stands beside \"reads\"", "make two steps of them");
    if (!writes && in_.require("reads") == nullptr) return nullptr;
    const DataClass* data_class = class_at(in_, writes ? "writes" : "reads", draft_);
    if (data_class != nullptr) (writes ? step_.writes : step_.reads) = data_class->name;
    return data_class;
  }

  // The nearest step before it that asks for that class.
  void read_keys_of(const DataClass* data_class) {
    for (const char* key : {"key", "keys_like", "keys"})
      if (in_.has(key)) in_.error(key, "has no effect beside \"keys_of\"");
    const DataClass* other = class_at(in_, "keys_of", draft_);
    if (other == nullptr || data_class == nullptr) return;
    const auto is_of_it = [&](const Step& step) { return step.data_class() == other->name; };
    const auto found = std::find_if(before_.rbegin(), before_.rend(), is_of_it);
    if (found == before_.rend())
      return in_.error("keys_of", "no step before this one asks for " + in_quotes(other->name),
                       "name the class of one that does");
    if (other->keys != data_class->keys)
      return in_.error("keys_of", in_quotes(other->name) + " has " + std::to_string(other->keys) + " keys, " +
                                      in_quotes(data_class->name) + " " + std::to_string(data_class->keys),
                       "they belong together by their numbers: give both as many");
    step_.keys_of = static_cast<std::size_t>(before_.rend() - found) - 1;
    step_.keys = found->keys;
  }

  void read_count(const DataClass* data_class) {
    step_.keys = in_.count("keys", std::int64_t{1}, between(std::int64_t{1}, limits::keys_a_step));
    if (data_class != nullptr && step_.keys > data_class->keys)
      in_.error("keys", "is more than the " + std::to_string(data_class->keys) + " keys of " + data_class->name,
                "the keys of a step are distinct");
  }

  void read_how() {
    const auto how = in_.optional_word("how", words::step_hows);
    if (how) step_.how = enumerator<Step::How>(words::step_hows, *how);
    if (in_.has("writes") && how == "multi-get")
      in_.error("how", "reads: each write is a message of its own", R"(write "serial" or "parallel")");
    if (!in_.has("how") && step_.keys > 1)
      in_.error("how", "is missing: it moves results several-fold",
                R"(write "serial" (one round trip after the other), "parallel" or "multi-get" (one message))");
  }

  void read_which(const DataClass* data_class) {
    const Node* like = in_.get("keys_like");
    if (like != nullptr && in_.has("key")) in_.error("keys_like", "has no effect beside \"key\"");
    const bool is_as_read = like != nullptr && in_.has("writes") && like->is(Kind::text) && like->text == "reads";
    if (like == nullptr && in_.has("writes") && !in_.has("key")) in_.note_assumed("keys_like", "reads");
    if (like != nullptr && !is_as_read) {
      const std::int64_t keys = data_class != nullptr ? data_class->keys : limits::keys;
      step_.popularity = popularity_of(*like, keys, draft_).value_or(step_.popularity);
    }
    const auto key = in_.optional_count("key");
    if (!key) return;
    if (step_.keys > 1) in_.error("key", "is one key, but the step has " + std::to_string(step_.keys));
    if (data_class != nullptr && *key >= data_class->keys)
      in_.error("key", "is none of the " + std::to_string(data_class->keys) + " keys",
                "they are numbered 0 to " + std::to_string(data_class->keys - 1));
    step_.fixed_key = static_cast<std::uint32_t>(std::min<std::int64_t>(*key, limits::keys));
  }

  Reader in_;
  const std::vector<Step>& before_;
  Draft& draft_;
  Step step_;
};

// A list among the steps: those in it begin together.
void read_steps_at_once(const Node& list, Load& load, Draft& draft) {
  if (list.items.size() < 2)
    draft.diagnostics.error(list.place, list.path, "lists fewer than two steps",
                            "steps in a list of their own begin together");
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    Step step = StepReader(list.items[i], load.request, draft).read();
    step.is_beside = i > 0;
    load.request.push_back(std::move(step));
  }
}

}  // namespace

void read_request(Reader& in, Load& load, Draft& draft) {
  for (const auto& [key, mend] : useless)
    if (in.has(key)) in.error(key, "has no effect beside \"request\"", mend);
  const auto items = in.optional_array("request");
  const bool is_list = in.get("request")->is(Kind::array);
  if (is_list && items.empty()) in.error("request", "has no step", R"(write at least one, as {"reads": ...})");
  for (const Node* item : items) {
    if (item->is(Kind::array)) read_steps_at_once(*item, load, draft);
    else load.request.push_back(StepReader(*item, load.request, draft).read());
  }
  if (load.request.size() > limits::steps)
    in.error("request", "has more than " + std::to_string(limits::steps) + " steps");
}

std::string names_of_steps(const Load& load) {
  std::vector<std::string> names;
  for (const Step& step : load.request)
    if (std::find(names.begin(), names.end(), step.data_class()) == names.end()) names.push_back(step.data_class());
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 < names.size() ? ", " : " and ") + names[i];
  return text;
}

}  // namespace stalemate::analysis::load
