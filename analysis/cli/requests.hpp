// What a command line asks for: one plain struct a command.
// Promise: every field stands for an option that exists, and every option fills one.
// Source: this project's interface ("Commands, in the order of work").
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace stalemate::analysis::cli {

/// Of a CSV trace: "time", "key" ... and the name of the column.
using Columns = std::vector<std::pair<std::string, std::string>>;

/// What is written; standard output has the first four alone.
enum class Format : std::uint8_t { table, json, csv, markdown, html, svg, junit, one_page };

struct NewRequest {
  std::string file;
  std::string like;
};

struct CheckRequest {
  std::vector<std::string> files;
};

struct DescribeRequest {
  std::string file;
  std::vector<std::string> sets;
};

/// A scenario, and what is changed in it for this once.
struct ScenarioChoice {
  std::string file;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> faults;
  bool no_faults = false;
  std::vector<std::string> sets;
  std::string what_if;     ///< A standard fault instead of the scenario's own; empty: none.
  std::string what_if_at;  ///< When it strikes, as typed; empty: in the middle of what is measured.
};

/// All standard faults, side by side; no single one is called so.
inline constexpr const char* every_what_if = "standard";

struct RunRequest : ScenarioChoice {
  std::int64_t seeds = 1;
  std::vector<std::string> strategies;
  bool no_baseline = false;
  int jobs = 0;  ///< 0: as many as there are processors.
  std::vector<std::string> outputs;
  Format format = Format::table;
  bool quiet = false;
  bool strict = false;
  std::string solve;           ///< PATH or PATH=FROM..TO: how far a quantity may be turned; empty: none.
  bool find_capacity = false;  ///< The same of the load.
  bool leave_one_out = false;  ///< What each cached class and tier earns.
  std::vector<std::string> vary = {};  ///< PATH=FROM..TO:log:N and the like, an axis each.
  std::int64_t points = 0;             ///< So many at random instead of the grid; 0: the grid.
  bool resume = false;                 ///< Goes on with a store that is there.
  std::string shard;                   ///< "2/8"; empty: the whole.
  bool open = false;  ///< Shows the page that was written.
  std::string trace;  ///< Not empty: `replay TRACE --scenario FILE`.
  std::string trace_format;
  Columns trace_columns;
};

/// sensitivity FILE
struct SensitivityRequest : RunRequest {};

/// review FILE
struct ReviewRequest : RunRequest {};

/// diff BEFORE AFTER: of `file`, the first, and of this one. `seeds` 0: as many as results have, else as `compare`.
struct DiffRequest : RunRequest {
  DiffRequest() { seeds = 0; }
  std::string after;
};

struct ExplainRequest : ScenarioChoice {
  std::string strategy;  ///< A name or a glob; empty: all. Of several, the one with the most stale reads.
  std::string cause;
  std::string data_class;
  std::optional<std::uint64_t> key;  ///< Within its class.
  std::optional<std::string> at;
  bool quick = false;
  std::vector<std::string> outputs;
  Format format = Format::table;
  bool quiet = false;
};

struct ReplayRequest {
  std::string trace;
  std::string trace_format;  ///< Empty: recognised.
  Columns trace_columns;
  std::vector<std::string> evictions;
  std::vector<std::string> capacities;
  bool all = false;
  int jobs = 0;
  Format format = Format::table;
  bool quiet = false;
};

struct ListRequest {
  std::string topic;
  Format format = Format::table;
};

struct SchemaRequest {};

/// merge PART... -o WHOLE
struct MergeRequest {
  std::vector<std::string> parts;
  std::string output;
};

/// report STORE, or report --extract PAGE
struct ReportRequest {
  std::string store;  ///< Of a sweep; empty: a page is asked for what is in it.
  std::vector<std::string> outputs;
  Format format = Format::table;
  bool strict = false;
  std::string page;
  std::string file;  ///< Which of the texts that the page was made from; empty: the scenario itself.
};

using Request =
    std::variant<NewRequest, CheckRequest, DescribeRequest, RunRequest, SensitivityRequest, ReviewRequest,
                 ExplainRequest, ReplayRequest, ListRequest, SchemaRequest, ReportRequest, DiffRequest, MergeRequest>;

}  // namespace stalemate::analysis::cli
