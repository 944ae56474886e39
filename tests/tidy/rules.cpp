#include "tests/tidy/rules.hpp"
#include <algorithm>
#include <cctype>
#include <optional>
#include <regex>
#include <set>

namespace stalemate::tests::tidy {
namespace {

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}
bool is_below(const std::string& folder, const std::string& top) {
  return folder == top || starts_with(folder, top + "/");
}

// A folder may include itself and every folder of an earlier row. Folders of one row do not know each other.
const std::vector<std::vector<std::string>> order_of_dependence = {
    {"sim"},
    {"models/options"},
    {"models/eviction"},
    {"models"},
    {"models/strategies"},
    {"analysis/load"},
    {"analysis/measure"},
    {"analysis/traces", "analysis/sweep", "analysis/page"},
    {"analysis/explain", "analysis/review", "analysis/store"},
    {"analysis/map"},
    {"analysis/cli"}};

std::optional<std::size_t> row_of(const std::string& folder) {
  for (std::size_t row = 0; row < order_of_dependence.size(); ++row)
    for (const std::string& known : order_of_dependence[row])
      if (folder == known) return row;
  if (is_below(folder, "models/strategies")) return row_of("models/strategies");
  if (is_below(folder, "tests")) return order_of_dependence.size();
  return std::nullopt;
}

bool is_product(const std::string& folder) {
  return is_below(folder, "sim") || is_below(folder, "models") || is_below(folder, "analysis");
}

// The engine runs where there is neither a file, a thread, a clock nor a caught exception.
bool is_engine(const std::string& folder) {
  return is_below(folder, "sim") || is_below(folder, "models") || folder == "analysis/load" ||
         folder == "analysis/measure";
}

struct Ban {
  std::regex pattern;
  std::string instead;
};

const std::vector<Ban>& engine_bans() {
  static const std::vector<Ban> bans = [] {
    const std::vector<std::pair<const char*, const char*>> table = {
        {R"((^|[^\w:.>])(std::|::)?(log|log2|log10|log1p|exp|exp2|expm1|pow|sin|cos|tan|tgamma|lgamma|erf)[fl]?\s*\()",
         "libm differs between processors: use sim/math.hpp"},
        {R"(#include\s*<(random)>|\bstd::\w+_distribution\b|\brandom_device\b)",
         "use sim/random.hpp and sim/distribution.hpp"},
        {R"(\bstd::hash\b)", "differs between standard libraries: mix the integer with sim/random.hpp"},
        {R"(\b(std::)?s?rand\s*\()", "use a stream of sim/random.hpp"},
        {R"(\bstd::time\s*\(|[^.\w>:]time\s*\(\s*(0|NULL|nullptr|&|\))|#include\s*<(ctime|time\.h)>)",
         "no wall clock: use the simulation's now()"},
        {R"(#include\s*<chrono>|\bstd::chrono\b)", "no wall clock: use sim/time.hpp"},
        {R"(\btry\s*\{|\bcatch\s*\()", "the engine catches nothing: return the failure as a value"},
        {R"(#include\s*<(thread|mutex|future|condition_variable|shared_mutex)>|\bstd::(j?thread|mutex|async)\b)",
         "threads belong to analysis/sweep"},
        {R"(#include\s*<(fstream|iostream|filesystem|cstdio)>|\bstd::([io]?fstream|filesystem|cout|cerr)\b)",
         "files and terminals belong to analysis/traces, page and cli"},
        {R"(#include\s*<cassert>|[^_\w]assert\s*\()",
         "use CHECK_INVARIANT of sim/check.hpp, which is on in every build"}};
    std::vector<Ban> compiled;
    for (const auto& [pattern, instead] : table) compiled.push_back({std::regex(pattern), instead});
    return compiled;
  }();
  return bans;
}

std::size_t columns(const std::string& line) {
  const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; };
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), starts_character));
}

// Written in two halves, so that this file keeps its own rule.
const std::vector<std::string>& unwanted_words() {
  static const std::vector<std::string> words = {
      // NOLINTNEXTLINE(bugprone-suspicious-missing-comma)
      "/wo"
      "rk/",
      "/t"
      "mp/",
      "/ro"
      "ot/",
      "/ho"
      "me/",
      "TO"
      "DO",
      "FIX"
      "ME",
      "X"
      "XX"};
  return words;
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// A folder after a letter or a dot is part of a longer path; a word inside another one is another word.
bool stands_alone(const std::string& line, std::size_t at, const std::string& word) {
  const bool before = at == 0 || (!is_word_character(line[at - 1]) && line[at - 1] != '.');
  const std::size_t end = at + word.size();
  const bool after = word.back() == '/' || end == line.size() || !is_word_character(line[end]);
  return before && after;
}

bool has_word(const std::string& line, const std::string& word) {
  for (std::size_t at = line.find(word); at != std::string::npos; at = line.find(word, at + 1))
    if (stands_alone(line, at, word)) return true;
  return false;
}

}  // namespace

Findings includes_against_the_direction(const SourceFile& file) {
  static const std::regex include(R"re(^#include "([^"]+)")re");
  Findings found;
  const auto own = row_of(file.folder());
  if (!own) return {finding(file, 0, "folder " + file.folder() + " has no row in the order of dependence")};
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    std::smatch match;
    if (!std::regex_search(file.lines[i], match, include)) continue;
    const std::string target = SourceFile{match[1], {}, {}}.folder();
    const auto row = row_of(target);
    if (!row)
      found.push_back(finding(file, i, "write the include from the root: " + match[1].str()));
    else if (target != file.folder() && *row >= *own && !is_below(file.folder(), "tests"))
      found.push_back(finding(file, i, file.folder() + " must not know " + target));
  }
  return found;
}

Findings strangers_in_the_root(const std::vector<std::string>& names) {
  static const std::set<std::string> agreed = {
      "CMakeLists.txt", "CMakePresets.json", "sim", "models", "scenarios", "analysis", "tests", "LICENSE", "README.md"};
  Findings found;
  for (const std::string& name : names)
    if (name[0] != '.' && agreed.count(name) == 0) found.push_back(name + ": move it into the folder that it serves");
  return found;
}

Findings missing_header(const SourceFile& file) {
  const bool is_option = file.folder() == "models/eviction" || is_below(file.folder(), "models/strategies");
  if (!is_product(file.folder()) || (file.extension() != ".hpp" && !(is_option && file.is_cpp()))) return {};
  std::string header;
  for (const std::string& line : file.lines) {
    if (!starts_with(line, "//")) break;
    header += line + "\n";
  }
  Findings found;
  for (const char* part : {"Promise:", "Source:"})
    if (header.find(part) == std::string::npos)
      found.push_back(finding(file, 0, std::string("the header has no ") + part));
  return found;
}

Findings banned_calls(const SourceFile& file) {
  const bool is_the_replacement = starts_with(file.path, "sim/math.");
  if (!is_engine(file.folder()) || !file.is_cpp() || is_the_replacement) return {};
  Findings found;
  for (std::size_t i = 0; i < file.code.size(); ++i)
    for (const Ban& ban : engine_bans())
      if (std::regex_search(file.code[i], ban.pattern))
        found.push_back(finding(file, i, file.lines[i] + "  <- " + ban.instead));
  return found;
}

Findings capturing_lambda_coroutines(const SourceFile& file) {
  static const std::regex lambda(R"(\[[^\]\[]+\]\s*(\([^()]*\))?\s*(mutable\s*)?->\s*(\w+::)*Task\b)");
  Findings found;
  for (std::size_t i = 0; i < file.code.size(); ++i)
    if (std::regex_search(file.code[i], lambda))
      found.push_back(finding(file, i, "its captures die before it does: spawn a member function and hand it values"));
  return found;
}

Findings banned_words(const SourceFile& file) {
  Findings found;
  for (std::size_t i = 0; i < file.lines.size(); ++i)
    for (const std::string& word : unwanted_words())
      if (has_word(file.lines[i], word))
        found.push_back(finding(file, i, "'" + word + "' does not belong into the tree"));
  return found;
}

Findings bad_layout(const SourceFile& file) {
  static const std::set<std::string> by_line = {".cpp", ".hpp", ".txt", ".cmake", ".sh"};
  if (by_line.count(file.extension()) == 0 && !starts_with(file.path, ".ci/")) return {};
  if (starts_with(file.path, "tests/golden/") && !file.is_cpp()) return {};
  Findings found;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::string& line = file.lines[i];
    if (columns(line) > 120) found.push_back(finding(file, i, "longer than 120 columns"));
    if (line.find('\t') != std::string::npos) found.push_back(finding(file, i, "a tab: use blanks"));
    if (!line.empty() && (line.back() == ' ' || line.back() == '\r'))
      found.push_back(finding(file, i, "ends in a blank"));
  }
  return found;
}

}  // namespace stalemate::tests::tidy
