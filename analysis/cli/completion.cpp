#include "analysis/cli/completion.hpp"
#include <algorithm>
#include "analysis/cli/embedded.hpp"
#include "analysis/cli/help_text.hpp"
#include "analysis/cli/library.hpp"
#include "analysis/cli/requests.hpp"
#include "analysis/load/what_if.hpp"
#include "analysis/traces/formats.hpp"

namespace stalemate::analysis::cli {
namespace {

using Words = std::vector<std::string>;

std::string joined_by(const Words& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// What an option or an operand may be, where that is a list; empty: anything.
Words values_of(const std::string& command, const std::string& name) {
  if (name == "--format" && command == "explain") return {"table", "json", "markdown"};
  if (name == "--format") return {"table", "json", "csv", "markdown"};
  if (name == "WHAT") return {"strategies", "templates", "library", "metrics", "faults"};
  if (name == "SHELL") return shells;
  if (name == "--like") return names_of(template_files());
  Words names;
  if (name == "--trace-format")
    for (const traces::FormatFact& fact : traces::trace_formats()) names.push_back(fact.name);
  if (name == "--what-if") {
    names.emplace_back(every_what_if);
    for (const load::WhatIfFact& fact : load::standard_what_ifs()) names.push_back(fact.name);
  }
  return names;
}

Words all_names(const CommandWords& command) {
  Words names;
  for (const OptionWords& option : command.options)
    if (!option.is_operand()) names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

/// What stands for it: a list, the names of the library, or nothing but files.
Words operands_of(const CommandWords& command) {
  for (const OptionWords& option : command.options) {
    if (!option.is_operand()) continue;
    Words values = values_of(command.name, option.names.front());
    if (!values.empty()) return values;
    const std::string& name = option.names.front();
    const bool is_scenario = (name == "FILE" && command.name != "new") || name == "BEFORE" || name == "AFTER";
    if (is_scenario) return names_of(library_files());
  }
  return {};
}

/// Of every command the options that take one of a list.
std::string bash_values(const std::vector<CommandWords>& commands) {
  std::string text;
  for (const CommandWords& command : commands)
    for (const OptionWords& option : command.options) {
      const Words values = values_of(command.name, option.names.back());
      if (option.is_operand() || values.empty()) continue;
      text += "    " + command.name + ":" + option.names.back() + ") COMPREPLY=($(compgen -W '" +
              joined_by(values, " ") + "' -- \"$cur\")); return ;;\n";
    }
  return text;
}

std::string bash_script(const std::vector<CommandWords>& commands) {
  Words names;
  std::string cases;
  for (const CommandWords& command : commands) {
    names.push_back(command.name);
    cases += "    " + command.name + ") options='" + joined_by(all_names(command), " ") + "' operands='" +
             joined_by(operands_of(command), " ") + "' ;;\n";
  }
  return "# bash completion of stalemate: source <(stalemate completion bash)\n"
         "_stalemate() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options= operands=\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
         "    COMPREPLY=($(compgen -W '" + joined_by(names, " ") + " --help --version' -- \"$cur\"))\n"
         "    return\n"
         "  fi\n"
         "  case \"${COMP_WORDS[1]}:$prev\" in\n" + bash_values(commands) +
         "  esac\n"
         "  case \"${COMP_WORDS[1]}\" in\n" + cases +
         "  esac\n"
         "  if [[ $cur == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
         "  else\n"
         "    COMPREPLY=($(compgen -W \"$operands\" -- \"$cur\") $(compgen -f -- \"$cur\"))\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _stalemate stalemate\n";
}

/// Within '...' of zsh and fish, on one line.
std::string in_shell_quotes(const std::string& text, const char* quote) {
  std::string safe;
  for (const char c : text) safe += c == '\'' ? quote : c == '\n' ? " " : std::string(1, c);
  return safe;
}

/// A colon and brackets part the fields of a specification.
std::string zsh_text(const std::string& text) {
  std::string safe;
  for (const char c : in_shell_quotes(text, "'\\''"))
    safe += (c == ':' || c == '[' || c == ']' ? "\\" : "") + std::string(1, c);
  return safe;
}

std::string zsh_specification(const CommandWords& command, const OptionWords& option) {
  const Words values = values_of(command.name, option.names.back());
  const std::string what = values.empty() ? "_files" : "(" + joined_by(values, " ") + ")";
  if (option.is_operand()) {
    const Words operands = operands_of(command);
    const std::string word = zsh_text(option.names.front());
    if (!values.empty() || operands.empty()) return " \\\n        '*:" + word + ":" + what + "'";
    return " \\\n        '*:" + word + ":{_alternative \"library:scenario:(" + joined_by(operands, " ") +
           ")\" \"files:file:_files\"}'";
  }
  std::string text;
  for (const std::string& name : option.names)
    text += " \\\n        '*" + name + "[" + zsh_text(option.doc) + "]" +
            (option.value.empty() ? "" : ":" + zsh_text(option.value) + ":" + what) + "'";
  return text;
}

std::string zsh_script(const std::vector<CommandWords>& commands) {
  std::string list, cases;
  for (const CommandWords& command : commands) {
    list += "    '" + command.name + ":" + zsh_text(command.doc) + "'\n";
    cases += "    " + command.name + ")\n      _arguments";
    for (const OptionWords& option : command.options) cases += zsh_specification(command, option);
    cases += " ;;\n";
  }
  return "#compdef stalemate\n"
         "# zsh completion of stalemate: stalemate completion zsh > a folder of $fpath, as _stalemate\n"
         "_stalemate() {\n"
         "  local -a commands\n"
         "  commands=(\n" + list +
         "  )\n"
         "  if (( CURRENT == 2 )); then\n"
         "    _describe command commands\n"
         "    return\n"
         "  fi\n"
         "  local command=${words[2]}\n"
         "  shift words\n"
         "  (( CURRENT-- ))\n"
         "  case $command in\n" + cases +
         "  esac\n"
         "}\n"
         "if [ \"$funcstack[1]\" = \"_stalemate\" ]; then _stalemate \"$@\"; else compdef _stalemate stalemate; fi\n";
}

std::string fish_option(const CommandWords& command, const OptionWords& option) {
  const std::string when = "complete -c stalemate -n '__fish_seen_subcommand_from " + command.name + "'";
  const Words values = option.is_operand() ? operands_of(command) : values_of(command.name, option.names.back());
  const std::string list = values.empty() ? "" : " -a '" + joined_by(values, " ") + "'";
  if (option.is_operand()) return list.empty() ? "" : when + list + "\n";
  std::string text = when;
  for (const std::string& name : option.names)
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.value.empty()) text += values.empty() ? " -r" : " -x" + list;
  return text + " -d '" + in_shell_quotes(option.doc, "\\'") + "'\n";
}

std::string fish_script(const std::vector<CommandWords>& commands) {
  std::string text = "# fish completion of stalemate: stalemate completion fish | source\n";
  for (const CommandWords& command : commands) {
    text += "complete -c stalemate -n __fish_use_subcommand -f -a " + command.name + " -d '" +
            in_shell_quotes(command.doc, "\\'") + "'\n";
    for (const OptionWords& option : command.options) text += fish_option(command, option);
  }
  return text;
}

/// Nothing in it is a request: a dot or a quote at the start of a line, a backslash, a dash that is a minus.
std::string roff_text(const std::string& text) {
  std::string safe;
  bool is_first = true;
  for (const char c : text) {
    if (is_first && (c == '.' || c == '\'')) safe += "\\&";
    is_first = c == '\n';
    safe += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return safe;
}

std::string man_option(const OptionWords& option) {
  std::string head;
  for (const std::string& name : option.names) head += (head.empty() ? "\\fB" : ", \\fB") + roff_text(name) + "\\fR";
  if (!option.value.empty() && !option.is_operand()) head += " \\fI" + roff_text(option.value) + "\\fR";
  return ".TP\n" + head + "\n" + roff_text(option.doc) + "\n";
}

}  // namespace

std::string completion_script(const std::string& shell, const std::vector<CommandWords>& commands) {
  if (shell == "bash") return bash_script(commands);
  return shell == "zsh" ? zsh_script(commands) : fish_script(commands);
}

std::string manual_page(const std::vector<CommandWords>& commands) {
  std::string text = ".TH STALEMATE 1 \"\" \"stalemate " + std::string(program_version()) +
                     "\" \"User Commands\"\n.SH NAME\nstalemate \\- how stale, and how loaded, a backend's caches "
                     "make it\n.SH SYNOPSIS\n.B stalemate\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n.nf\n" +
                     roff_text(general_help) + ".fi\n.SH COMMANDS\n";
  for (const CommandWords& command : commands) {
    text += ".SS " + command.name + "\n" + roff_text(command.doc) + "\n";
    for (const OptionWords& option : command.options) text += man_option(option);
  }
  return text + ".SH MORE\n.nf\n" + roff_text(search_footer) + roff_text(replay_footer()) + "\n.fi\n";
}

}  // namespace stalemate::analysis::cli
