// Buses and logs in words.
#include "analysis/load/describe_words.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::options::write_duration;

namespace {

std::string words_for_log(const models::BusNode& bus) {
  const models::LogPlan& log = *bus.log;
  const std::string partitions = std::to_string(log.partitions) + (log.partitions == 1 ? " partition" : " partitions");
  std::string text = "a log of " + partitions + ", readable after " + bus.delay.describe() +
                     ", tells each copy in order, up to " + std::to_string(log.batch) +
                     " at once, and again after " + write_duration(log.retry) + " until it is acknowledged";
  if (log.keeps > 0) text += ", keeps " + std::to_string(log.keeps) + " for each copy";
  return text;
}

}  // namespace

std::string words_for_bus(const models::BusNode& bus) {
  if (bus.log) return words_for_log(bus);
  std::string text = "a bus, delivers after " + bus.delay.describe() + ", at most once";
  if (bus.loss > 0) text += ", loses " + percent(bus.loss);
  if (bus.duplicates > 0) text += ", delivers " + percent(bus.duplicates) + " twice";
  if (bus.backlog > 0) text += ", loses what comes while " + std::to_string(bus.backlog) + " wait for a copy";
  return text + words_for(bus.reorder);
}

}  // namespace stalemate::analysis::load
