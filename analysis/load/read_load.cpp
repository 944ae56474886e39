// Loads: who asks whom for which class, how often, and for which keys.
#include <limits>
#include <set>
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::DataClass;
using models::Load;
using models::NodeSpec;
using sim::Duration;
using sim::Instant;

namespace {

std::string until_end(const models::Blueprint& blueprint) {
  return "the run ends at " + models::options::write_duration(blueprint.duration);
}

/// Reads one load, topic by topic.
class LoadReader {
 public:
  LoadReader(const Node& node, Draft& draft) : in_(node, draft.diagnostics, draft.notes), draft_(draft) {}

  Load read() {
    const std::string name = in_.text("name", "");
    read_ends();
    read_classes();
    read_shape();
    read_span();
    read_keys();
    read_read_back();
    read_attempts(in_, load_, draft_);
    read_priority(in_, load_);
    load_.name = name.empty() ? usual_name() : name;
    in_.finish();
    return std::move(load_);
  }

  /// The class by whose popularity its keys are drawn; empty: they are recorded, fixed, or drawn otherwise.
  std::string drawn_by() const {
    const Node& node = in_.node();
    const bool is_given = !draws_by_class_ || node.get("key") != nullptr || node.get("trace") != nullptr;
    const DataClass* by = reads_ != nullptr ? reads_ : writes_;
    return is_given || by == nullptr ? "" : by->name;
  }

  bool is_named() const { return in_.node().get("name") != nullptr; }
  std::optional<TraceSource> trace() const { return trace_; }
  /// Keys that a trace may name: those of the smaller class.
  std::uint32_t keys() const { return keys_; }

 private:
  models::Blueprint& blueprint() { return draft_.blueprint; }

  void read_ends() {
    const NodeSpec* from = node_at(in_, "from", {NodeSpec::Kind::client, NodeSpec::Kind::service}, draft_);
    if (from != nullptr) load_.from = from->name;
    if (in_.has("to")) {
      const NodeSpec* to = node_at(in_, "to", {NodeSpec::Kind::service}, draft_);
      if (to != nullptr) load_.to = to->name;
    } else if (from != nullptr && from->kind == NodeSpec::Kind::client) {
      in_.error("to", "is missing: a client needs a service to ask");
    }
  }

  bool has_steps() { return in_.has("request"); }

  void read_classes() {
    if (has_steps()) return read_request(in_, load_, draft_);
    reads_ = class_at(in_, "reads", draft_);
    writes_ = class_at(in_, "writes", draft_);
    const bool has_reads = in_.has("reads");
    const bool has_writes = in_.has("writes");
    if (!has_reads && !has_writes) {
      in_.diagnostics().error(in_.node().place, in_.path(), "neither reads nor writes any data");
    }
    if (reads_ != nullptr) load_.reads = reads_->name;
    if (writes_ != nullptr) load_.writes = writes_->name;
    for (const DataClass* data_class : {reads_, writes_}) {
      if (data_class != nullptr) keys_ = std::min(keys_, data_class->keys);
    }
    load_.deletes = in_.ratio("deletes", 0.0);
    if (in_.has("deletes") && !has_writes) in_.error("deletes", "is a share of writes: the load has none");
    if (in_.has("trace")) return;  // which may say what writes: see read_trace
    if (has_after_read()) return read_after_read();
    if (has_reads && has_writes) {
      load_.write_share = in_.ratio("write_share");
    } else if (in_.has("write_share")) {
      in_.error("write_share", "needs both \"reads\" and \"writes\"");
    }
  }

  bool has_after_read() {
    const Node* keys_like = in_.get("keys_like");
    return keys_like != nullptr && keys_like->is(Kind::object) && keys_like->get("after_read") != nullptr;
  }

  // Writes of sessions that have read: they follow the reads, so that there is no share of writes to tell.
  void read_after_read() {
    Reader in(*in_.get("keys_like"), draft_.diagnostics, draft_.notes);
    load_.after_read = in.ratio("after_read", above_to(0.0, 1.0));
    in.finish();
    if (in_.has("write_share")) in_.error("write_share", "has no effect: a write follows an answered read");
    if (!in_.has("reads") || !in_.has("writes")) {
      in_.error("keys_like", "\"after_read\" is for a load that reads and writes: sessions write what they have read",
                "name both \"reads\" and \"writes\"");
    } else if (reads_ != nullptr && writes_ != nullptr && reads_ != writes_) {
      in_.error("writes", "is not the class that is read: a session writes the key that it has read");
    }
  }

  void read_shape() {
    std::vector<std::string> shapes;
    for (const std::string& shape : words::shapes) {
      if (in_.has(shape)) shapes.push_back(shape);
    }
    if (shapes.size() != 1) {
      const std::string wanted = "needs one of " + quoted_list(words::shapes);
      in_.diagnostics().error(in_.node().place, in_.path(), shapes.empty() ? wanted : wanted + ", not several");
    }
    belongs("arrivals", "rate");
    belongs("curve", "rate");
    belongs("grows", "rate");
    if (!load_.after_read) belongs("think", "users");
    if (shapes.size() != 1) return;
    if (shapes[0] == "rate") read_rate();
    if (shapes[0] == "at") read_instants();
    if (shapes[0] == "users") read_users();
    if (shapes[0] == "trace" && !has_steps()) read_trace();
    const bool pauses = load_.after_read && shapes[0] != "users" && in_.has("think");
    if (pauses) load_.think = read_law(in_, "think", "0s", draft_);
  }

  void belongs(const char* key, const char* shape) {
    if (in_.has(key) && !in_.has(shape)) in_.error(key, "belongs to \"" + std::string(shape) + "\"");
  }

  void read_rate() {
    load_.rate_per_s = optional_rate(in_, "rate").value_or(1);
    load_.growth = read_growth(in_, load_.rate_per_s, draft_);
    load_.curve = read_curve(in_, draft_);
    const bool is_constant = in_.word("arrivals", words::arrivals, "poisson") == "constant";
    load_.shape = is_constant ? Load::Shape::constant : Load::Shape::poisson;
  }

  void read_instants() {
    load_.shape = Load::Shape::listed;
    const auto items = in_.optional_array("at");
    if (items.empty() && in_.node().get("at")->is(Kind::array)) in_.error("at", "lists no instant");
    for (const Node* item : items) {
      const auto at = in_.duration_of(*item, any_duration());
      if (!at) continue;
      const auto refuse = [&](const std::string& why) {
        in_.diagnostics().error(item->place, item->path, excerpt(*item) + why);
      };
      if (!load_.at.empty() && Instant{at->ns} < load_.at.back()) refuse(" lies before the instant above it");
      if (is_after_end(*at)) refuse(" lies after the end: " + until_end(blueprint()));
      load_.at.push_back(Instant{at->ns});
    }
    if (in_.has("begins")) in_.error("begins", "has no effect beside \"at\"", "move the instants themselves");
  }

  void read_users() {
    load_.shape = Load::Shape::closed;
    load_.users = in_.count("users", between(std::int64_t{1}, limits::users));
    if (in_.require("think") != nullptr) load_.think = read_law(in_, "think", "0s", draft_);
  }

  void read_trace() {
    load_.shape = Load::Shape::recorded;
    in_.knows("write_share");
    trace_ = trace_source_of(in_, draft_);
    if (!trace_) return;
    if (!draft_.context.open_trace) return in_.error("trace", "traces cannot be opened here");
    const auto arrivals = draft_.context.open_trace(*trace_, keys_, 0);
    if (arrivals == nullptr) return in_.error("trace", in_quotes(trace_->file) + " cannot be read as a trace");
    read_share_beside(*arrivals);
  }

  void read_share_beside(const models::Arrivals& arrivals) {
    const bool has_both = in_.has("reads") && in_.has("writes");
    if (!has_both && in_.has("write_share")) {
      in_.error("write_share", "needs both \"reads\" and \"writes\"");
    } else if (has_both && !arrivals.tells_writes()) {
      load_.write_share = in_.ratio("write_share");  // this trace does not say which of its requests write
    } else if (in_.has("write_share")) {
      in_.error("write_share", "has no effect: the trace says which of its requests write");
    }
  }

  bool is_after_end(Duration at) { return draft_.knows_end && at >= blueprint().duration; }

  void read_span() {
    const auto begins = optional_time(in_, "begins");
    const auto ends = optional_time(in_, "ends");
    load_.begins = Instant{begins.value_or(Duration{}).ns};
    if (ends) load_.ends = Instant{ends->ns};
    if (begins && is_after_end(*begins)) in_.error("begins", "lies after the end: " + until_end(blueprint()));
    if (load_.ends <= load_.begins) in_.error("ends", "does not lie after its beginning");
    load_.sessions = in_.count("sessions", std::int64_t{0}, between(std::int64_t{0}, limits::sessions));
  }

  void read_keys() {
    if (has_steps()) return;
    const DataClass* data_class = reads_ != nullptr ? reads_ : writes_;
    if (data_class != nullptr) load_.popularity = data_class->popularity;
    const std::string misfit = misfit_of(load_.popularity, known_keys());
    if (!misfit.empty()) in_.error("writes", "does not fit the popularity of the class read: " + misfit);
    const bool is_fixed = in_.has("key");
    const bool is_recorded = in_.has("trace");
    if (is_fixed) read_fixed_key();
    if (load_.after_read) return;
    if (in_.has("keys_like")) {
      read_keys_like(is_fixed ? "key" : is_recorded ? "trace" : nullptr);
    } else if (in_.has("writes") && !is_fixed && !is_recorded) {
      in_.note_assumed("keys_like", "reads");
    }
  }

  /// 0: no class is known.
  std::int64_t known_keys() const { return reads_ != nullptr || writes_ != nullptr ? std::int64_t{keys_} : 0; }

  void read_fixed_key() {
    const auto key = in_.optional_count("key");
    if (in_.has("trace")) in_.error("key", "has no effect beside \"trace\"");
    if (!key) return;
    const bool has_class = reads_ != nullptr || writes_ != nullptr;
    if (has_class && *key >= keys_) {
      in_.error("key", "is none of the " + std::to_string(keys_) + " keys",
                "they are numbered 0 to " + std::to_string(keys_ - 1));
    }
    load_.fixed_key = static_cast<std::uint32_t>(std::min<std::int64_t>(*key, limits::keys));
  }

  void read_keys_like(const char* instead) {
    const Node& node = *in_.get("keys_like");
    if (instead != nullptr) in_.error("keys_like", "has no effect beside \"" + std::string(instead) + "\"");
    if (instead != nullptr && has_after_read()) return;
    if (node.is(Kind::text) && node.text == "reads") {
      if (!in_.has("writes")) in_.error("keys_like", "\"reads\" answers which keys are written, but nothing is");
      return;
    }
    if (in_.has("reads") && in_.has("writes")) {
      return in_.error("keys_like", "reads and writes of one load hit the same keys",
                       "make two loads, or write \"reads\"");
    }
    draws_by_class_ = false;
    load_.popularity = keys_like_of(node, known_keys(), draft_).value_or(load_.popularity);
  }

  /// "read_back": a share, or {"share", "after"}.
  void read_read_back() {
    const Node* node = in_.get("read_back");
    if (node == nullptr) return;
    if (!in_.has("writes") || in_.has("trace")) {
      return in_.error("read_back", in_.has("trace") ? "has no effect beside \"trace\""
                                                     : "needs \"writes\": a session reads back what it has written");
    }
    models::ReadBack& back = load_.read_back.emplace();
    if (node->is(Kind::object) && node->get("value") == nullptr) {
      Reader whole(*node, draft_.diagnostics, draft_.notes);
      back.share = whole.ratio("share", 1.0, above_to(0.0, 1.0));
      back.after = read_law(whole, "after", "0s", draft_);
      whole.finish();
    } else {
      back.share = in_.ratio("read_back", above_to(0.0, 1.0));
    }
    if (load_.sessions == 0 && !in_.has("users"))
      in_.warning("read_back", "tells no sessions apart, so that read-your-writes is not counted", "add \"sessions\"");
  }

  std::string usual_name() const {
    const std::string& from = load_.from;
    if (!load_.request.empty()) return from + " requests " + names_of_steps(load_);
    if (load_.writes.empty()) return from + " reads " + load_.reads;
    if (load_.reads.empty()) return from + " writes " + load_.writes;
    if (load_.reads == load_.writes) return from + " reads and writes " + load_.reads;
    return from + " reads " + load_.reads + " and writes " + load_.writes;
  }

  Reader in_;
  Draft& draft_;
  Load load_;
  const DataClass* reads_ = nullptr;
  const DataClass* writes_ = nullptr;
  std::uint32_t keys_ = std::numeric_limits<std::uint32_t>::max();
  std::optional<TraceSource> trace_;
  bool draws_by_class_ = true;
};

bool is_taken(const std::vector<Load>& loads, const std::string& name) {
  return std::any_of(loads.begin(), loads.end(), [&](const Load& load) { return load.name == name; });
}

// A name seeds the draws of its load: two that share one would ask for the same at the same time.
void settle_name(Load& load, bool is_given, const Node& node, Draft& draft) {
  const auto& loads = draft.blueprint.loads;
  if (is_given && is_taken(loads, load.name)) {
    draft.diagnostics.error(node.get("name")->place, node.get("name")->path,
                            in_quotes(load.name) + " is the name of another load");
  }
  const std::string stem = load.name;
  for (int number = 2; is_taken(loads, load.name); ++number) load.name = stem + " " + std::to_string(number);
}

// Where every load has its keys from elsewhere, a trace or a popularity of its own, none is assumed of the class.
void forget_idle_popularities(const std::set<std::string>& in_use, Draft& draft) {
  for (const DataClass& data_class : draft.blueprint.classes) {
    const auto is_of_it = [&](const Load& load) { return models::asks_for(load, data_class.name); };
    const auto& loads = draft.blueprint.loads;
    if (in_use.contains(data_class.name) || std::none_of(loads.begin(), loads.end(), is_of_it)) continue;
    std::erase(draft.notes.assumed, join(join("data", data_class.name), "popularity") + " = uniform");
  }
}

void check_users(Reader& root, Draft& draft) {
  std::int64_t users = 0;
  for (const Load& load : draft.blueprint.loads) users += load.users;
  if (users > limits::users) root.error("load", "has more than 10000000 users");
}

}  // namespace

void read_load(Reader& root, Draft& draft) {
  const auto items = root.array("load");
  const Node* list = root.get("load");
  std::set<std::string> popularities_in_use;
  if (items.empty() && list != nullptr && list->is(Kind::array)) root.error("load", "makes no request");
  for (const Node* item : items) {
    LoadReader reader(*item, draft);
    if (!item->is(Kind::object)) continue;
    Load load = reader.read();
    popularities_in_use.insert(reader.drawn_by());
    for (const models::Step& step : load.request) popularities_in_use.insert(step.data_class());
    settle_name(load, reader.is_named(), *item, draft);
    if (const auto trace = reader.trace()) {
      const auto open = draft.context.open_trace;
      const auto open_again = [open, trace = *trace, keys = reader.keys()](std::uint64_t seed) {
        return open(trace, keys, seed);
      };
      draft.traces.push_back({std::int64_t(draft.blueprint.loads.size()), *trace, open_again});
    }
    draft.blueprint.loads.push_back(std::move(load));
  }
  forget_idle_popularities(popularities_in_use, draft);
  check_users(root, draft);
  check_priorities(root, draft);
}

}  // namespace stalemate::analysis::load
