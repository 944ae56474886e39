#include "models/wire.hpp"

namespace stalemate::models {

std::string_view name_of(Verb verb) {
  constexpr std::string_view names[] = {"get",  "put",   "drop",         "update",        "fetch",    "write_through",
                                        "read", "write", "request_read", "request_write", "replicate",
                                        "publish"};
  return names[static_cast<std::size_t>(verb)];
}

bool carries_value(const Message& message) {
  switch (message.verb) {
    case Verb::put:
    case Verb::update:
    case Verb::write_through:
    case Verb::write:
    case Verb::request_write:
    case Verb::replicate: return true;
    case Verb::publish: return Channel::unpacked(message.channel).verb == Verb::update;
    case Verb::get:
    case Verb::drop:
    case Verb::fetch:
    case Verb::read:
    case Verb::request_read: break;
  }
  return false;
}

bool carries_value(const Message& message, const Answer& answer) {
  if (message.verb == Verb::get) return answer.found;
  const bool reads = message.verb == Verb::fetch || message.verb == Verb::read || message.verb == Verb::request_read;
  return reads && answer.ok();
}

}  // namespace stalemate::models
