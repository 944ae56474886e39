#include "models/session.hpp"
#include <algorithm>

namespace stalemate::models {

void Sessions::remember(ClassId id, const GuardTerms& asked) {
  if (asked.floor_of == FloorOf::nothing && asked.leader_for.ns == 0) return;
  any_ = true;
  if (terms_.size() <= index(id)) terms_.resize(index(id) + 1);
  Terms& terms = terms_[index(id)];
  terms.floor_of = std::max(terms.floor_of, asked.floor_of);
  terms.leader_for = std::max(terms.leader_for, asked.leader_for);
  terms.leads_class = terms.leads_class || asked.leads_class;
}

void Sessions::recall(Read& read, Instant now) const {
  const Terms& terms = terms_[index(read.data_class)];
  if (const auto floor = floors_.find(name_of(read.session, index(read.key))); floor != floors_.end())
    read.floor = floor->second;
  const auto& wrote = terms.leads_class ? wrote_class_ : wrote_;
  const auto written = wrote.find(name_of(read.session, terms.leads_class ? index(read.data_class) : index(read.key)));
  const bool is_recent = written != wrote.end() && now < written->second + terms.leader_for;
  if (is_recent) read.to_leader = WhyLeader::recent_write;
}

void Sessions::learn(const Read& read, Stamp stamp) {
  if (terms_[index(read.data_class)].floor_of == FloorOf::writes_and_reads) raise(read.session, read.key, stamp);
}

void Sessions::learn(const Write& write, Stamp stamp, Instant now) {
  const Terms& terms = terms_[index(write.data_class)];
  if (terms.floor_of != FloorOf::nothing) raise(write.session, write.key, stamp);
  if (terms.leader_for.ns == 0) return;
  auto& wrote = terms.leads_class ? wrote_class_ : wrote_;
  wrote[name_of(write.session, terms.leads_class ? index(write.data_class) : index(write.key))] = now;
}

void Sessions::raise(SessionId session, KeyId key, Stamp stamp) {
  Stamp& floor = floors_[name_of(session, index(key))];
  floor = std::max(floor, stamp);
}

}  // namespace stalemate::models
