// Traces in a scenario: which file, and how popular its keys are.
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::Arrivals;
using models::Popularity;

namespace {

/// How often each key is read, the hottest first; where the trace tells no reads, how often it is asked for.
std::vector<std::int64_t> counts_of(Arrivals& arrivals) {
  std::vector<std::int64_t> reads, all;
  for (Arrivals::Arrival each; arrivals.next(each);) {
    if (all.size() <= each.key) all.resize(each.key + std::size_t{1}), reads.resize(each.key + std::size_t{1});
    ++all[each.key];
    reads[each.key] += each.does != Arrivals::Does::write;
  }
  const bool has_reads = std::any_of(reads.begin(), reads.end(), [](std::int64_t count) { return count > 0; });
  std::vector<std::int64_t>& counts = has_reads ? reads : all;
  std::erase(counts, 0);
  std::sort(counts.begin(), counts.end(), std::greater<>());
  return std::move(counts);
}

/// Keys that were asked for equally often are one band: its ranks are alike.
std::vector<sim::Bands::Top> bands_of(const std::vector<std::int64_t>& counts) {
  std::int64_t all = 0, up_to = 0;
  for (const std::int64_t count : counts) all += count;
  std::vector<sim::Bands::Top> tops;
  for (std::size_t rank = 0; rank < counts.size(); ++rank) {
    up_to += counts[rank];
    const bool is_last_alike = rank + 1 == counts.size() || counts[rank + 1] != counts[rank];
    if (is_last_alike) tops.push_back({rank + 1, static_cast<double>(up_to) / static_cast<double>(all)});
  }
  return tops;
}

}  // namespace

std::optional<TraceSource> trace_source_of(Reader& in, Draft& draft) {
  const Node& node = *in.get("trace");
  if (!node.is(Kind::object)) {
    const auto file = in.optional_text("trace");
    return file ? std::optional(TraceSource{*file}) : std::nullopt;
  }
  Reader whole(node, draft.diagnostics, draft.notes);
  TraceSource source{whole.text("file")};
  source.format = whole.word("format", words::trace_formats, "");
  if (auto columns = whole.optional_object("columns")) {
    for (const std::string& role : words::trace_columns)
      if (const auto name = columns->optional_text(role)) source.columns.emplace_back(role, *name);
    const auto unit = columns->optional_word("unit", words::time_units);
    if (unit) source.columns.emplace_back("unit", *unit);
    columns->finish();
  }
  whole.finish();
  return source.file.empty() ? std::nullopt : std::optional(source);
}

std::optional<Popularity> popularity_of_trace(Reader& in, std::int64_t keys, Draft& draft) {
  const auto source = trace_source_of(in, draft);
  if (!source) return std::nullopt;
  const auto refuse = [&](const std::string& why) {
    in.error("trace", why);
    return std::nullopt;
  };
  if (!draft.context.open_trace) return refuse("traces cannot be opened here");
  const auto most = static_cast<std::uint32_t>(keys == 0 ? limits::keys : keys);
  const auto arrivals = draft.context.open_trace(*source, most, 0);
  if (arrivals == nullptr) return refuse(in_quotes(source->file) + " cannot be read as a trace");
  Popularity popularity;
  popularity.law = Popularity::Law::empirical;
  popularity.top = bands_of(counts_of(*arrivals));
  popularity.recorded_in = source->file;
  if (popularity.top.empty()) return refuse(in_quotes(source->file) + " asks for no key");
  return popularity;
}

}  // namespace stalemate::analysis::load
