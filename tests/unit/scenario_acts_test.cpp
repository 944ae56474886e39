// {"act": ...}: what becomes of it, what `describe` says of it, and the exact lines that refuse one.
// Promise: each line of each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/figure_unit.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

namespace {

using samples::changed;

const char* const writes_after_reads =
    R"("reads":  "price", "writes": "price", "keys_like": { "after_read": "20%" }, )";

std::string with_act(const std::string& keys, const std::string& text = samples::smallest) {
  return changed(text, R"("promise": { "max_age": "5s" })", R"("act": { )" + keys + " }");
}
std::string rewritten() { return changed(samples::smallest, R"("reads":  "price", )", writes_after_reads); }
std::string read_only() {
  return changed(samples::smallest, R"(,
             { "from": "shop", "writes": "price", "rate": "20/s", "keys_like": "reads" })",
                 "");
}
std::string written_only() {
  return changed(samples::smallest, R"({ "from": "shop", "reads":  "price", "rate": "2000/s" },)", "");
}

std::string described(const std::string& text) { return describe(samples::sound(text)); }

}  // namespace

TEST_CASE("each kind of act says in describe what its harm is, and whose number its price is", "[scenario]") {
  using texts::check_line;
  check_line(described(with_act(R"("kind": "view", "costs": 0.5, "unit": "EUR", "called": "wrong price shown")")),
             "    Act: what is read is shown; harm is each stale read. Cost: 0.5 EUR for each wrong price shown, the "
             "scenario's own number.");
  check_line(described(with_act(R"("kind": "check-then-act", "costs": 2, "unit": "calls")", rewritten())),
             "    Act: a session reads, decides and writes; harm is each write after a read that was stale, or that "
             "was overtaken before the write committed, which needs no cache. Cost: 2 calls for each act on what had "
             "been superseded, the scenario's own number.");
  check_line(described(with_act(R"("kind": "grant", "revokes": "50%")")),
             "    Act: what is read lets in or not, and 50.00 % of the commits revoke; harm is each read that lets in "
             "after that. No price is told for a harm (access after revocation): they are counted.");
  check_line(described(with_act(R"("kind": "take", "stock": 1, "costs": 1e6, "unit": "EUR")", rewritten())),
             "    Act: a key has 1 unit, and again after a write that follows no read; harm is each unit taken when "
             "none is left. Cost: 1000000 EUR for each unit oversold, the scenario's own number.");
  check_line(described(with_act(R"("kind": "once")")),
             "    Act: each write must take effect once; harm is each time that it does so again. No price is told for "
             "a harm (duplicate action): they are counted.");
  CHECK_FALSE(texts::holds(described(samples::smallest), "Act:"));
}

TEST_CASE("an act that cannot be is refused where it stands", "[scenario]") {
  const auto refuses = [](const std::string& keys, const std::string& refusal) {
    INFO(keys);
    CHECK(samples::refusal_of(with_act(keys)) == refusal + "\n");
  };
  refuses(R"("called": "x")", "s.json:2:47: data.price.act.kind: is missing; add \"kind\": ... here");
  refuses(R"("kind": "veiw")", "s.json:2:57: data.price.act.kind: \"veiw\" is none of \"view\", \"check-then-act\", "
                               "\"grant\", \"take\", \"once\"; did you mean \"view\"?");
  refuses(R"("kind": "view", "costs": 5)",
          "s.json:2:47: data.price.act.unit: is missing beside \"costs\"; say of what: \"EUR\"");
  refuses(R"("kind": "view", "costs": 5, "unit": "")",
          "s.json:2:85: data.price.act.unit: is empty; say of what: \"EUR\"");
  refuses(R"("kind": "view", "unit": "EUR")",
          "s.json:2:73: data.price.act.unit: has no effect: nothing costs anything; say what one harm costs: "
          "\"costs\": 5");
  refuses(R"("kind": "view", "costs": -1, "unit": "EUR")",
          "s.json:2:74: data.price.act.costs: -1 is not a number from 0 to 1e+12");
  refuses(R"("kind": "grant")", "s.json:2:47: data.price.act.revokes: is missing; add \"revokes\": ... here");
  refuses(R"("kind": "grant", "revokes": "0%")",
          "s.json:2:77: data.price.act.revokes: \"0%\" is not a share above 0 and up to 1");
  refuses(R"("kind": "view", "revokes": "5%", "stock": 2)",
          "s.json:2:76: data.price.act.revokes: belongs to the kind \"grant\"\n"
          "s.json:2:91: data.price.act.stock: belongs to the kind \"take\"");
  refuses(R"("kind": "view", "cost": 5)",
          "s.json:2:65: data.price.act.cost: \"cost\" is not known here; did you mean \"costs\"?");
}

TEST_CASE("an act that no load ever makes is refused", "[scenario]") {
  const auto refuses = [](const std::string& keys, const std::string& text, const std::string& why) {
    INFO(keys);
    CHECK(samples::refusal_of(with_act(keys, text)) == "s.json:2:47: data.price.act: never comes to anything: " + why +
                                                           "\n");
  };
  refuses(R"("kind": "view")", written_only(), "nobody reads \"price\"");
  refuses(R"("kind": "grant", "revokes": "5%")", written_only(), "nobody reads \"price\"");
  refuses(R"("kind": "grant", "revokes": "5%")", read_only(),
          "nobody writes \"price\", so that nothing is ever revoked");
  refuses(R"("kind": "once")", read_only(), "nobody writes \"price\"");
  const std::string unwritten = R"(no session writes "price" after reading it; give a load that reads and writes it )"
                                R"("keys_like": {"after_read": "20%"})";
  refuses(R"("kind": "check-then-act")", samples::smallest, unwritten);
  refuses(R"("kind": "take", "stock": 2)", samples::smallest, unwritten);
  // A load that is refused may be the one: its own refusal stands alone.
  const std::string doubtful =
      changed(written_only(), R"("writes": "price")", R"("writes": "price", "reads": "prise")");
  CHECK_FALSE(texts::holds(samples::refusal_of(with_act(R"("kind": "view")", doubtful)), "never comes"));
}

TEST_CASE("figures of harm are counts and times, whatever their class or unit is called", "[scenario]") {
  using stalemate::analysis::load::FigureUnit;
  CHECK(samples::unit_of("cost.price.longest_s") == FigureUnit::seconds);
  CHECK(samples::unit_of("cost.bytes.amount") == FigureUnit::count);
  CHECK(samples::unit_of("cost.ratio.acts_on_stale") == FigureUnit::count);
  CHECK(samples::unit_of("harm.man_s") == FigureUnit::count);
}
