// What `describe` says of the points of a caching policy that are written for a class.
#include <boost/algorithm/string/join.hpp>
#include "analysis/load/describe_words.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

std::string words_for(const models::StatedPolicy& stated) {
  std::vector<std::string> points;
  if (stated.told_by)
    points.push_back(stated.told_by->empty() ? "nobody tells caches of changes"
                                             : "told by " + boost::algorithm::join(*stated.told_by, ", "));
  if (stated.has_ttl)
    points.push_back(stated.ttl ? "no entry lives longer than " + models::options::write_duration(*stated.ttl)
                                : "entries do not end by themselves");
  if (!stated.fallback.empty()) points.push_back("without the cache: " + stated.fallback);
  if (!stated.watched_by.empty()) points.push_back("watched by " + boost::algorithm::join(stated.watched_by, ", "));
  if (!stated.exit.empty()) points.push_back("the cache may go: " + stated.exit);
  return boost::algorithm::join(points, "; ") + ".";
}

}  // namespace stalemate::analysis::load
