#include "analysis/traces/replay.hpp"
#include <algorithm>
#include <array>

namespace stalemate::analysis::traces {
namespace {

using models::eviction::Capacity;
using models::eviction::EvictionAxis;
using models::eviction::no_slot;
using models::eviction::NoPayload;
using models::eviction::Policy;
using models::eviction::Slot;
using models::eviction::Store;
using models::options::Option;
using models::options::Values;

/// How far ahead of the request in hand the index, and then the slot, are fetched from memory.
constexpr std::size_t index_ahead = 24;
constexpr std::size_t slot_ahead = 8;
constexpr std::size_t batch_size = 512;

class Replayer {
 public:
  Replayer(Capacity capacity, std::unique_ptr<Policy> policy)
      : store_(capacity, going_by(clock_, std::move(policy))) {}

  void run(std::span<const TraceRequest> batch) {
    const std::size_t n = batch.size();
    for (std::size_t i = 0; i < n; ++i) {
      store_.prefetch(batch[std::min(i + index_ahead, n - 1)].object);
      store_.prefetch_slot(batch[std::min(i + slot_ahead, n - 1)].object);
      serve(batch[i]);
    }
  }

  ReplayResult result() const {
    ReplayResult result = counts_;
    result.objects_held = store_.size();
    return result;
  }

 private:
  static std::unique_ptr<Policy> going_by(const sim::Instant& clock, std::unique_ptr<Policy> policy) {
    if (policy) policy->go_by(clock);
    return policy;
  }
  void serve(const TraceRequest& request) {
    clock_ = std::max(clock_, sim::Instant{request.time_ns});  // a trace may step back
    if (request.writes) [[unlikely]] {
      ++counts_.writes;
      return;
    }
    ++counts_.requests;
    counts_.bytes_requested += request.size;
    const Slot slot = store_.find(request.object);
    if (slot != no_slot) return store_.touch(slot);
    ++counts_.misses;
    counts_.bytes_missed += request.size;
    const Slot stored = store_.insert_absent(request.object, request.size, [this](Slot) { ++counts_.evictions; });
    counts_.not_admitted += stored == no_slot;
    counts_.used_max = std::max(counts_.used_max, store_.used());
  }

  sim::Instant clock_;
  Store<NoPayload> store_;
  ReplayResult counts_;
};

std::string names_of_axis() {
  std::string names;
  for (const Option* option : models::options::options_of(EvictionAxis::name))
    names.append(names.empty() ? "" : ", ").append(option->name);
  return names;
}

std::optional<TraceError> read_parameters(const Option& option, const EvictionSetup& setup, Values& values) {
  for (const auto& [key, text] : setup.parameters) {
    const auto known = std::find_if(option.parameters.begin(), option.parameters.end(),
                                    [&key = key](const auto& parameter) { return parameter.key == key; });
    if (known == option.parameters.end())
      return TraceError{"eviction '" + option.name + "' has no parameter '" + key + "'"};
    Values::Value value;
    if (!models::options::read_value(*known, text, value))
      return TraceError{"eviction '" + option.name + "': '" + text + "' is no value of '" + key + "': " + known->doc};
    values.set(key, std::move(value));
  }
  return std::nullopt;
}

std::string ranges_of(const Option& option) {
  std::string ranges;
  for (const auto& parameter : option.parameters) ranges.append("; ").append(parameter.key + ": " + parameter.doc);
  return ranges;
}

std::variant<std::unique_ptr<Policy>, TraceError> make_policy(const EvictionSetup& setup) {
  if (setup.policy.empty() && setup.capacity.unit == Capacity::Unit::unbounded) return std::unique_ptr<Policy>();
  const Option* const option = models::options::find_option(EvictionAxis::name, setup.policy);
  if (option == nullptr) return TraceError{"no eviction '" + setup.policy + "'; there are " + names_of_axis()};
  Values values = models::options::defaults_of(*option);
  if (auto error = read_parameters(*option, setup, values)) return std::move(*error);
  auto policy = models::options::maker<EvictionAxis>(setup.policy)(values, setup.capacity.amount,
                                                                   sim::derive_key(0, setup.policy, "eviction"));
  if (policy == nullptr) return TraceError{"eviction '" + option->name + "': out of range" + ranges_of(*option)};
  return policy;
}

}  // namespace

std::variant<ReplayResult, TraceError> replay(TraceReader& reader, const EvictionSetup& setup) {
  if (setup.capacity.amount < 0) return TraceError{"a capacity cannot be negative"};
  auto made = make_policy(setup);
  if (auto* const error = std::get_if<TraceError>(&made)) return std::move(*error);
  Replayer replayer(setup.capacity, std::move(std::get<std::unique_ptr<Policy>>(made)));
  std::array<TraceRequest, batch_size> batch;
  for (std::size_t got = batch_size; got == batch_size;) {
    got = reader.read(batch);
    if (got > 0 && !reader.facts().has_sizes && setup.capacity.unit == Capacity::Unit::bytes)
      return TraceError{"the trace holds no sizes: give the capacity in entries"};
    replayer.run({batch.data(), got});
  }
  if (auto error = reader.error()) return std::move(*error);
  ReplayResult result = replayer.result();
  result.facts = reader.facts();
  result.anomalies = reader.anomalies();
  return result;
}

}  // namespace stalemate::analysis::traces
