#include "analysis/cli/help_text.hpp"
#include "analysis/load/what_if.hpp"
#include "analysis/traces/formats.hpp"

namespace stalemate::analysis::cli {

const char* const general_help =
    R"(stalemate: how stale, and how loaded, a backend's caches make it

Everyday
  new FILE --like shop      a commented scenario to start from; alone, it lists what there is
  check FILE...             every error of a scenario at once
  describe FILE             the system read back in plain sentences, with what was assumed
  run FILE                  every strategy side by side, and an answer
                            e.g. stalemate run lost-delete --seeds 20 -o report.html
  compare FILE              run --seeds 20
  explain FILE [STRATEGY]   why reads were stale: causes in numbers, then one read step by step
                            e.g. stalemate explain lost-delete delete -o story.svg
  review FILE               a design review: what the file states, what runs of it show, what to ask next
                            e.g. stalemate review seven-faults -o review.html

Advanced
  replay TRACE              a recorded trace through caches, or as the requests of a scenario
                            e.g. stalemate replay trace.bin --all --capacity 64MiB --capacity 10000
  sensitivity FILE          which guess flips the decision, and at what value
  diff BEFORE AFTER         what moved between two results, or two scenarios, and whether that is shown
  report STORE              what a sweep (run --vary, or -o x.db) has shown so far; or the scenario in a page
  merge STORE... -o WHOLE   the parts of a sweep that several machines made (run --shard I/N)
  list WHAT                 strategies, templates, library, metrics or faults
  schema                    the JSON Schema of a scenario, for editors
  completion SHELL          what completes this command line in bash, zsh or fish
  man                       the manual page

FILE is a path, the name of a scenario of the library (lost-delete), or - for standard input.
stalemate COMMAND --help says more; --version gives the version.

Exit status: 0 every promise and expectation held, 1 one was broken, 2 the scenario, a trace or the command
line is wrong or names a file that is not there, 3 the machine failed (disk full, unreadable file), 4 a check
of the program itself failed, 130 interrupted by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP: what had finished
and stands by itself is shown as a table, no file is written.
)";

const char* const search_footer =
    "--solve turns one quantity of the scenario, by default from a 64th of what is written to 64 times as much, and\n"
    "tells for each strategy where it keeps every promise and expectation: the largest TTL, the smallest capacity.\n"
    "--find-capacity turns all rates and users together, from a 16th to 16 times as much. Each bound was tried, and\n"
    "so was its neighbour, at most 1 % further, that does not hold. Exit status 1: it holds nowhere.\n"
    "--leave-one-out runs each strategy again without the cache of one class, or without one of its tiers: origin\n"
    "reads saved, stale reads caused.\n\n";

const char* const vary_footer =
    "--vary runs every value of every axis with every other, each strategy and seed: a map, as curves over one axis\n"
    "and as heat maps over two. With -o x.db each run is stored as it ends: killed at any moment it loses the runs in\n"
    "flight alone, and --resume goes on. -o x.csv and x.json have one row a run, x.prom is OpenMetrics. Exit status\n"
    "0: every run was made; with --strict 1 where a cached strategy is not seen to hold at some point.\n\n";

const char* const review_footer =
    "The sheet holds the six points of a caching policy of each class (owner, invalidation, TTL, promise, fallback,\n"
    "alerts: stated, missing, contradicted), who owes what, whether the cache could be removed, the five risks by\n"
    "what runs show as described and under each standard fault, other systems without a cache, who would see an\n"
    "incident, and what to ask next. Every claim stands with the command that shows it. Without -o it is printed as\n"
    "Markdown. It advises: the exit status is 0 when the sheet could be made, whatever it finds.\n\n"
    "Example: stalemate review mine.json -o review.html";

const char* const diff_footer =
    "A scenario is run with the seeds of the results on the other side, two scenarios with 20. Runs of one strategy\n"
    "and seed are a pair. What chooses runs is for scenarios, and refused for two results. Interrupted, it shows\n"
    "nothing.\n\n"
    "Example: stalemate diff before.json after.json --format markdown";

const char* const sensitivity_footer =
    "Each value marked {\"value\": ..., \"guess\": true} is moved to its half and to its double, alone, and the\n"
    "load is nudged by a hundredth. Where the choice becomes another, the value at which it does is looked for.\n"
    "The exit status is that of the system as described; with --strict a guess that flips the decision fails too.\n\n"
    "Example: stalemate sensitivity mine.json --seeds 5";

std::string what_if_footer() {
  std::string text = "Standard faults, each from the middle of what is measured on, alone:\n";
  for (const load::WhatIfFact& fact : load::standard_what_ifs())
    text += "  " + fact.name + ": " + fact.title + ": " + fact.doc + "\n";
  return text +
         "Promises are judged under them, not `expect` and `observed`, which were written for other faults.\n"
         "--what-if standard runs all, and shows strategy x fault: kept or broken, by the worst seed. Its exit status\n"
         "is that of the system as described; with --strict a promise not kept under a standard fault fails too. A\n"
         "single one runs, and ends, like any scenario.\n\n";
}

std::string replay_footer() {
  std::string text = "Formats of traces:\n";
  for (const traces::FormatFact& fact : traces::trace_formats()) text += "  " + fact.name + ": " + fact.doc + "\n";
  return text +
         "Alone, the reads go through each cache, and writes are left out. With --scenario, reads and writes drive\n"
         "its loads at their recorded times, from the first request on. Stamps of whole seconds are spread: the n\n"
         "requests of one second stand at n instants drawn uniformly from it, by --seed, in the order of the file.\n"
         "A time before the latest so far is taken for the latest. What is odd in a trace, broken lines among it, is\n"
         "counted and told with its numbers.\n\n" + what_if_footer() +
         "Example: stalemate replay trace.csv.gz --all --capacity 10000";
}

}  // namespace stalemate::analysis::cli
