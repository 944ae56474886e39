// The picture of a topology.
#include <algorithm>
#include "analysis/page/labels.hpp"
#include "analysis/page/layers.hpp"
#include "analysis/page/topology.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using NodeKind = models::NodeSpec::Kind;

constexpr double box_width = 132, box_height = 46, column_step = 236, row_step = 84, around = 12;

int group_of(const TopologyNode& node) {
  switch (node.of) {
    case NodeKind::client: return 0;
    case NodeKind::service: return 2;
    case NodeKind::cache:
    case NodeKind::bus: return node.is_edge ? 1 : 3;
    case NodeKind::origin: break;
  }
  return 4;
}

/// Clients, edges, services, caches and buses, origins; within each those that call before those that are called.
std::vector<std::size_t> layers_of(const Topology& topology) {
  const std::size_t count = topology.nodes.size();
  std::vector<std::size_t> depth(count, 0), layer(count, 0);
  const auto group = [&](std::size_t node) { return group_of(topology.nodes[node]); };
  for (std::size_t round = 0; round + 1 < count; ++round)
    for (const TopologyEdge& each : topology.edges)
      if (group(each.from) == group(each.to) && depth[each.from] + 1 < count)  // a cycle ends there
        depth[each.to] = std::max(depth[each.to], std::min(depth[each.from] + 1, count - 1));
  std::vector<std::pair<int, std::size_t>> used;
  for (std::size_t i = 0; i < count; ++i) used.emplace_back(group(i), depth[i]);
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  for (std::size_t i = 0; i < count; ++i)
    layer[i] = static_cast<std::size_t>(std::find(used.begin(), used.end(), std::pair(group(i), depth[i])) -
                                        used.begin());
  return layer;
}

class TopologyChart {
 public:
  explicit TopologyChart(const Topology& topology)
      : topology_(topology), laid_(page::lay_out(layers_of(topology), edges_of(topology))) {}

  double width() const { return 2 * around + box_width + column_step * std::max(0.0, double(laid_.layers) - 1); }
  double height() const { return 2 * around + box_height + row_step * std::max(0.0, laid_.rows - 1); }

  std::string draw() const {
    Labels labels({{0, 0}, {width(), height()}});
    for (const Layered::Place& each : laid_.nodes) {
      const Point at = middle(each);
      labels.keep_clear({{at.x - box_width / 2, at.y - box_height / 2}, {at.x + box_width / 2, at.y + box_height / 2}});
    }
    std::string lines, names, boxes;
    for (std::size_t i = 0; i < topology_.edges.size(); ++i) {
      const auto way = way_of(i);
      lines += line(topology_.edges[i], way);
      names += labels.place_on(way[0], way[1], visible(topology_.edges[i].label), "label edge-label");
    }
    for (std::size_t i = 0; i < topology_.nodes.size(); ++i) boxes += box(topology_.nodes[i], middle(laid_.nodes[i]));
    return lines + names + boxes;
  }

 private:
  static std::vector<LayerEdge> edges_of(const Topology& topology) {
    std::vector<LayerEdge> edges;
    for (const TopologyEdge& each : topology.edges) edges.push_back({each.from, each.to});
    return edges;
  }
  static Point middle(const Layered::Place& of) {
    return {around + box_width / 2 + column_step * double(of.layer), around + box_height / 2 + row_step * of.row};
  }

  std::vector<Point> way_of(std::size_t edge) const {
    const Point from = middle(laid_.nodes[topology_.edges[edge].from]);
    const Point to = middle(laid_.nodes[topology_.edges[edge].to]);
    const double out = from.x == to.x ? 0 : (from.x < to.x ? box_width : -box_width) / 2;
    std::vector<Point> way = {{from.x + out, from.y}};
    for (const Layered::Place& each : laid_.bends[edge]) {
      const Point at = middle(each);
      way.push_back({at.x - out, at.y});
      way.push_back({at.x + out, at.y});
    }
    way.push_back({to.x - out, to.y});
    return way;
  }

  static std::string line(const TopologyEdge& edge, const std::vector<Point>& way) {
    const char* of_class = edge.how == TopologyEdge::How::declared  ? "link"
                           : edge.how == TopologyEdge::How::assumed ? "link assumed"
                                                                    : "link in-process";
    std::string text = "<g>" + svg_title(visible(edge.words)) + svg_path(way, of_class);
    if (edge.is_one_way) text += svg_marker(3, way.back(), 4, "tip");
    return text + "</g>\n";
  }

  static std::string box(const TopologyNode& node, Point at) {
    return "<g>" + svg_title(visible(node.words)) +
           svg_rect({at.x - box_width / 2, at.y - box_height / 2}, {box_width, box_height}, "node node-" + node.kind) +
           svg_text({at.x, at.y - 3}, shortened(visible(node.name), 15), "node-name", Anchor::middle) +
           svg_text({at.x, at.y + 14}, node.kind, "tick", Anchor::middle) + "</g>\n";
  }

  const Topology& topology_;
  Layered laid_;
};

std::string told_in_words(const Topology& topology) {
  std::vector<std::string> told;
  for (const TopologyEdge& each : topology.edges)
    told.push_back(visible(topology.nodes[each.from].name) + " to " + visible(topology.nodes[each.to].name));
  return "Nodes from the callers on the left to the origins on the right, with mean latencies. Joined: " +
         (told.empty() ? "none" : joined(told, "; ")) + ".";
}

}  // namespace

Picture topology_picture(const Topology& topology) {
  const TopologyChart chart(topology);
  return {"topology", "Topology", told_in_words(topology), chart.width(), chart.height(), chart.draw()};
}

}  // namespace stalemate::analysis::page
