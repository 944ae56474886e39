// guard: leader-after-write. For a time after a session's write its reads go to the leader, past caches and followers.
// Promise: within `time` of an acknowledged write the session reads what the leader has, whichever instance serves it;
// afterwards it may go back behind its own write, where a copy is still older.
// Source: the automatic connection switching of Ruby on Rails (multiple databases: 2 seconds after a write), known as
// pinning to the master too. Departs: caches are passed by as well, and a read that passes them stores nothing there;
// `of` "key" sends only the reads of what was written.
#include "models/axes.hpp"

namespace stalemate::models::strategies::guard {
namespace {

void lead(const options::Values& values, GuardTerms& terms) {
  terms.leader_for = Duration{values.integer("time")};
  terms.leads_class = values.word("of") == "class";
}

const options::Registered<GuardAxis> leader_after_write_option(
    {.axis = {},
     .name = "leader-after-write",
     .promise = "For a time after a session's write its reads go to the leader, past caches and followers.",
     .parameters = {{"time", options::ParameterKind::duration, "2s", "time", "from the write's acknowledgement"},
                    {"of", options::ParameterKind::word, "class", "",
                     "which reads: those of the whole class, or of the key that was written", {"class", "key"}}},
     .guarantees = {options::Guarantee::leader_answers},
     .needs_sessions = true},
    lead);

}  // namespace
}  // namespace stalemate::models::strategies::guard
