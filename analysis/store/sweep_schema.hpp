// The tables of a sweep's store, and what they say of the sweep itself.
// Promise: nothing in them tells of a clock, a machine or the order of work. Throws SQLite::Exception.
// Source: this project's README ("What a store holds").
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>
#include "analysis/store/sweep_store.hpp"

namespace stalemate::analysis::store {

inline constexpr int application_id = 0x53744c6d;  ///< "StLm", in the file's header.
inline constexpr int schema_version = 1;

/// Into an empty database, within the caller's transaction.
void write_schema(SQLite::Database& database, const SweepFacts& facts, sweep::Shard shard);
/// To what the first so many points of the same sweep have written.
void extend_schema(SQLite::Database& database, const SweepFacts& facts, sweep::Shard shard, std::size_t points);
SweepFacts read_schema(SQLite::Database& database);

}  // namespace stalemate::analysis::store
