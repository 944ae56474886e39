#include "tests/mutation/mutant.hpp"
#include <algorithm>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include "models/axes.hpp"
#include "models/eviction/policy.hpp"
#include "models/options/registry.hpp"

namespace stalemate::mutation {
namespace {

using models::Parts;
using models::eviction::EvictionAxis;
namespace options = models::options;

template <class Axis>
typename Axis::Make maker(const char* name) {
  return options::maker<Axis>(name);
}

// Where there is no origin, nobody answers.
class NoReader final : public models::Reader {
 public:
  sim::Task<models::Reply> fetch(models::Read) override { co_return models::Reply{models::Status::unreachable}; }
};
std::unique_ptr<models::Reader> nobody_reads(const options::Values&, const Parts&) {
  return std::make_unique<NoReader>();
}

class NoWriter final : public models::Writer {
 public:
  sim::Task<models::Ack> write(models::Write) override { co_return models::Ack{models::Status::unreachable}; }
};
std::unique_ptr<models::Writer> nobody_writes(const options::Values&, const Parts&) {
  return std::make_unique<NoWriter>();
}

std::unique_ptr<models::Reader> past_the_cache(const options::Values& values, const Parts& parts) {
  return maker<models::ReadAxis>("none")(values, parts);
}

std::unique_ptr<models::Writer> tells_nobody(const options::Values& values, const Parts& parts) {
  return maker<models::WriteAxis>("write-around")(values, parts);
}

class Silence final : public models::Carrier {
 public:
  sim::Task<sim::Done> announce(models::Change, models::Verb) override { co_return sim::Done{}; }
};
std::unique_ptr<models::Carrier> silence(const options::Values&, const Parts&) { return std::make_unique<Silence>(); }

std::unique_ptr<models::Carrier> key_alone(const options::Values&, const Parts&) { return nullptr; }

std::unique_ptr<models::Expiry> never(const options::Values& values, sim::StreamKey draws) {
  return maker<models::ExpiryAxis>("none")(values, draws);
}

class NextFiller final : public models::Filler {
 public:
  explicit NextFiller(models::Filler& next) : next_(next) {}
  sim::Task<models::Reply> fill(models::Read read, models::Answer missed) override {
    const models::Reply reply = co_await next_.fill(read, missed);
    co_return reply;
  }

 private:
  models::Filler& next_;
};
std::unique_ptr<models::Filler> next_filler(const options::Values&, const Parts& parts) {
  return std::make_unique<NextFiller>(*parts.filler);
}

std::unique_ptr<models::Fallback> next_fallback(const options::Values&, const Parts& parts) {
  return std::make_unique<models::Fallback>(parts.fallback);
}

std::unique_ptr<models::Fallback> to_the_origin(const options::Values&, const Parts& parts) {
  return maker<models::FallbackAxis>("origin")(options::defaults_of(*options::find_option("fallback", "origin")),
                                               parts);
}

void no_terms(const options::Values&, models::GuardTerms&) {}
void stays_cold(const options::Values&, models::WarmUpTerms&) {}

template <const char* Other>
std::unique_ptr<models::eviction::Policy> evicts_as(const options::Values&, std::int64_t capacity,
                                                    sim::StreamKey draws) {
  const options::Option* other = options::find_option(EvictionAxis::name, Other);
  return maker<EvictionAxis>(Other)(options::defaults_of(*other), capacity, draws);
}
constexpr char fifo[] = "fifo";
constexpr char random_choice[] = "random";

/// What every option of an axis is made into.
template <class Axis>
typename Axis::Make idle(const std::string& option);
template <>
models::ReadAxis::Make idle<models::ReadAxis>(const std::string& option) {
  return option == "cache-only" ? nobody_reads : past_the_cache;
}
template <>
models::WriteAxis::Make idle<models::WriteAxis>(const std::string& option) {
  return option == "cache-only" ? nobody_writes : tells_nobody;
}
template <>
models::CarryAxis::Make idle<models::CarryAxis>(const std::string&) {
  return silence;
}
template <>
models::ExpiryAxis::Make idle<models::ExpiryAxis>(const std::string&) {
  return never;
}
template <>
models::StampedeAxis::Make idle<models::StampedeAxis>(const std::string&) {
  return next_filler;
}
// One that fails at once is what is left when nobody answers: it is idle when it does what is usual. A class
// without an origin has nobody else to ask, and crashes with it.
template <>
models::FallbackAxis::Make idle<models::FallbackAxis>(const std::string& option) {
  return option == "fail-fast" ? to_the_origin : next_fallback;
}
template <>
models::GuardAxis::Make idle<models::GuardAxis>(const std::string&) {
  return no_terms;
}
template <>
models::WarmUpAxis::Make idle<models::WarmUpAxis>(const std::string&) {
  return stays_cold;
}
template <>
EvictionAxis::Make idle<EvictionAxis>(const std::string& option) {
  return option == fifo ? evicts_as<random_choice> : evicts_as<fifo>;
}

/// A value that the option's users are unlikely to have chosen, for a parameter without a default.
options::Values::Value any_value(const options::Parameter& parameter) {
  options::Values::Value value;
  const bool is_duration = parameter.kind == options::ParameterKind::duration;
  const std::string text = is_duration ? "77s" : parameter.kind == options::ParameterKind::ratio ? "77%" : "77";
  if (!options::read_value(parameter, parameter.fallback.empty() ? text : parameter.fallback, value))
    throw std::invalid_argument("parameter " + parameter.key);
  return value;
}

/// Makes an option with one parameter held, whatever is given.
template <class Axis, class Make = typename Axis::Make>
struct Holding;
template <class Axis, class Made, class... Given>
struct Holding<Axis, Made (*)(const options::Values&, Given...)> {
  static inline Made (*original)(const options::Values&, Given...) = nullptr;
  static inline const options::Parameter* held = nullptr;
  static Made make(const options::Values& values, Given... given) {
    if constexpr (std::is_same_v<Axis, EvictionAxis>)  // it refuses what is out of range, which is not what it is for
      if (original(values, given...) == nullptr) return nullptr;
    options::Values with_held;
    for (const auto& [key, value] : values.all()) with_held.set(key, key == held->key ? any_value(*held) : value);
    return original(with_held, std::forward<Given>(given)...);
  }
};

template <class Axis>
void mutate_on(const options::Option& option, const std::string& parameter) {
  const auto& registered = static_cast<const options::Registered<Axis>&>(option);
  if (parameter.empty()) {
    registered.make = idle<Axis>(option.name);
    return;
  }
  Holding<Axis>::original = registered.make;
  for (const options::Parameter& each : option.parameters)
    if (each.key == parameter) Holding<Axis>::held = &each;
  registered.make = Holding<Axis>::make;
}

// What it is for stands in `named` as well, which only another one of its name can say anew.
template <>
void mutate_on<models::NamesAxis>(const options::Option& option, const std::string&) {
  options::Option idle_one = option;
  idle_one.named = options::Named::key;
  static const options::Registered<models::NamesAxis> instead(std::move(idle_one), key_alone);
  std::erase(const_cast<std::vector<const options::Option*>&>(options::all_options()), &option);
}

struct MutableAxis {
  const char* name;
  const char* idle_option;  ///< It does nothing as it is.
  void (*mutate)(const options::Option& option, const std::string& parameter);
};
template <class Axis>
constexpr MutableAxis axis_of(const char* idle_option) {
  return {Axis::name, idle_option, mutate_on<Axis>};
}
constexpr MutableAxis axes[] = {
    axis_of<models::ReadAxis>("none"),     axis_of<models::WriteAxis>("write-around"),
    axis_of<models::CarryAxis>(""),        axis_of<models::NamesAxis>("key"),
    axis_of<models::ExpiryAxis>("none"),   axis_of<models::StampedeAxis>(""),
    axis_of<models::FallbackAxis>(""),     axis_of<models::GuardAxis>("none"),
    axis_of<models::WarmUpAxis>("cold"),   axis_of<EvictionAxis>(""),
};

}  // namespace

std::vector<std::string> mutants() {
  std::vector<std::string> all;
  for (const options::Option* option : options::all_options()) {
    const auto* axis = std::find_if(std::begin(axes), std::end(axes),
                                    [&](const MutableAxis& each) { return each.name == option->axis; });
    if (axis == std::end(axes)) throw std::logic_error("axis " + option->axis + " has no mutants");
    const std::string name = option->axis + "/" + option->name;
    if (option->name != axis->idle_option) all.push_back(name);
    for (const options::Parameter& parameter : option->parameters) all.push_back(name + "." + parameter.key);
  }
  return all;
}

void mutate(const std::string& mutant) {
  const std::vector<std::string> all = mutants();
  if (std::find(all.begin(), all.end(), mutant) == all.end()) throw std::invalid_argument("no mutant " + mutant);
  const auto slash = mutant.find('/');
  const auto dot = mutant.find('.');
  const std::string axis = mutant.substr(0, slash);
  const options::Option& option = *options::find_option(axis, mutant.substr(slash + 1, dot - slash - 1));
  for (const MutableAxis& each : axes)
    if (each.name == axis) each.mutate(option, dot == mutant.npos ? "" : mutant.substr(dot + 1));
}

}  // namespace stalemate::mutation
