// What a checker found: sentences, each with the place in the run.
// Promise: an empty list means that the rule held for every fact it looked at.
// Source: TigerBeetle's checkers (apart from the models, and proven by canaries).
#pragma once
#include <string>
#include <vector>
#include "sim/facts.hpp"

namespace stalemate::tests {

class Violations {
 public:
  void add(std::string sentence) { sentences_.push_back(std::move(sentence)); }
  void add(const sim::Fact& fact, const std::string& sentence) {
    add(sentence + " (at " + std::to_string(fact.at.ns) + " ns, key " + std::to_string(fact.key) + ", node " +
        std::to_string(fact.node) + ", operation " + std::to_string(fact.operation) + ")");
  }
  void add(const Violations& others) {
    sentences_.insert(sentences_.end(), others.sentences_.begin(), others.sentences_.end());
  }

  bool empty() const { return sentences_.empty(); }
  std::size_t size() const { return sentences_.size(); }
  /// Whether some sentence begins with these words.
  bool say(const std::string& words) const {
    for (const std::string& sentence : sentences_)
      if (sentence.compare(0, words.size(), words) == 0) return true;
    return false;
  }
  /// The first few, for a failing test.
  std::string text() const {
    std::string text = std::to_string(sentences_.size()) + " violations";
    for (std::size_t i = 0; i < sentences_.size() && i < 5; ++i) text += "\n  " + sentences_[i];
    return text;
  }

 private:
  std::vector<std::string> sentences_;
};

}  // namespace stalemate::tests
