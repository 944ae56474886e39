// An explanation: the causes in numbers, one read, and the life of its key; as a screen, as Markdown, as data.
// Promise: a screen fits a width of 40 columns or more; whoever reads it needs to know nothing of the scenario but its
// title. Source: this project's interface ("explain").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/explain/key_life.hpp"
#include "analysis/explain/pick.hpp"
#include "analysis/explain/story.hpp"

namespace stalemate::analysis::explain {

struct Explanation {
  struct Row {
    std::string strategy;
    std::int64_t stale = 0;     ///< Of the class and key asked for.
    std::int64_t answered = 0;  ///< Of the class asked for.
    std::int64_t matching = 0;  ///< As asked for.
  };
  std::string title;
  std::string file;
  std::string strategy;
  std::uint64_t seed = 1;
  std::string digest;
  std::vector<Row> looked_at;  ///< Every strategy that was run to choose this one; empty: it was named.
  std::string of_class;        ///< Asked for; empty: all.
  std::string of_key;          ///< "price 17"; empty: all.
  std::int64_t answered = 0;   ///< Reads of the class asked for. Those of one key are not counted.
  std::int64_t stale = 0;      ///< Those of the class and key asked for.
  std::int64_t stale_all = 0;  ///< Whatever was asked for.
  std::int64_t phantom = 0;    ///< Phantom reads of the class asked for; they are told by number alone.
  measure::CauseCounts causes{};
  std::string asked;        ///< "price 17, fill-race, from 4:12 on"; empty: all stale reads.
  bool asks_more = false;   ///< For more than a class: no figure of the results counts such reads.
  bool first_from = false;  ///< The first from a moment on, not the oldest.
  std::int64_t matching = 0;
  std::int64_t preferred = 0;  ///< It is the oldest of so many that break their promise; an older one keeps its own.
  std::optional<measure::Cause> picked;  ///< That of the read that is told.
  bool tried = false;                    ///< Whether each actor was left out once.
  std::optional<Story> story;
  std::optional<KeyLife> life;  ///< Asked for.
  std::optional<sim::Instant> around;
  struct Command {
    std::string line;
    std::string what = {};  ///< It shows.
  };
  std::string again;  ///< The command that gives this again.
  std::vector<Command> next;
};

struct View {
  std::int64_t width = 100;
  bool colour = false;
};
std::string screen(const Explanation& explanation, const View& view);
std::string markdown(const Explanation& explanation);
/// "stalemate.explanation/1"
std::string data(const Explanation& explanation);

}  // namespace stalemate::analysis::explain
