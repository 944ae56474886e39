// Empirical popularity: what so many of the hottest keys get together, as a histogram of keys shows it.
#include <cstddef>
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::Popularity;
using Top = sim::Bands::Top;

namespace {

// A share written in decimal is not exactly its binary self: keys of equal heat are no error.
constexpr double tolerance = 1 + 1e-9;

struct Point {
  std::string key;  ///< As written.
  Top top;
};

std::optional<std::vector<Point>> points_of(Reader& in) {
  std::vector<Point> points;
  bool is_sound = true;
  for (const Member* member : in.named()) {
    const auto ranks = models::options::read_count(member->key);
    const bool is_count = ranks && *ranks > 0;
    if (!is_count) in.error(member->key, "is no number of keys", "write how many of the hottest keys, as \"100\"");
    const auto share = in.ratio_of(member->value, above_to(0.0, 1.0));
    is_sound &= is_count && share.has_value();
    if (is_sound) points.push_back({member->key, {static_cast<std::uint64_t>(*ranks), *share}});
  }
  const auto is_less = [](const Point& a, const Point& b) { return a.top.ranks < b.top.ranks; };
  std::sort(points.begin(), points.end(), is_less);
  return is_sound ? std::optional(points) : std::nullopt;
}

double share_a_key(const Top& before, const Top& top) {
  return (top.share - before.share) / static_cast<double>(top.ranks - before.ranks);
}

/// Whether a point goes on where the ones before it end: more keys, a greater share, none of them hotter.
bool check_point(Reader& in, const Point& before, const Point& point, double hottest) {
  const std::string earlier = "the hottest " + before.key;
  const auto refuse = [&](const std::string& why, const std::string& mend) {
    in.error(point.key, why, mend);
    return false;
  };
  if (point.top.ranks == before.top.ranks) return refuse("counts as many keys as " + in_quotes(before.key), "");
  if (point.top.share <= before.top.share)
    return refuse("is not above the share of " + earlier,
                  "shares add up: write what the hottest " + point.key + " get together");
  if (share_a_key(before.top, point.top) <= hottest * tolerance) return true;
  return refuse("makes the keys after " + earlier + " hotter than those",
                "give " + earlier + " more, or the hottest " + point.key + " less");
}

}  // namespace

std::string misfit_of(const Popularity& popularity, std::int64_t keys) {
  if (popularity.top.empty() || keys == 0) return "";
  const Top last = popularity.top.back();
  const Top before = popularity.top.size() > 1 ? popularity.top[popularity.top.size() - 2] : Top{};
  const auto all = static_cast<std::uint64_t>(keys);
  const std::string counted = std::to_string(last.ranks), of_all = std::to_string(keys);
  if (last.ranks > all) return "it counts " + counted + " keys, but there are " + of_all;
  if (last.ranks == all) return last.share == 1 ? "" : "all " + of_all + " keys together get 100%";
  if (share_a_key(last, {all, 1}) <= share_a_key(before, last) * tolerance) return "";
  return "what is left makes each key after the hottest " + counted + " of " + of_all + " hotter than those";
}

std::optional<Popularity> bands_of(Reader& in, std::int64_t keys) {
  auto top = in.optional_object("top");
  if (!top) return std::nullopt;
  const auto points = points_of(*top);
  if (!points) return std::nullopt;
  if (points->empty()) return in.error("top", "names no number of keys", R"(write {"100": "22%"})"), std::nullopt;
  Popularity popularity;
  popularity.law = Popularity::Law::empirical;
  popularity.top.push_back(points->front().top);
  for (std::size_t i = 1; i < points->size(); ++i) {
    const Top earlier = i > 1 ? (*points)[i - 2].top : Top{};
    const Point& before = (*points)[i - 1];
    if (!check_point(*top, before, (*points)[i], share_a_key(earlier, before.top))) return std::nullopt;
    popularity.top.push_back((*points)[i].top);
  }
  const std::string misfit = misfit_of(popularity, keys);
  if (misfit.empty()) return popularity;
  return in.error("top", misfit, "add a point, or correct the shares or the number of keys"), std::nullopt;
}

}  // namespace stalemate::analysis::load
