#include "models/wire.hpp"

namespace stalemate::models {

std::string_view name_of(Verb verb) {
  constexpr std::string_view names[] = {"get",  "put",   "drop",         "update",        "fetch",    "write_through",
                                        "read", "write", "request_read", "request_write", "replicate",
                                        "publish", "flush", "put_error", "mark", "copy"};
  return names[static_cast<std::size_t>(verb)];
}

bool carries_value(const Message& message) {
  return brings_value(message.verb, Channel::unpacked(message.channel).verb == Verb::update);
}

bool carries_value(const Message& message, const Answer& answer) {
  if (message.verb == Verb::get) return answer.found || answer.has_lapsed;
  return asks_for_value(message.verb) && answer.ok();
}

}  // namespace stalemate::models
