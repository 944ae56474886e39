// What a load's caller does about failure: timeout, retries and their budget, circuit breaker, hedged reads.
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::Load;
using sim::Duration;

namespace {

/// `is_idle`: no attempt is made but the first.
void read_budget(Reader& in, models::Retries& retries, bool is_idle) {
  retries.budget = in.optional_ratio("budget", above_to(0.0, 1.0));
  retries.reserve = in.count("reserve", retries.reserve, between(std::int64_t{1}, limits::option_count));
  if (!in.has("budget")) {
    if (in.has("reserve")) in.error("reserve", "has no effect without \"budget\"");
  } else if (is_idle) {
    in.error("budget", "has no effect: no attempt is made but the first", "write a \"max\" above 0");
  }
}

void read_backoff(Reader& in, Load& load, bool has_hedge) {
  models::Retries& retries = load.retries;
  in.require("max");
  const auto max = in.optional_count("max", between(std::int64_t{0}, limits::retries));
  retries.max = max.value_or(0);
  const std::string kind = in.word("backoff", words::backoffs, "fixed");
  retries.kind = enumerator<models::Retries::Backoff>(words::backoffs, kind);
  const bool grows = retries.kind != models::Retries::Backoff::fixed;
  retries.base = grows ? in.duration("base", some_duration()) : in.duration("base", Duration{}, any_duration());
  retries.cap = in.duration("cap", retries.cap, some_duration());
  if (retries.cap < retries.base) in.error("cap", "lies below base");
  if (!grows && in.has("cap")) in.error("cap", "has no effect on a fixed pause");
  read_budget(in, retries, max == 0 && !has_hedge);
  in.finish();
}

void read_retries(Reader& in, Load& load, Draft& draft) {
  const Node* retries = in.get("retries");
  if (retries == nullptr) return;
  if (retries->is(Kind::object) && retries->get("value") == nullptr) {
    Reader whole(*retries, draft.diagnostics, draft.notes);
    return read_backoff(whole, load, in.has("hedge"));
  }
  load.retries.max = in.count("retries", std::int64_t{0}, between(std::int64_t{0}, limits::retries));
}

void read_breaker(Reader& in, Load& load) {
  auto whole = in.optional_object("breaker");
  if (!whole) return;
  models::CircuitBreaker& breaker = load.breaker.emplace();
  const auto some = between(std::int64_t{1}, limits::option_count);
  breaker.failures = whole->count("failures", some);
  breaker.of = whole->count("of", breaker.failures, some);
  breaker.open = whole->duration("open", some_duration());
  if (breaker.of < breaker.failures)
    whole->error("of", "lies below failures: no " + std::to_string(breaker.of) + " attempts have so many");
  whole->finish();
}

void warn_of_one_instance(Reader& in, const Load& load, const Draft& draft) {
  const models::NodeSpec* service = find_node(draft.blueprint, service_of(load));
  if (service == nullptr || service->kind != models::NodeSpec::Kind::service || service->service.instances > 1) return;
  in.warning("hedge", "asks the same instance again: " + in_quotes(service->name) + " has one",
             "give it \"instances\" above 1");
}

void read_hedge(Reader& in, Load& load, const Draft& draft) {
  auto whole = in.optional_object("hedge");
  if (!whole) return;
  const Duration after = whole->duration("after", some_duration());
  whole->finish();
  load.hedge_after = after;
  if (!in.has("reads") && !in.has("request")) return in.error("hedge", "has no effect: writes are not hedged");
  if (load.timeout && after >= *load.timeout) {
    return whole->error("after", "has no effect: an attempt is given up after " +
                                     models::options::write_duration(*load.timeout),
                        "write a time below \"timeout\"");
  }
  if (after.ns > 0) warn_of_one_instance(in, load, draft);
}

}  // namespace

void read_attempts(Reader& in, Load& load, Draft& draft) {
  load.timeout = in.optional_duration("timeout", some_duration());
  read_retries(in, load, draft);
  read_breaker(in, load);
  read_hedge(in, load, draft);
}

}  // namespace stalemate::analysis::load
