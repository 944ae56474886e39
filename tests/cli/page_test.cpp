// The page of a run: written, opened, refused, and its scenario taken out of it again.
#include <catch2/catch.hpp>
#include <filesystem>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

namespace fs = std::filesystem;

bool is_page(const std::string& text) { return text.starts_with("<!DOCTYPE html>") && text.ends_with("</html>\n"); }

/// A program of that name in the folder, and a PATH that has it and nothing else of its kind.
std::map<std::string, std::string> with_opener(const Folder& folder, const std::string& script) {
  folder.write("xdg-open", script);
  fs::permissions(folder.path / "xdg-open", fs::perms::owner_all);
  return {{"PATH", folder.path.string()}};
}

}  // namespace

TEST_CASE("a run writes a page, and its first picture as a file of its own") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  const Outcome outcome = folder.run({"run", "s.json", "-o", "a.html", "-o", "front.svg", "-o", "b.html"});
  CHECK(outcome.status == 1);
  const std::string page = folder.read("a.html");
  CHECK(is_page(page));
  CHECK(page == folder.read("b.html"));
  CHECK(count_in(page, "<section ") == 12);
  CHECK(count_in(page, "class=\"step\"") > 3);  // an incident
  CHECK(page.size() < 3'000'000);
  CHECK(folder.read("front.svg").starts_with("<svg "));
  CHECK(folder.names() == std::vector<std::string>{"a.html", "b.html", "front.svg", "s.json"});
}

TEST_CASE("the same run gives the same page, whatever the number of processors") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  folder.run({"run", "s.json", "--seeds", "3", "--jobs", "1", "-o", "one.html"});
  folder.run({"compare", "s.json", "--seeds", "3", "--jobs", "4", "-o", "four.html"});
  CHECK(folder.read("one.html") == folder.read("four.html"));
}

TEST_CASE("a page asks for nothing from outside") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  folder.run({"run", "s.json", "-o", "a.html"});
  const std::string page = folder.read("a.html");
  CHECK(count_in(page, "default-src 'none'") == 1);
  for (const char* attribute : {" src=\"", "<link rel=\"stylesheet", "@import", "url("}) {
    INFO(attribute);
    CHECK(count_in(page, attribute) == 0);
  }
}

TEST_CASE("a trace replayed as a scenario has a page too") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  folder.write("t.csv", "time,key\n0.5,1\n0.6,2\n1.2,1\n1.4,1\n");
  const Outcome outcome = folder.run({"replay", "t.csv", "--scenario", "s.json", "-o", "a.html"});
  INFO(outcome.err);
  CHECK(outcome.status <= 1);
  CHECK(is_page(folder.read("a.html")));
}

TEST_CASE("report --extract gives back the bytes of the scenario, and of what it extends") {
  const Folder folder;
  const std::string base = "// caf\xC3\xA9\r\n" + small_scenario();
  const std::string over = "{ \"extends\": \"base.json\",\t\"title\": \"</script>\" }";
  folder.write("base.json", base);
  folder.write("over.json", over);
  folder.run({"run", "over.json", "-o", "a.html"});
  fs::remove(folder.path / "base.json");
  const Outcome outcome = folder.run({"report", "--extract", "a.html"});
  CHECK(outcome.status == 0);
  CHECK(outcome.out == over);
  CHECK(outcome.complains_of("it extends base.json, which --file gives"));
  CHECK(folder.run({"report", "--extract", "a.html", "--file", "base.json"}).out == base);
  const Outcome wrong = folder.run({"report", "--extract", "a.html", "--file", "bade.json"});
  CHECK(wrong.status == 2);
  CHECK(wrong.complains_of("did you mean \"base.json\"?"));
}

TEST_CASE("report says what is no page, and what is not there") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  const Outcome none = folder.run({"report", "--extract", "s.json"});
  CHECK(none.status == 2);
  CHECK(none.complains_of("s.json holds no scenario"));
  CHECK(folder.run({"report", "--extract", "x.html"}).status == 2);
  CHECK(folder.run({"report"}).status == 2);
}

TEST_CASE("a page that cannot be written is a trouble of the machine, known before any run") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  fs::create_directory(folder.path / "folder.html");
  const Outcome outcome = folder.run({"run", "s.json", "-o", "folder.html"});
  CHECK(outcome.status == 3);
  CHECK(outcome.complains_of("cannot write folder.html: Is a directory"));
  CHECK(outcome.out.empty());
  CHECK(folder.run({"run", "s.json", "-o", "nowhere/a.html"}).status == 3);
}

TEST_CASE("a full disk leaves no half of a page, and the exit status tells it") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  fs::create_symlink("/dev/full", folder.path / "a.html");
  const Arguments arguments = {"run", "s.json", "-o", "a.html", "--open"};
  const Outcome outcome = folder.run(arguments, {.variables = {{"PATH", "/nowhere"}}});
  CHECK(outcome.status == 3);
  CHECK(outcome.complains_of("No space left on device"));
  CHECK(outcome.says("exit 3: a file could not be written"));
  CHECK_FALSE(outcome.complains_of("not opened"));
}

TEST_CASE("what is no plain run has no page, and says what has one") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  const std::vector<Arguments> others = {{"run", "s.json", "--what-if", "standard"},
                                         {"run", "s.json", "--find-capacity"},
                                         {"run", "s.json", "--leave-one-out"},
                                         {"diff", "s.json", "s.json"},
                                         {"sensitivity", "s.json"}};
  for (Arguments arguments : others) {
    INFO(arguments.back());
    arguments.insert(arguments.end(), {"-o", "a.html"});
    for (const char* file : {"a.html", "answer.md"}) {
      arguments.back() = file;
      const Outcome outcome = folder.run(arguments);
      CHECK(outcome.status == 2);
      CHECK(outcome.complains_of("is neither drawn nor told as tests or on one page, as a plain run is; the ending"));
    }
  }
  CHECK(folder.run({"run", "s.json", "--what-if", "restart-cold", "-o", "a.html"}).status <= 1);
  CHECK(is_page(folder.read("a.html")));
}

TEST_CASE("the option --open hands the page to what opens pages") {
  const Folder folder;
  folder.write("- s.json", small_scenario());
  const auto variables = with_opener(folder, "#!/bin/sh\necho \"$#$1\" > opened\n");
  const Outcome outcome =
      folder.run({"run", "--strategy", "delete", "-o", "./-a.html", "--open", "./- s.json"}, {.variables = variables});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(folder.read("opened") == "1" + (folder.path / "-a.html").string() + "\n");
}

TEST_CASE("where nothing opens pages, or it fails, the run is as good, and it is said") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  const Arguments arguments = {"run", "s.json", "--strategy", "delete", "-o", "a.html", "--open"};
  const Outcome none = folder.run(arguments, {.variables = {{"PATH", "/nowhere"}}});
  CHECK(none.status == 0);
  CHECK(none.complains_of("a.html is written, and not opened: there is no xdg-open"));
  const Outcome failed = folder.run(arguments, {.variables = with_opener(folder, "#!/bin/sh\nexit 3\n")});
  CHECK(failed.status == 0);
  CHECK(failed.complains_of("a.html is written, and not opened: xdg-open failed"));
}

TEST_CASE("the option --open without a page to open is refused") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  const Outcome outcome = folder.run({"run", "s.json", "--open"});
  CHECK(outcome.status == 2);
  CHECK(outcome.complains_of("--open shows the page that is written: name one, as -o report.html"));
}

}  // namespace stalemate::tests::cli
