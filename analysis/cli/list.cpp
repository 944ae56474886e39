// list: what there is, from where it is defined.
#include <nlohmann/json.hpp>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/library.hpp"
#include "analysis/cli/table.hpp"
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/measure/results_json.hpp"
#include "models/options/registry.hpp"

namespace stalemate::analysis::cli {
namespace {

using Json = nlohmann::ordered_json;
using models::options::Option;
using models::options::Parameter;

std::string dumped(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json json_of(const Option& option) {
  Json parameters = Json::array();
  for (const Parameter& parameter : option.parameters) {
    const Json fallback = parameter.fallback.empty() ? Json(nullptr) : Json(parameter.fallback);
    parameters.push_back(
        {{"key", parameter.key}, {"default", fallback}, {"unit", parameter.unit}, {"doc", parameter.doc}});
  }
  Json guarantees = Json::array();
  for (const auto guarantee : option.guarantees) guarantees.push_back(models::options::name_of(guarantee));
  return {{"axis", option.axis},
          {"name", option.name},
          {"promise", option.promise},
          {"parameters", parameters},
          {"guarantees", guarantees}};
}

/// "ttl, jitter=0%": what has a default shows it.
std::string parameters_word(const Option& option) {
  std::string word;
  for (const Parameter& parameter : option.parameters)
    word += (word.empty() ? "" : ", ") + parameter.key + (parameter.fallback.empty() ? "" : "=" + parameter.fallback);
  return word;
}

std::string strategies(Format format) {
  Json json = Json::array();
  Table table{{"axis", "option", "parameters", "promise"}, {}, 4};
  for (const Option* option : models::options::all_options()) {
    json.push_back(json_of(*option));
    table.rows.push_back({option->axis, option->name, parameters_word(*option), option->promise});
  }
  return format == Format::json ? dumped(json) : write_table(table, format);
}

std::string files(Format format, std::span<const EmbeddedFile> all) {
  Json json = Json::array();
  Table table{{"name", "title"}, {}, 2};
  for (const EmbeddedFile& file : all) {
    const std::string title = title_of(file);
    json.push_back({{"name", file.name}, {"title", title}});
    table.rows.push_back({std::string(file.name), title});
  }
  return format == Format::json ? dumped(json) : write_table(table, format);
}

models::NodeSpec node(const char* name, models::NodeSpec::Kind kind) {
  models::NodeSpec spec;
  spec.name = name;
  spec.kind = kind;
  return spec;
}

/// A system with one of each kind, named by its kind in angle brackets.
models::Blueprint small_system() {
  using Kind = models::NodeSpec::Kind;
  models::Blueprint blueprint;
  blueprint.classes.emplace_back().name = "<class>";
  blueprint.nodes = {node("<service>", Kind::service), node("<cache>", Kind::cache), node("<origin>", Kind::origin)};
  models::Fault& fault = blueprint.faults.emplace_back();
  fault.name = "<fault>";
  fault.kind = models::Fault::Kind::flush;
  fault.node = "<cache>";
  models::Load& load = blueprint.loads.emplace_back();
  load.name = "<load>";
  load.from = "<service>";
  load.reads = "<class>";
  load.priority = models::Priority::critical;
  load.breaker.emplace().open = sim::Duration{1};
  models::Alert& alert = blueprint.alerts.emplace_back();
  alert.name = "<alert>";
  alert.signal = models::Alert::Signal::error_ratio;
  blueprint.strategy = load::baseline_for(blueprint);
  return blueprint;
}

std::string without_quotes(std::string path) {
  std::erase(path, '"');
  return path;
}

std::string metrics(Format format) {
  Json json = Json::array();
  Table table{{"path"}, {}, 1};
  for (const std::string& path : measure::figure_paths(measure::empty_run_json(small_system()))) {
    json.push_back({{"path", without_quotes(path)}});
    table.rows.push_back({without_quotes(path)});
  }
  return format == Format::json ? dumped(json) : write_table(table, format);
}

struct FaultWord {
  const char* kind;
  const char* where;
  const char* does;
};

constexpr FaultWord fault_words[] = {
    {"drop", "from and to, or between", "a share of the messages is lost; messages: all or invalidations"},
    {"delay", "from and to, or between", "messages take longer by \"by\""},
    {"partition", "from and to, or between", "no message gets through"},
    {"crash", "on a node or a part of it", "it is down from \"at\" to \"until\"; keeps: content or nothing"},
    {"restart", "on a node or a part of it", "it is back at once, without content"},
    {"lag", "on followers", "they apply commits later, \"by\" a time or by a \"factor\", or none until the end: stall"},
    {"flush", "on a cache or a shard", "it forgets all that it holds"},
    {"failover", "on an origin with followers",
     "its leader is down from \"at\" to \"until\"; then a follower takes over, and what it lacks is lost"},
    {"slow", "on a node or a part of it; from and to, or between",
     "its work, or the way of messages, takes \"factor\" times as long; of an origin it may be that of one \"class\""},
    {"spike", "load, one with a rate", "its requests come \"factor\" times as fast"},
    {"deploy", "on a service or a cache",
     "its instances or shards restart one by one, each \"down\" for a time, a \"pause\" apart; keeps: as crash"},
    {"skew", "on a cache or a shard",
     "its clock jumps by \"by\", and back at \"until\"; clock: behind or ahead. What it holds ends by that clock"},
    {"pause", "on a node or a part of it",
     "its process stands still to \"until\": what comes and goes waits, what it serves takes longer"},
    {"remove-shard", "on a shard", "its keys go to the other shards, to \"until\"; keeps: as crash"},
    {"add-shard", "on a cache", "one more shard takes its share of the keys, to \"until\""},
    {"duplicate", "from and to, or between", "a share of the messages arrives twice; messages: as drop"},
    {"reorder", "from and to, or between",
     "a share of the messages is held back \"by\" a time, so that later ones pass; messages: as drop"},
    {"hot-key", "load", "a share of its requests asks for one key"}};

std::string faults(Format format) {
  Json json = Json::array();
  Table table{{"kind", "where", "does"}, {}, 3};
  for (const FaultWord& word : fault_words) {
    json.push_back({{"kind", word.kind}, {"where", word.where}, {"does", word.does}});
    table.rows.push_back({word.kind, word.where, word.does});
  }
  return format == Format::json ? dumped(json) : write_table(table, format);
}

}  // namespace

Exit run_command(const ListRequest& request) {
  const std::string& topic = request.topic;
  if (topic.empty() || topic == "strategies") return print_result(strategies(request.format));
  if (topic == "templates") return print_result(files(request.format, template_files()));
  if (topic == "library") return print_result(files(request.format, library_files()));
  if (topic == "metrics") return print_result(metrics(request.format));
  if (topic == "faults") return print_result(faults(request.format));
  const std::vector<std::string> topics = {"strategies", "templates", "library", "metrics", "faults"};
  return fail(trouble(Exit::wrong_input,
                      "there is nothing to list as " + load::in_quotes(topic) + "; " + load::mend_for(topic, topics)));
}

}  // namespace stalemate::analysis::cli
