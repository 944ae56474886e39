// JSON as text, and figures found in it by path.
// Promise: numbers as number_text writes them, so that no library decides what a result looks like.
// Source: RFC 8259; the paths of analysis/load/path.hpp.
#include <algorithm>
#include <charconv>
#include <system_error>
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/measure/results_json.hpp"

namespace stalemate::analysis::measure {
namespace {

using Json = nlohmann::ordered_json;

std::string scalar_text(const Json& value) {
  if (value.is_number_float()) return number_text(value.get<double>());
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string key_text(const std::string& key) { return scalar_text(Json(key)) + ": "; }

bool stands_on_one_line(const Json& value) {
  const auto is_plain = [](const Json& item) { return !item.is_structured(); };
  return value.empty() || (value.is_array() && std::all_of(value.begin(), value.end(), is_plain));
}

void write_on_one_line(std::string& text, const Json& value) {
  text += value.is_array() ? '[' : '{';
  for (std::size_t i = 0; i < value.size(); ++i) text += (i == 0 ? "" : ", ") + scalar_text(value[i]);
  text += value.is_array() ? ']' : '}';
}

// As deep as a results document is, which is this program's own making.
void write(std::string& text, const Json& value, std::size_t level) {
  if (!value.is_structured()) {
    text += scalar_text(value);
    return;
  }
  if (stands_on_one_line(value)) return write_on_one_line(text, value);
  const std::string indent(2 * (level + 1), ' ');
  text += value.is_array() ? "[\n" : "{\n";
  bool is_first = true;
  for (const auto& [key, item] : value.items()) {
    text += (is_first ? "" : ",\n") + indent + (value.is_array() ? "" : key_text(key));
    write(text, item, level + 1);
    is_first = false;
  }
  text += '\n' + std::string(2 * level, ' ') + (value.is_array() ? ']' : '}');
}

/// By number, or by the name of a fault.
const Json* entry_of(const Json& array, const std::string& part) {
  std::size_t index = 0;
  const auto [end, status] = std::from_chars(part.data(), part.data() + part.size(), index);
  const bool is_number = status == std::errc{} && end == part.data() + part.size();
  if (is_number && index < array.size()) return &array[index];
  for (const Json& item : array) {
    const auto fault = item.is_object() ? item.find("fault") : item.end();
    if (item.is_object() && fault != item.end() && *fault == part) return &item;
  }
  return nullptr;
}

const Json* child(const Json& node, const std::string& part) {
  if (node.is_array()) return entry_of(node, part);
  if (!node.is_object()) return nullptr;
  const auto found = node.find(part);
  return found == node.end() ? nullptr : &*found;
}

const Json* find(const Json& run, const load::Path& path) {
  const Json* node = &run;
  for (const std::string& part : path.parts) {
    node = child(*node, part);
    if (node == nullptr) return nullptr;
  }
  return node;
}

const Json* find(const Json& run, std::string_view dotted_path) {
  const auto path = load::parse_path(dotted_path);
  return path ? find(run, *path) : nullptr;
}

std::optional<double> number_in(const Json* found) {
  if (found == nullptr || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

bool is_figure(const Json& value) { return value.is_number() || value.is_null(); }

bool holds_no_figures(const std::string& key) { return key == "series" || key == "expectations" || key == "seed"; }

/// As many as a run happens to have.
bool is_list_of_spans(const std::string& key, const Json& item) {
  return key.ends_with("spans") && item.is_array();
}

void collect(const Json& node, const std::string& path, std::vector<std::string>& paths) {
  if (is_figure(node)) return paths.push_back(path);
  if (node.is_object()) {
    for (const auto& [key, item] : node.items()) {
      const bool is_none = path.empty() ? holds_no_figures(key) : is_list_of_spans(key, item);
      if (!is_none) collect(item, load::join(path, key), paths);
    }
  } else if (node.is_array()) {
    for (std::size_t i = 0; i < node.size(); ++i)
      collect(node[i], load::join(path, static_cast<std::int64_t>(i)), paths);
  }
}

}  // namespace

std::string write_json(const Json& json) {
  std::string text;
  write(text, json, 0);
  return text + '\n';
}

std::optional<double> value_at(const Json& run, std::string_view dotted_path) {
  return number_in(find(run, dotted_path));
}

std::optional<double> value_at(const Json& run, const load::Path& path) { return number_in(find(run, path)); }

bool has_figure(const Json& run, std::string_view dotted_path) {
  const Json* found = find(run, dotted_path);
  return found != nullptr && is_figure(*found);
}

std::vector<std::string> figure_paths(const Json& run) {
  std::vector<std::string> paths;
  collect(run, "", paths);
  return paths;
}

std::optional<std::string> nearest_figure(const Json& run, std::string_view dotted_path) {
  return load::nearest(dotted_path, figure_paths(run));
}

std::vector<double> values_at(const std::vector<Json>& runs, std::string_view dotted_path) {
  std::vector<double> values;
  for (const Json& run : runs)
    if (const auto value = value_at(run, dotted_path)) values.push_back(*value);
  return values;
}

std::optional<double> mean_at(const std::vector<Json>& runs, std::string_view dotted_path) {
  double sum = 0;
  const std::vector<double> values = values_at(runs, dotted_path);
  for (const double value : values) sum += value;
  if (values.empty()) return std::nullopt;
  return rounded(sum / static_cast<double>(values.size()));
}

}  // namespace stalemate::analysis::measure
