#include "analysis/store/sweep_store.hpp"
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <unistd.h>
#include <filesystem>
#include "analysis/store/sweep_schema.hpp"

namespace stalemate::analysis::store {

struct SweepStore::Connection {
  explicit Connection(const std::string& path, int flags) : database(path, flags) {}
  SQLite::Database database;
  std::optional<SQLite::Statement> insert = {};  // before the database goes
};

namespace {

StoreError error_of(const SQLite::Exception& error) {
  using Kind = StoreError::Kind;
  switch (error.getErrorCode()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {Kind::in_use, "is in use by another process"};
    case SQLITE_NOTADB: return {Kind::foreign, "is no store of a sweep"};
    case SQLITE_CORRUPT: return {Kind::damaged, std::string("is damaged: ") + error.getErrorStr()};
    default: return {Kind::machine, error.getErrorStr()};
  }
}

/// What was killed has to be put in order before it can be read.
bool is_writable(const std::string& path) {
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  return ::access(path.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0;
}

/// Takes the file for this process alone until it is closed.
void take_hold(SQLite::Database& database) {
  database.exec("PRAGMA locking_mode = EXCLUSIVE");
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = NORMAL");
  database.exec("BEGIN IMMEDIATE; COMMIT");
}

std::string text_in(SQLite::Statement& row, int column) { return row.getColumn(column).getString(); }

std::string fact_in(const SQLite::Database& database, const char* name) {
  SQLite::Statement found(database, "SELECT value FROM meta WHERE name = ?");
  found.bind(1, name);
  return found.executeStep() ? text_in(found, 0) : "";
}

/// None: what is said is no part of a whole.
std::optional<sweep::Shard> shard_in(const SQLite::Database& database) {
  const std::string text = fact_in(database, "shard");
  return text.empty() ? std::optional(sweep::Shard{}) : sweep::Shard::read(text);
}

/// Of a row that begins with number, point, strategy and seed: whether they say the same.
bool is_in_its_place(SQLite::Statement& row, const SweepFacts& facts) {
  const std::int64_t number = row.getColumn(0).getInt64();
  if (number < 0 || number >= facts.numbers().size()) return false;
  const sweep::RunPlace place = facts.numbers().place_of(number);
  return row.getColumn(1).getInt64() == place.point && row.getColumn(2).getInt64() == place.strategy &&
         row.getColumn(3).getInt64() == static_cast<std::int64_t>(facts.first_seed) + place.seed;
}

void bind_run(SQLite::Statement& insert, const StoredRun& run, const SweepFacts& facts) {
  const sweep::RunPlace place = facts.numbers().place_of(run.number);
  insert.bind(1, static_cast<std::int64_t>(run.number));
  insert.bind(2, static_cast<std::int64_t>(place.point));
  insert.bind(3, static_cast<std::int64_t>(place.strategy));
  insert.bind(4, static_cast<std::int64_t>(facts.first_seed) + place.seed);
  insert.bind(5, run.digest);
  if (run.held) insert.bind(6, static_cast<std::int32_t>(*run.held));
  else insert.bind(6);
  insert.bind(7, run.figures);
}

}  // namespace

SweepStore::SweepStore(std::string path, std::unique_ptr<Connection> connection, SweepFacts facts, sweep::Shard shard)
    : path_(std::move(path)), connection_(std::move(connection)), facts_(std::move(facts)), shard_(shard) {}
SweepStore::SweepStore(SweepStore&&) noexcept = default;
SweepStore::~SweepStore() = default;

std::variant<SweepStore, StoreError> SweepStore::create(const std::string& path, SweepFacts facts,
                                                        sweep::Shard shard) try {
  auto connection = std::make_unique<Connection>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  take_hold(connection->database);
  SQLite::Transaction whole(connection->database);
  write_schema(connection->database, facts, shard);
  whole.commit();
  return SweepStore(path, std::move(connection), std::move(facts), shard);
} catch (const SQLite::Exception& error) {
  return error_of(error);
}

std::variant<std::optional<SweepStore>, StoreError> SweepStore::open(const std::string& path, bool to_write) try {
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return StoreError{StoreError::Kind::machine, "it is no file"};
  const bool may_write = to_write || is_writable(path);
  auto connection = std::make_unique<Connection>(path, may_write ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY);
  SQLite::Database& database = connection->database;
  if (may_write) database.exec("PRAGMA locking_mode = EXCLUSIVE");  // what a kill left is read without shared memory
  const int application = database.execAndGet("PRAGMA application_id");
  const int tables = database.execAndGet("SELECT count(*) FROM sqlite_master");
  if (application == 0 && tables == 0) return std::optional<SweepStore>();
  if (application != application_id) return StoreError{StoreError::Kind::foreign, "is no store of a sweep"};
  const int version = database.execAndGet("PRAGMA user_version");
  if (version != schema_version)
    return StoreError{StoreError::Kind::foreign, "is a store of version " + std::to_string(version) +
                                                     ", and this program knows version " +
                                                     std::to_string(schema_version) + " alone"};
  if (to_write) take_hold(database);
  SweepFacts facts = read_schema(database);
  const auto shard = shard_in(database);
  if (!are_sound(facts) || !shard)
    return StoreError{StoreError::Kind::damaged, "is damaged: what it says of its sweep makes none"};
  return std::optional(SweepStore(path, std::move(connection), std::move(facts), *shard));
} catch (const SQLite::Exception& error) {
  return error_of(error);
}

std::variant<std::vector<bool>, StoreError> SweepStore::present() const try {
  std::vector<bool> present(static_cast<std::size_t>(facts_.numbers().size()), false);
  SQLite::Statement all(connection_->database, "SELECT number, point, strategy, seed FROM run");
  while (all.executeStep()) {
    if (!is_in_its_place(all, facts_)) return unreadable_run();
    present[static_cast<std::size_t>(all.getColumn(0).getInt64())] = true;
  }
  return present;
} catch (const SQLite::Exception& error) {
  return error_of(error);
}

std::optional<StoreError> SweepStore::extend(SweepFacts facts) try {
  SQLite::Transaction whole(connection_->database);
  extend_schema(connection_->database, facts, shard_, facts_.points.size());
  whole.commit();
  facts_ = std::move(facts);
  return std::nullopt;
} catch (const SQLite::Exception& error) {
  return error_of(error);
}

std::optional<StoreError> SweepStore::add(const std::vector<StoredRun>& runs) try {
  if (!connection_->insert)
    connection_->insert.emplace(connection_->database, "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?)");
  SQLite::Transaction whole(connection_->database);
  for (const StoredRun& run : runs) {
    bind_run(*connection_->insert, run, facts_);
    connection_->insert->exec();
    connection_->insert->reset();
  }
  whole.commit();
  return std::nullopt;
} catch (const SQLite::Exception& error) {
  return error_of(error);
}

std::optional<StoreError> SweepStore::each_run(const std::function<void(const StoredRun&)>& hear) const try {
  SQLite::Statement all(connection_->database,
                        "SELECT number, point, strategy, seed, digest, held, figures FROM run ORDER BY number");
  while (all.executeStep()) {
    if (!is_in_its_place(all, facts_)) return unreadable_run();
    const auto held = all.getColumn(5);
    hear({all.getColumn(0).getInt64(), text_in(all, 4),
          held.isNull() ? std::nullopt : std::optional(held.getInt() != 0), text_in(all, 6)});
  }
  return std::nullopt;
} catch (const SQLite::Exception& error) {
  return error_of(error);
}

std::optional<StoreError> SweepStore::close() try {
  connection_->insert.reset();
  connection_->database.exec("PRAGMA journal_mode = DELETE");
  connection_.reset();  // only then the journal goes
  return std::nullopt;
} catch (const SQLite::Exception& error) {
  return error_of(error);
}

}  // namespace stalemate::analysis::store
