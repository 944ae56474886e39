#include "analysis/page/layers.hpp"
#include <algorithm>
#include <numeric>

namespace stalemate::analysis::page {
namespace {

constexpr int sweeps = 8;

/// Nodes and bends alike stand in layers; what touches what decides their order.
class LayerOrder {
 public:
  LayerOrder(const std::vector<std::size_t>& layer_of, const std::vector<LayerEdge>& edges) : layer_of_(layer_of) {
    neighbours_.resize(layer_of.size());
    for (const LayerEdge& edge : edges) chains_.push_back(chain_of(edge));
    for (std::size_t i = 0; i < layer_of_.size(); ++i) {
      if (layer_of_[i] >= columns_.size()) columns_.resize(layer_of_[i] + 1);
      columns_[layer_of_[i]].push_back(i);
    }
  }

  Layered placed(std::size_t nodes) {
    for (int i = 0; i < sweeps; ++i) sweep(i % 2 == 0);
    Layered made;
    made.layers = columns_.size();
    for (const auto& column : columns_) made.rows = std::max(made.rows, static_cast<double>(column.size()));
    std::vector<Layered::Place> places(layer_of_.size());
    for (const auto& column : columns_)
      for (std::size_t i = 0; i < column.size(); ++i)
        places[column[i]] = {layer_of_[column[i]],
                             static_cast<double>(i) + (made.rows - static_cast<double>(column.size())) / 2};
    made.nodes.assign(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(nodes));
    for (const auto& chain : chains_) {
      made.bends.emplace_back();
      for (const std::size_t each : chain) made.bends.back().push_back(places[each]);
    }
    return made;
  }

 private:
  /// A bend in each layer that the edge crosses.
  std::vector<std::size_t> chain_of(const LayerEdge& edge) {
    const bool is_backward = layer_of_[edge.from] > layer_of_[edge.to];
    const std::size_t first = is_backward ? edge.to : edge.from, last = is_backward ? edge.from : edge.to;
    std::vector<std::size_t> bends;
    std::size_t before = first;
    for (std::size_t layer = layer_of_[first] + 1; layer < layer_of_[last]; ++layer) {
      bends.push_back(layer_of_.size());
      layer_of_.push_back(layer);
      neighbours_.emplace_back();
      join(before, bends.back());
      before = bends.back();
    }
    join(before, last);
    if (is_backward) std::reverse(bends.begin(), bends.end());
    return bends;
  }

  void join(std::size_t a, std::size_t b) {
    neighbours_[a].push_back(b);
    neighbours_[b].push_back(a);
  }

  double middle_of(std::size_t of, const std::vector<double>& rows, std::size_t layer) const {
    double sum = 0;
    int count = 0;
    for (const std::size_t each : neighbours_[of])
      if (layer_of_[each] == layer) sum += rows[each], ++count;
    return count == 0 ? rows[of] : sum / count;
  }

  void sweep(bool forward) {
    std::vector<double> rows(layer_of_.size());
    const auto note = [&](const std::vector<std::size_t>& column) {
      for (std::size_t i = 0; i < column.size(); ++i)
        rows[column[i]] = static_cast<double>(i) - static_cast<double>(column.size()) / 2;
    };
    for (const auto& column : columns_) note(column);
    for (std::size_t i = 1; i < columns_.size(); ++i) {
      const std::size_t at = forward ? i : columns_.size() - 1 - i, before = forward ? at - 1 : at + 1;
      std::vector<double> middles(layer_of_.size());
      for (const std::size_t each : columns_[at]) middles[each] = middle_of(each, rows, before);
      std::stable_sort(columns_[at].begin(), columns_[at].end(),
                       [&](std::size_t a, std::size_t b) { return middles[a] < middles[b]; });
      note(columns_[at]);
    }
  }

  std::vector<std::size_t> layer_of_;  ///< Of nodes, then of bends.
  std::vector<std::vector<std::size_t>> neighbours_;
  std::vector<std::vector<std::size_t>> columns_;
  std::vector<std::vector<std::size_t>> chains_;
};

}  // namespace

Layered lay_out(const std::vector<std::size_t>& layer_of, const std::vector<LayerEdge>& edges) {
  return LayerOrder(layer_of, edges).placed(layer_of.size());
}

}  // namespace stalemate::analysis::page
