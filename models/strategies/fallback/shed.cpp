// fallback: shed. A read that gets no answer from the cache fails if its load has a low priority; the others go to what
// lies behind it.
// Promise: no read below the priority reaches what lies behind; of the others at most `limit` of a class are under way
// at once from one node.
// Source: load shedding by criticality (Beyer et al. 2016, Site Reliability Engineering, chapter 21). Departs: a load
// has one priority, which all its requests keep through every call.
#include "models/axes.hpp"

namespace stalemate::models::strategies::fallback {
namespace {

class Shed final : public Fallback {
 public:
  Shed(const options::Values& values, const Parts& parts)
      : Fallback(parts.fallback),
        wire_(parts.wire),
        home_(parts.home.id),
        least_(priority_named(values.word("below"))),
        others_(options::maker<FallbackAxis>("origin")(values, parts)) {}

  sim::Task<Reply> without_cache(Read read, Reply failed) override {
    const Priority priority = wire_.priorities.of(read.operation);
    if (priority < least_) {
      wire_.emit(FactKind::shed, {.operation = number(read.operation),
                                  .key = index(read.key),
                                  .node = index(home_),
                                  .outcome = ShedAs{priority}.packed()});
      co_return Reply{.status = Status::shed};
    }
    const Reply reply = co_await others_->without_cache(read, failed);
    co_return reply;
  }

 private:
  Wire& wire_;
  NodeId home_;
  Priority least_;  ///< That is served.
  std::unique_ptr<Fallback> others_;
};

std::unique_ptr<Fallback> make_shed(const options::Values& values, const Parts& parts) {
  return std::make_unique<Shed>(values, parts);
}

const options::Registered<FallbackAxis> shed_option(
    {.axis = {},
     .name = "shed",
     .promise = "A read that gets no answer from the cache fails if its load has a low priority; the others go on.",
     .parameters = {{"below", options::ParameterKind::word, "normal", "",
                     "reads of loads of a lower priority fail at once", {"normal", "critical"}},
                    {"limit", options::ParameterKind::count, "0", "",
                     "of the others, under way at once from one node; one more is shed; 0: no limit"}},
     .guarantees = {options::Guarantee::held_back},
     .needs_priorities = true,
     .answers_for = options::Failed::cache},
    make_shed);

}  // namespace
}  // namespace stalemate::models::strategies::fallback
