// Services in words, and what becomes of those who wait.
#include "analysis/load/describe_words.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::options::write_duration;

std::string words_for_shed(bool sheds_lowest) {
  return sheds_lowest ? ", which lets the lowest priority go when it is full" : "";
}

std::string words_for_drop(bool drops_abandoned) {
  return drops_abandoned ? ", whose caller has given up is dropped" : "";
}

std::string words_for_service(const models::ServiceNode& service, const Mark& mark) {
  std::string text = "a service, " + several(service.instances, "instance");
  if (service.instances > 1) text += ", balanced " + words::balancers[static_cast<std::size_t>(service.balancer)];
  const bool works = !service.work.is_constant() || service.work.mean().ns > 0;
  if (works) text += ", works " + service.work.describe() + mark("work") + " on a request";
  if (service.workers == 0) return text + ", no limit of workers";
  text += ", " + several(service.workers, "worker") + " each, queue ";
  text += service.queue_limit < 0
              ? "without limit"
              : "of " + std::to_string(service.queue_limit) + words_for_shed(service.sheds_lowest);
  if (service.queue_timeout) text += ", a request waits at most " + write_duration(*service.queue_timeout);
  return text + words_for_drop(service.drops_abandoned);
}

}  // namespace stalemate::analysis::load
