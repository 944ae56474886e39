#include "analysis/review/blame.hpp"
#include <algorithm>
#include "analysis/load/path.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::review {
namespace {

using measure::Cause;

constexpr double much_worse = 1.5;  ///< So much more another world must show to be told instead of as described.
constexpr double part_worth_telling = 0.01;  ///< Of the reads that break a promise.

/// What passes by itself: without a promise it breaks nothing.
bool passes(Cause cause) {
  return cause == Cause::invalidation_in_flight || cause == Cause::joined_flight || cause == Cause::served_stale ||
         cause == Cause::clock_skew || cause == Cause::unflushed_write;
}

/// What any design shows while what carries its words or feeds its followers is cut off or held back: that is the fault
/// itself, and not one of the design.
bool is_nature_of(const World& world, Cause cause) {
  if (cause == Cause::invalidation_in_flight) return !world.is_described();
  return cause == Cause::replica_lag && world.fact.name == "lag-follower";
}

class BlameOf {
 public:
  BlameOf(const Evidence& evidence, const Subject& subject) : evidence_(evidence), subject_(subject) {}

  std::vector<Blame> all() const {
    std::vector<Blame> worst;
    for (const World& world : evidence_.worlds) {
      if (!is_promised() && (!world.is_described() || subject_.longest_life())) continue;
      if (const page::StrategyReport* row = row_named(world.report, subject_.plan.name)) add(world, *row, worst);
    }
    return worst;
  }

 private:
  bool is_promised() const { return subject_.data_class().promise.max_age.has_value(); }

  std::string path_of(const std::string& figure) const {
    return load::join("classes", subject_.data_class().name) + "." + figure;
  }

  void add(const World& world, const page::StrategyReport& row, std::vector<Blame>& worst) const {
    const std::string counted = is_promised() ? "staleness.over_bound" : "staleness";
    const double all = page::sum(row, path_of(is_promised() ? "staleness.over_bound.count" : "staleness.stale"));
    const double answered = page::sum(row, path_of("reads.answered"));
    const double allowed = is_promised() ? (1 - subject_.data_class().promise.share) * answered : 0;
    for (std::size_t i = 0; i < measure::cause_count; ++i) {
      const auto cause = static_cast<Cause>(i);
      if (is_nature_of(world, cause) || (!is_promised() && passes(cause))) continue;
      const double reads = page::sum(row, path_of(counted + ".causes." + std::string(measure::name_of(cause))));
      if (reads <= allowed || reads < part_worth_telling * all) continue;
      const double oldest_s = page::greatest(row, path_of("staleness.age_s.max")).value_or(0);
      keep({cause, &world, reads, answered, oldest_s, is_promised(), ""}, worst);
    }
  }

  void keep(Blame blame, std::vector<Blame>& worst) const {
    blame.command = evidence_.commands.explain({subject_.plan.name, std::string(measure::name_of(blame.cause)),
                                                subject_.data_class().name, blame.world->fact.name});
    const auto known =
        std::find_if(worst.begin(), worst.end(), [&](const Blame& each) { return each.cause == blame.cause; });
    if (known == worst.end()) {
      worst.push_back(std::move(blame));
    } else if (blame.share() > much_worse * known->share()) {
      *known = std::move(blame);
    }
  }

  const Evidence& evidence_;
  const Subject& subject_;
};

}  // namespace

std::string Blame::text() const {
  const std::string which = is_promised ? " older than promised, " : " stale, ";
  return (world->is_described() ? "As described " : "Under \"" + world->fact.title + "\" ") +
         page::share_text(share()) + " of its reads are" + which + "by " +
         std::string(measure::name_of(cause)) + "; the oldest answer is " + page::time_text(oldest_s) + " old.";
}

std::vector<Blame> blames_of(const Evidence& evidence, const Subject& subject) {
  return BlameOf(evidence, subject).all();
}

const Blame* blame_on(const std::vector<Blame>& blames, Cause cause) {
  const auto found = std::find_if(blames.begin(), blames.end(), [&](const Blame& each) { return each.cause == cause; });
  return found == blames.end() ? nullptr : &*found;
}

}  // namespace stalemate::analysis::review
