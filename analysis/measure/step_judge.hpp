// Judges requests of several steps: conservation, how much of each came from caches, latency by that, torn ones.
// Promise: a request is torn when no instant saw all versions that its reads were answered with, by the ledger as it
// stands at the request's end, in event order; reads are judged one by one elsewhere.
// Source: this project's semantics ("Torn read"); read skew (Berenson et al. 1995, A5A).
#pragma once
#include <vector>
#include "analysis/measure/ledger.hpp"
#include "analysis/measure/results.hpp"
#include "sim/facts.hpp"

namespace stalemate::analysis::measure {

class StepJudge {
 public:
  StepJudge(sim::Instant measured_from, const Ledger& ledger) : measured_from_(measured_from), ledger_(ledger) {}

  void begun(const sim::Fact& fact);
  void read_begun(const sim::Fact& fact);
  void read_answered(const sim::Fact& fact) {
    if (!reads_.empty()) answered(fact);
  }
  void read_failed(const sim::Fact& fact) {
    if (!reads_.empty()) take(fact);
  }
  void ended(const sim::Fact& fact);
  /// Of a run that is over.
  WholeRequests finish();

 private:
  struct Answer {
    std::uint32_t key = 0;
    std::uint32_t version = 0;
  };
  struct Request {
    sim::Instant begun;
    std::uint32_t turn = 0;  ///< Of its slot: a read that outlives its request finds another one there.
    bool is_open = false;
    bool is_measured = false;
    std::size_t hits = 0;
    std::vector<Answer> answers = {};
  };
  struct Read {
    std::uint32_t request = 0;
    std::uint32_t turn = 0;
    bool is_open = false;
  };
  Request* take(const sim::Fact& end_of_read);
  void answered(const sim::Fact& fact);
  bool never_lived_together(const std::vector<Answer>& answers) const;
  bool is_torn(const std::vector<Answer>& answers) const;

  sim::Instant measured_from_;
  const Ledger& ledger_;
  std::vector<Request> requests_;  ///< By slot.
  std::vector<Read> reads_;        ///< By slot; empty while no request has several steps.
  WholeRequests result_;
};

}  // namespace stalemate::analysis::measure
