// replay: a recorded trace through one cache, for its miss ratios: every policy with every capacity.
#include "analysis/traces/replay.hpp"
#include <atomic>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/eviction_words.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/run_output.hpp"
#include "analysis/cli/table.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/cli/trace_arrivals.hpp"
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/visible.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/sweep/workers.hpp"
#include "analysis/traces/formats.hpp"

namespace stalemate::analysis::cli {
namespace {

using Json = nlohmann::ordered_json;
using traces::EvictionSetup;
using traces::ReplayResult;
using traces::TraceError;

constexpr std::chrono::milliseconds between_looks{5};

/// One row of the answer.
struct Replayed {
  EvictionSetup setup;
  std::optional<ReplayResult> result = std::nullopt;
  std::optional<Trouble> why = std::nullopt;
};

Trouble trouble_of(const TraceError& error) {
  return trouble(error.of == TraceError::Of::machine ? Exit::machine : Exit::wrong_input, error.message);
}

void replay_row(const ReplayRequest& request, Replayed& row) {
  auto opened = traces::open_trace(request.trace, {request.trace_format, request.trace_columns});
  if (const auto* error = std::get_if<TraceError>(&opened)) {
    row.why = trouble_of(*error);
    return;
  }
  traces::TraceReader& reader = *std::get<std::unique_ptr<traces::TraceReader>>(opened);
  auto result = traces::replay(reader, row.setup);
  if (const auto* error = std::get_if<TraceError>(&result)) {
    row.why = trouble_of(*error);
  } else {
    row.result = std::move(std::get<ReplayResult>(result));
  }
}

void replay_safely(const ReplayRequest& request, Replayed& row) {
  try {
    replay_row(request, row);
  } catch (const std::bad_alloc&) {
    row.why = trouble(Exit::machine, "out of memory");
  } catch (const std::exception& error) {
    row.why = trouble(Exit::internal, error.what());
  }
}

/// None of nothing.
std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? std::nullopt : std::optional(static_cast<double>(part) / static_cast<double>(whole));
}

std::optional<double> miss_ratio(const ReplayResult& result) { return ratio(result.misses, result.requests); }

std::optional<double> byte_miss_ratio(const ReplayResult& result) {
  return result.facts.has_sizes ? ratio(result.bytes_missed, result.bytes_requested) : std::nullopt;
}

std::string ratio_text(std::optional<double> ratio) { return ratio ? measure::number_text(*ratio) : ""; }
Json ratio_json(std::optional<double> ratio) { return ratio ? Json(measure::rounded(*ratio)) : Json(); }

Table table_of(const ReplayRequest& request, const std::vector<Replayed>& rows) {
  Table table{
      {"eviction", "capacity", "requests", "misses", "miss ratio", "byte miss ratio", "evictions", "not admitted"},
      {},
      1};
  for (const Replayed& row : rows) {
    const ReplayResult& result = *row.result;
    table.rows.push_back({eviction_word(row.setup), capacity_word(row.setup.capacity), std::to_string(result.requests),
                          std::to_string(result.misses), ratio_text(miss_ratio(result)),
                          ratio_text(byte_miss_ratio(result)), std::to_string(result.evictions),
                          std::to_string(result.not_admitted)});
    if (request.format == Format::csv) table.rows.back().push_back(reproduce_command(request, row.setup));
  }
  if (request.format == Format::csv) table.head.emplace_back("reproduce");
  return table;
}

Json json_of(const Replayed& row) {
  const ReplayResult& result = *row.result;
  Json parameters = Json::object();
  for (const auto& [key, value] : row.setup.parameters) parameters[key] = value;
  const bool in_bytes = row.setup.capacity.unit == models::eviction::Capacity::Unit::bytes;
  return {{"eviction", row.setup.policy},
          {"parameters", parameters},
          {"capacity", {{in_bytes ? "bytes" : "entries", row.setup.capacity.amount}}},
          {"requests", result.requests},
          {"writes_left_out", result.writes},
          {"misses", result.misses},
          {"miss_ratio", ratio_json(miss_ratio(result))},
          {"bytes_requested", result.bytes_requested},
          {"bytes_missed", result.bytes_missed},
          {"byte_miss_ratio", ratio_json(byte_miss_ratio(result))},
          {"evictions", result.evictions},
          {"not_admitted", result.not_admitted},
          {"objects_held", result.objects_held},
          {"used_max", result.used_max}};
}

std::string text_of(const ReplayRequest& request, const std::vector<Replayed>& rows) {
  const std::string again = load::visible(reproduce_command(request));
  std::string table = request.format == Format::json ? "" : write_table(table_of(request, rows), request.format);
  if (request.format == Format::csv) return table;
  if (request.format == Format::table) return table + "\nAGAIN   " + again + "\n";
  if (request.format == Format::markdown) return table + page::again_section(again);
  Json json = {{"format", "stalemate.replay/1"},
               {"tool", tool_name()},
               {"trace", request.trace},
               {"reproduce", reproduce_command(request)}};
  json["rows"] = Json::array();
  for (const Replayed& row : rows) json["rows"].push_back(json_of(row));
  json["anomalies"] = Json::array();
  for (const traces::Anomaly& odd : rows.front().result->anomalies)
    json["anomalies"].push_back(
        {{"what", odd.what}, {"count", odd.count}, {"first_record", odd.first_record}, {"records", odd.records}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string warnings_of(const std::string& trace, const ReplayResult& result) {
  std::string text = anomaly_warnings(trace, result.anomalies, result.facts);
  if (result.writes > 0)
    text += "stalemate: warning: " + trace + ": " + std::to_string(result.writes) +
            " writes are left out: a cache alone does not say what a write does to it; --scenario does\n";
  return text;
}

/// Replays all rows on the processors there are.
void replay_all(const ReplayRequest& request, std::vector<Replayed>& rows) {
  watch_interrupts();
  std::atomic<std::int64_t> done = 0;
  const auto all = static_cast<std::int64_t>(rows.size());
  const int threads = request.jobs > 0 ? request.jobs : sweep::usual_workers();
  ProgressLine progress(!request.quiet);
  sweep::Workers workers(all, threads, [&](std::int64_t row) {
    replay_safely(request, rows[static_cast<std::size_t>(row)]);
    ++done;
  });
  for (; done < all && !is_interrupted(); std::this_thread::sleep_for(between_looks))
    progress.show(done, all, "replays");
  if (done < all) {
    progress.clear();
    complain("stalemate: interrupted: nothing is shown\n");
    leave_now(exit_of_interrupt());
  }
  workers.join();
}

std::variant<std::vector<Replayed>, Trouble> rows_of(const ReplayRequest& request) {
  auto setups = eviction_setups(request);
  if (auto* const why = std::get_if<Trouble>(&setups)) return std::move(*why);
  std::vector<Replayed> rows;
  for (EvictionSetup& setup : std::get<std::vector<EvictionSetup>>(setups)) rows.push_back({std::move(setup)});
  return rows;
}

}  // namespace

Exit run_command(const ReplayRequest& request) {
  auto made = rows_of(request);
  if (const auto* why = std::get_if<Trouble>(&made)) return fail(*why);
  auto& rows = std::get<std::vector<Replayed>>(made);
  replay_all(request, rows);
  for (const Replayed& row : rows)
    if (row.why) return fail(*row.why);
  if (!request.quiet) complain(warnings_of(request.trace, *rows.front().result));
  return print_result(text_of(request, rows));
}

}  // namespace stalemate::analysis::cli
