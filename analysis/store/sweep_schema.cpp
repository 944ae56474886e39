#include "analysis/store/sweep_schema.hpp"
#include <charconv>
#include <map>

namespace stalemate::analysis::store {
namespace {

constexpr const char* tables = R"(
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (number INTEGER PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE axis (number INTEGER PRIMARY KEY, path TEXT NOT NULL, scale TEXT NOT NULL);
CREATE TABLE strategy (number INTEGER PRIMARY KEY, name TEXT NOT NULL, is_baseline INTEGER NOT NULL);
CREATE TABLE figure (number INTEGER PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE setting (point INTEGER, axis INTEGER, value TEXT NOT NULL, position REAL NOT NULL,
  PRIMARY KEY (point, axis)) WITHOUT ROWID;
CREATE TABLE run (number INTEGER PRIMARY KEY, point INTEGER NOT NULL, strategy INTEGER NOT NULL,
  seed INTEGER NOT NULL, digest TEXT NOT NULL, held INTEGER, figures TEXT NOT NULL);
)";

std::string quoted(const std::string& text, char quote) {
  std::string safe(1, quote);
  for (const char c : text) safe += c == quote ? std::string(2, quote) : std::string(1, c);
  return safe + quote;
}

/// One row a run, with a column for each axis and for the figures that are asked for most.
std::string view_of(const SweepFacts& facts) {
  std::string text = "CREATE VIEW runs AS SELECT run.point";
  for (std::size_t i = 0; i < facts.axes.size(); ++i)
    text += ", (SELECT value FROM setting WHERE setting.point = run.point AND axis = " + std::to_string(i) + ") AS " +
            quoted(facts.axes[i].path, '"');
  text += ", strategy.name AS strategy, run.seed, run.digest, run.held";
  for (const std::string& path : facts.columns)
    text += ", json_extract(run.figures, " + quoted("$." + path, '\'') + ") AS " + quoted(path, '"');
  return text + " FROM run JOIN strategy ON strategy.number = run.strategy";
}

using Meta = std::vector<std::pair<const char*, std::string>>;

Meta meta_of(const SweepFacts& facts) {
  return {{"format", sweep_format},      {"tool", facts.tool},       {"title", facts.title},
          {"question", facts.question},  {"file", facts.file},       {"hash", facts.hash},
          {"command", facts.command},    {"design", facts.design},   {"first_seed", std::to_string(facts.first_seed)},
          {"seeds", std::to_string(facts.seeds)},
          {"points", std::to_string(facts.points.size())}};
}

template <class Row, class Bind>
void insert_all(SQLite::Database& database, const char* query, const std::vector<Row>& rows, Bind bind) {
  SQLite::Statement insert(database, query);
  std::int64_t number = 0;
  for (const Row& row : rows) {
    insert.bind(1, number++);
    bind(insert, row);
    insert.exec();
    insert.reset();
  }
}

void insert_meta(SQLite::Database& database, const SweepFacts& facts, sweep::Shard shard) {
  Meta meta = meta_of(facts);
  if (!shard.is_whole()) meta.emplace_back("shard", shard.text());
  SQLite::Statement insert(database, "INSERT OR REPLACE INTO meta VALUES (?, ?)");
  for (const auto& [name, value] : meta) {
    insert.bind(1, name);
    insert.bind(2, value);
    insert.exec();
    insert.reset();
  }
}

void insert_points(SQLite::Database& database, const SweepFacts& facts, std::size_t first) {
  SQLite::Statement insert(database, "INSERT INTO setting VALUES (?, ?, ?, ?)");
  for (std::size_t point = first; point < facts.points.size(); ++point)
    for (std::size_t axis = 0; axis < facts.axes.size(); ++axis) {
      const load::AxisValue& value = facts.points[point][axis];
      insert.bind(1, static_cast<std::int64_t>(point));
      insert.bind(2, static_cast<std::int64_t>(axis));
      insert.bind(3, value.text);
      insert.bind(4, value.position);
      insert.exec();
      insert.reset();
    }
}

std::string text_at(SQLite::Statement& row, int column) { return row.getColumn(column).getString(); }

template <class Hear>
void each_row(SQLite::Database& database, const char* query, Hear hear) {
  SQLite::Statement rows(database, query);
  while (rows.executeStep()) hear(rows);
}

template <class Number>
Number number_in(const std::string& text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void read_meta(SQLite::Database& database, SweepFacts& facts) {
  std::map<std::string, std::string> meta;
  each_row(database, "SELECT name, value FROM meta", [&](auto& row) { meta[text_at(row, 0)] = text_at(row, 1); });
  facts.tool = meta["tool"];
  facts.title = meta["title"];
  facts.question = meta["question"];
  facts.file = meta["file"];
  facts.hash = meta["hash"];
  facts.command = meta["command"];
  facts.design = meta["design"];
  facts.first_seed = number_in<std::uint64_t>(meta["first_seed"]);
  facts.seeds = number_in<std::int64_t>(meta["seeds"]);
  const auto points = number_in<std::int64_t>(meta["points"]);
  if (points > 0 && points <= sweep::Design::points_at_most) facts.points.resize(static_cast<std::size_t>(points));
}

}  // namespace

void write_schema(SQLite::Database& database, const SweepFacts& facts, sweep::Shard shard) {
  database.exec("PRAGMA application_id = " + std::to_string(application_id));
  database.exec("PRAGMA user_version = " + std::to_string(schema_version));
  database.exec(tables);
  database.exec(view_of(facts));
  insert_meta(database, facts, shard);
  insert_all(database, "INSERT INTO source VALUES (?, ?, ?)", facts.sources, [](auto& insert, const auto& source) {
    insert.bind(2, source.first);
    insert.bind(3, source.second);
  });
  insert_all(database, "INSERT INTO axis VALUES (?, ?, ?)", facts.axes, [](auto& insert, const auto& axis) {
    insert.bind(2, axis.path);
    insert.bind(3, axis.scale);
  });
  insert_all(database, "INSERT INTO strategy VALUES (?, ?, ?)", facts.strategies, [](auto& insert, const auto& each) {
    insert.bind(2, each.name);
    insert.bind(3, static_cast<std::int32_t>(each.is_baseline));
  });
  insert_all(database, "INSERT INTO figure VALUES (?, ?)", facts.columns,
             [](auto& insert, const std::string& path) { insert.bind(2, path); });
  insert_points(database, facts, 0);
}

void extend_schema(SQLite::Database& database, const SweepFacts& facts, sweep::Shard shard, std::size_t points) {
  insert_meta(database, facts, shard);
  insert_points(database, facts, points);
}

SweepFacts read_schema(SQLite::Database& database) {
  SweepFacts facts;
  read_meta(database, facts);
  each_row(database, "SELECT name, text FROM source ORDER BY number",
           [&](auto& row) { facts.sources.emplace_back(text_at(row, 0), text_at(row, 1)); });
  each_row(database, "SELECT path, scale FROM axis ORDER BY number",
           [&](auto& row) { facts.axes.push_back({text_at(row, 0), text_at(row, 1)}); });
  each_row(database, "SELECT name, is_baseline FROM strategy ORDER BY number",
           [&](auto& row) { facts.strategies.push_back({text_at(row, 0), row.getColumn(1).getInt() != 0}); });
  each_row(database, "SELECT path FROM figure ORDER BY number",
           [&](auto& row) { facts.columns.push_back(text_at(row, 0)); });
  each_row(database, "SELECT point, value, position FROM setting ORDER BY point, axis", [&](auto& row) {
    const auto point = static_cast<std::size_t>(row.getColumn(0).getInt64());
    if (point < facts.points.size()) facts.points[point].push_back({text_at(row, 1), row.getColumn(2).getDouble()});
  });
  return facts;
}

}  // namespace stalemate::analysis::store
