// What a class promises, in words.
#include <vector>
#include "analysis/load/describe_words.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::options::write_duration;

std::string words_for_kept(const models::Promise& promise) {
  return promise.kept >= 1 ? "no read misses what was lost."
                           : "at least " + percent(promise.kept) + " of the reads do not miss what was lost.";
}

std::string words_for(const models::Promise& promise) {
  std::vector<std::string> parts;
  if (promise.max_age) {
    const std::string whole = promise.share == 1 ? "no read" : "for " + percent(promise.share) + " of reads, none";
    parts.push_back(whole + " older than " + write_duration(*promise.max_age));
  }
  if (promise.read_your_writes) parts.emplace_back(own_writes_words);
  if (promise.monotonic_reads) parts.emplace_back(no_return_words);
  if (parts.empty()) return "none.";
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text + (promise.under_faults ? "." : "; nothing while a fault is in force.");
}

}  // namespace stalemate::analysis::load
