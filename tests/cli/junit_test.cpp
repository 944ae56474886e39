// run -o x.xml: promises and expectations as the test cases of a build.
#include <catch2/catch.hpp>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

std::int64_t occurrences(const std::string& text, const std::string& of) {
  std::int64_t count = 0;
  for (std::size_t at = text.find(of); at != std::string::npos; at = text.find(of, at + of.size())) ++count;
  return count;
}

}  // namespace

TEST_CASE("each promise and expectation is a test case, and what is broken a failure with its command") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  CHECK(folder.run({"run", "s.json", "-o", "r.xml", "--quiet", "--set",
                    R"(expect=[{"text": "a <few> & \"more\"", "path": "reads.answered", "min": 1}])"})
            .status == 1);
  const std::string xml = folder.read("r.xml");
  CHECK(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name="));
  CHECK(occurrences(xml, "<testsuite ") == 3);
  CHECK(occurrences(xml, "<testcase ") == 3 + 2);  // a promise of each, an expectation of those that cache
  CHECK(occurrences(xml, "<failure ") == 1);
  CHECK(xml.find("tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"0\"") != std::string::npos);
  CHECK(xml.find("name=\"a &lt;few&gt; &amp; &quot;more&quot;\"") != std::string::npos);
  CHECK(xml.find("stalemate run s.json --strategy &#39;ttl only&#39; --seed 1") != std::string::npos);
}

TEST_CASE("what is undecided is skipped, and the same run gives the same bytes") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  const Arguments run = {"run", "s.json", "--quiet", "--strategy", "delete", "--set",
                         R"(expect=[{"path": "load.origin.db.utilisation", "max": 1}])", "-o"};
  Arguments one = run, other = run;
  one.push_back("a.xml");
  other.push_back("b.xml");
  folder.run(one);
  folder.run(other);
  CHECK(folder.read("a.xml") == folder.read("b.xml"));
  CHECK(occurrences(folder.read("a.xml"), "<skipped message=\"undecided: ") == 1);
  CHECK(folder.run({"run", "s.json", "--find-capacity", "-o", "x.xml"}).status == 2);
}

}  // namespace stalemate::tests::cli
