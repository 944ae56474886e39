// The steps of a load's requests: which class, how many keys, one by one, all at once or in one message.
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
  StepReader(const Node& node, Draft& draft) : in_(node, draft.diagnostics, draft.notes), draft_(draft) {}

  Step read() {
    const DataClass* data_class = in_.require("reads") == nullptr ? nullptr : class_at(in_, "reads", draft_);
    if (data_class != nullptr) step_.reads = data_class->name;
    if (data_class != nullptr) step_.popularity = data_class->popularity;
    read_count(data_class);
    read_how();
    read_which(data_class);
    in_.finish();
    return std::move(step_);
  }

 private:
  void read_count(const DataClass* data_class) {
    step_.keys = in_.count("keys", std::int64_t{1}, between(std::int64_t{1}, limits::keys_a_step));
    if (data_class != nullptr && step_.keys > data_class->keys)
      in_.error("keys", "is more than the " + std::to_string(data_class->keys) + " keys of " + data_class->name,
                "the keys of a step are distinct");
  }

  void read_how() {
    const auto how = in_.optional_word("how", words::step_hows);
    if (how) step_.how = enumerator<Step::How>(words::step_hows, *how);
    if (!in_.has("how") && step_.keys > 1)
      in_.error("how", "is missing: it moves results several-fold",
                R"(write "serial" (one round trip after the other), "parallel" or "multi-get" (one message))");
  }

  void read_which(const DataClass* data_class) {
    if (const Node* like = in_.get("keys_like")) {
      if (in_.has("key")) in_.error("keys_like", "has no effect beside \"key\"");
      const std::int64_t keys = data_class != nullptr ? data_class->keys : limits::keys;
      step_.popularity = popularity_of(*like, keys, draft_).value_or(step_.popularity);
    }
    const auto key = in_.optional_count("key");
    if (!key) return;
    if (step_.keys > 1) in_.error("key", "is one key, but the step reads " + std::to_string(step_.keys));
    if (data_class != nullptr && *key >= data_class->keys)
      in_.error("key", "is none of the " + std::to_string(data_class->keys) + " keys",
                "they are numbered 0 to " + std::to_string(data_class->keys - 1));
    step_.fixed_key = static_cast<std::uint32_t>(std::min<std::int64_t>(*key, limits::keys));
  }

  Reader in_;
  Draft& draft_;
  Step step_;
};

}  // namespace

void read_request(Reader& in, Load& load, Draft& draft) {
  for (const auto& [key, mend] : useless)
    if (in.has(key)) in.error(key, "has no effect beside \"request\"", mend);
  const auto items = in.optional_array("request");
  const bool is_list = in.get("request")->is(Kind::array);
  if (is_list && items.empty()) in.error("request", "has no step", R"(write at least one, as {"reads": ...})");
  if (items.size() > limits::steps) in.error("request", "has more than " + std::to_string(limits::steps) + " steps");
  for (const Node* item : items) load.request.push_back(StepReader(*item, draft).read());
}

std::string names_of_steps(const Load& load) {
  std::vector<std::string> names;
  for (const Step& step : load.request)
    if (std::find(names.begin(), names.end(), step.reads) == names.end()) names.push_back(step.reads);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 < names.size() ? ", " : " and ") + names[i];
  return text;
}

}  // namespace stalemate::analysis::load
