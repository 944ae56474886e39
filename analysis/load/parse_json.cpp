// The JSON parser: nlohmann's SAX parser over a counting iterator, so that values and keys know their places.
// Promise: no exception is caught and nothing recurses; every refusal names a place inside the text.
// Source: RFC 8259, RFC 3629 (UTF-8). Departs: comments are allowed; trailing commas are refused with a mend.
//
// nlohmann reports a token only after reading it (a number: after reading one byte more). The start of a token is
// therefore found going forward: from the end of the token before it over blanks, comments, commas and colons.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <functional>
#include <iterator>
#include <set>
#include <nlohmann/json.hpp>
#include "analysis/load/document.hpp"
#include "analysis/load/path.hpp"

namespace stalemate::analysis::load {
namespace {

using Offset = std::int64_t;

/// Where a byte stands: walks forward only, so that a whole document costs one pass.
class Scanner {
 public:
  Scanner(std::string_view text, std::int32_t file) : text_(text), place_{file, 1, 1} {}

  Place place() const { return place_; }
  Offset offset() const { return offset_; }
  Offset size() const { return Offset(text_.size()); }
  std::string_view text() const { return text_; }
  bool at_end() const { return offset_ >= size(); }
  char peek(Offset ahead = 0) const { return offset_ + ahead < size() ? text_[std::size_t(offset_ + ahead)] : '\0'; }

  static bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

  void step() {
    const char c = peek();
    ++offset_;
    const bool ends_line = c == '\n' || (c == '\r' && peek() != '\n');
    if (ends_line) {
      ++place_.line;
      place_.column = 1;
    } else if (!continues_code_point(peek())) {
      ++place_.column;
    }
  }
  void go_to(Offset offset) {
    while (offset_ < std::min(offset, size())) step();
  }
  /// Over blanks and whole comments; an open comment stays where it begins.
  void skip_blanks() {
    while (!at_end()) {
      const char c = peek();
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        step();
      } else if (c != '/' || !skip_comment()) {
        return;
      }
    }
  }

 private:
  bool skip_comment() {
    const auto from = std::size_t(offset_) + 2;
    if (peek(1) == '/') {
      const auto end = text_.find_first_of("\r\n", from);
      go_to(end == std::string_view::npos ? size() : Offset(end));
      return true;
    }
    const auto end = peek(1) == '*' ? text_.find("*/", from) : std::string_view::npos;
    if (end == std::string_view::npos) return false;
    go_to(Offset(end) + 2);
    return true;
  }

  std::string_view text_;
  Place place_;
  Offset offset_ = 0;
};

/// The length of the code point that begins at `at`, or 0 when the bytes there are no UTF-8 (RFC 3629, section 4).
Offset code_point_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U; };
  const auto tail = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool is_overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool is_surrogate = first == 0xED && byte(1) > 0x9F;
    return tail(1) && tail(2) && !is_overlong && !is_surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool is_overlong = first == 0xF0 && byte(1) < 0x90;
    const bool is_beyond = first == 0xF4 && byte(1) > 0x8F;
    return tail(1) && tail(2) && tail(3) && !is_overlong && !is_beyond ? 4 : 0;
  }
  return 0;
}

/// Refuses what nlohmann lets pass: bad UTF-8 in comments, and a zero byte, which it takes for the end of the text.
bool check_bytes(std::string_view text, std::int32_t file, Diagnostics& diagnostics) {
  Scanner scanner(text, file);
  for (std::size_t at = 0; at < text.size();) {
    const Offset length = code_point_length(text, at);
    if (length == 0 || text[at] == '\0') {
      scanner.go_to(Offset(at));
      // A stray continuation byte has not moved the column, yet it stands where a character should.
      Place place = scanner.place();
      place.column += Scanner::continues_code_point(text[at]) ? 1 : 0;
      const bool is_zero = length != 0;
      diagnostics.error(place, "", is_zero ? "a zero byte does not belong here" : "this byte is not UTF-8",
                        is_zero ? "" : "save the file as UTF-8");
      return false;
    }
    at += std::size_t(length);
  }
  return true;
}

/// Tells outside how far the parser has read.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, Offset* read) : at_(at), read_(read) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*read_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator old = *this;
    ++*this;
    return old;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  Offset* read_;
};

/// A container under construction.
struct Frame {
  Node node;
  std::string key;  ///< Of the member whose value comes next.
  Place key_place;
  bool is_repeated = false;
  std::set<std::string, std::less<>> keys;
};

/// Builds the tree; its functions are nlohmann's SAX interface.
class Builder {
 public:
  Builder(std::string_view text, std::int32_t file, Diagnostics& diagnostics)
      : scanner_(text, file), diagnostics_(diagnostics) {}

  Offset* bytes_read() { return &read_; }
  std::optional<Node> take_root() { return std::move(root_); }

  bool null() {
    return add(Kind::null, [](Node&) {});
  }
  bool boolean(bool value) {
    return add(Kind::flag, [&](Node& node) { node.flag = value; });
  }
  bool number_integer(std::int64_t value) { return integer(value); }
  bool number_unsigned(std::uint64_t value) {
    if (value <= std::uint64_t(INT64_MAX)) return integer(std::int64_t(value));
    return number_float(double(value), {});
  }
  bool number_float(double value, const std::string&) {
    return add(Kind::number, [&](Node& node) { node.number = value; });
  }
  bool string(std::string& value) {
    return add(Kind::text, [&](Node& node) { node.text = std::move(value); });
  }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Kind::object); }
  bool start_array(std::size_t) { return open(Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& value);
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& why);

 private:
  /// The place where the token just read begins; `token_` becomes its bytes.
  Place begin_token() {
    scanner_.skip_blanks();
    while (scanner_.peek() == ',' || scanner_.peek() == ':') {
      scanner_.step();
      scanner_.skip_blanks();
    }
    return scanner_.place();
  }
  std::string_view end_token(Offset end) {
    const auto from = std::size_t(scanner_.offset());
    scanner_.go_to(end);
    return scanner_.text().substr(from, std::size_t(scanner_.offset()) - from);
  }
  /// Numbers are read one byte too far, except at the end of the text.
  Offset number_end() const {
    const bool is_inside = read_ == scanner_.size() && std::isdigit(static_cast<unsigned char>(scanner_.text().back()));
    return is_inside ? read_ : read_ - 1;
  }
  std::string next_path() const;
  std::optional<Node> begin_value(Kind kind);
  void attach(Node node);
  bool open(Kind kind);
  bool close();
  bool integer(std::int64_t value);
  template <class Fill>
  bool add(Kind kind, Fill fill);
  bool refuse(Place place, std::string message, std::string mend = {});
  bool refuse_end();
  bool refuse_token(std::string_view token, std::string_view why);

  Scanner scanner_;
  Diagnostics& diagnostics_;
  Offset read_ = 0;
  std::vector<Frame> frames_;
  std::optional<Node> root_;
};

bool Builder::refuse(Place place, std::string message, std::string mend) {
  diagnostics_.error(place, frames_.empty() ? "" : frames_.back().node.path, std::move(message), std::move(mend));
  return false;
}

std::string Builder::next_path() const {
  if (frames_.empty()) return {};
  const Frame& top = frames_.back();
  return top.node.is(Kind::array) ? join(top.node.path, std::int64_t(top.node.items.size()))
                                  : join(top.node.path, top.key);
}

std::optional<Node> Builder::begin_value(Kind kind) {
  Node node;
  node.kind = kind;
  node.place = begin_token();
  node.path = next_path();
  if (std::int64_t(node.path.size()) <= path_bytes_at_most) return node;
  refuse(node.place, "the path to this value is longer than " + std::to_string(path_bytes_at_most) + " bytes");
  return std::nullopt;
}

void Builder::attach(Node node) {
  if (frames_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& top = frames_.back();
  if (top.node.is(Kind::array)) {
    top.node.items.push_back(std::move(node));
  } else if (!top.is_repeated) {
    top.node.members.push_back({std::move(top.key), top.key_place, std::move(node)});
  }
}

template <class Fill>
bool Builder::add(Kind kind, Fill fill) {
  std::optional<Node> node = begin_value(kind);
  if (!node) return false;
  const bool is_numeric = kind == Kind::integer || kind == Kind::number;
  const std::string_view written = end_token(is_numeric ? number_end() : read_);
  if (is_numeric) node->text = written;
  fill(*node);
  attach(std::move(*node));
  return true;
}

bool Builder::integer(std::int64_t value) {
  return add(Kind::integer, [&](Node& node) {
    node.integer = value;
    node.number = double(value);
  });
}

bool Builder::open(Kind kind) {
  std::optional<Node> node = begin_value(kind);
  if (!node) return false;
  if (std::int64_t(frames_.size()) >= levels_at_most) {
    return refuse(node->place, "nested deeper than " + std::to_string(levels_at_most) + " levels");
  }
  end_token(read_);
  Frame frame;
  frame.node = std::move(*node);
  frames_.push_back(std::move(frame));
  return true;
}

bool Builder::close() {
  begin_token();
  end_token(read_);
  Node done = std::move(frames_.back().node);
  frames_.pop_back();
  attach(std::move(done));
  return true;
}

bool Builder::key(std::string& value) {
  const Place place = begin_token();
  end_token(read_);
  Frame& top = frames_.back();
  top.is_repeated = !top.keys.insert(value).second;
  top.key = std::move(value);
  top.key_place = place;
  if (!top.is_repeated) return true;
  const Member* first = top.node.member(top.key);
  diagnostics_.error(place, join(top.node.path, top.key),
                     in_quotes(top.key) + " is written twice; the first is at " + diagnostics_.text_of(first->place),
                     "remove one of them");
  return true;
}

bool Builder::refuse_end() {
  if (frames_.empty()) return refuse(scanner_.place(), "the text ends where a JSON value should be");
  const Node& node = frames_.back().node;
  const bool is_object = node.is(Kind::object);
  return refuse(scanner_.place(),
                std::string("the text ends before the ") + (is_object ? "object" : "array") + " opened at line " +
                    std::to_string(node.place.line) + ", column " + std::to_string(node.place.column) + " is closed",
                std::string("add the missing ") + (is_object ? "}" : "]"));
}

/// nlohmann's own reason, without its numbering and its unbounded copy of the text before.
std::string reason(std::string_view why, std::string_view token) {
  const auto dash = why.find(" - ");
  std::string_view tail = dash == std::string_view::npos ? why : why.substr(dash + 3);
  const auto copy = tail.find("; last read:");
  if (copy == std::string_view::npos) return std::string(tail);
  return std::string(tail.substr(0, copy)) + " at " + in_quotes(token);
}

bool Builder::refuse_token(std::string_view token, std::string_view why) {
  const char c = scanner_.peek();
  const Place place = scanner_.place();
  if (frames_.empty() && root_) return refuse(place, "there is more text after the end of the document");
  if (c == '\'') return refuse(place, "a string begins with a single quote", "use double quotes");
  if (why.find("number overflow") != std::string_view::npos) {
    return refuse(place, in_quotes(token) + " is too large a number");
  }
  const bool is_after_value = why.find("parsing object - ") != std::string_view::npos ||
                              why.find("parsing array - ") != std::string_view::npos;
  const bool is_token = why.find("; last read:") == std::string_view::npos;
  const bool begins_value = c == '"' || c == '{' || c == '[' || c == '-' || std::isalnum(static_cast<unsigned char>(c));
  if (is_after_value && is_token && begins_value) return refuse(place, "not JSON: a comma is missing before this");
  const bool is_bare_name = why.find("object key - invalid literal") != std::string_view::npos;
  return refuse(place, "not JSON: " + reason(why, token), is_bare_name ? "write names in double quotes" : "");
}

bool Builder::parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& why) {
  const Offset last_byte = Offset(position) - 1;
  std::optional<Place> comma;
  scanner_.skip_blanks();
  while ((scanner_.peek() == ',' || scanner_.peek() == ':') && scanner_.offset() < last_byte) {
    comma = scanner_.peek() == ',' ? std::optional(scanner_.place()) : std::nullopt;
    scanner_.step();
    scanner_.skip_blanks();
  }
  if (scanner_.at_end()) return refuse_end();
  const char c = scanner_.peek();
  if (comma && (c == '}' || c == ']')) {
    return refuse(*comma, std::string("not JSON: a comma before the closing ") + c, "remove the comma");
  }
  // nlohmann's own copy of the token may begin too early.
  const Offset length = std::max<Offset>(last_byte + 1 - scanner_.offset(), 1);
  return refuse_token(scanner_.text().substr(std::size_t(scanner_.offset()), std::size_t(length)), why.what());
}

}  // namespace

std::optional<Node> parse(std::string_view text, std::string_view file_name, Diagnostics& diagnostics) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::int32_t file = diagnostics.file(file_name);
  // nlohmann would skip one more, and every column of the first line would be wrong.
  if (text.starts_with(byte_order_mark)) {
    diagnostics.error({file, 1, 1}, "", "a second byte order mark does not belong here", "remove it");
    return std::nullopt;
  }
  if (!check_bytes(text, file, diagnostics)) return std::nullopt;
  Builder builder(text, file, diagnostics);
  const CountingIterator first(text.data(), builder.bytes_read());
  const CountingIterator last(text.data() + text.size(), builder.bytes_read());
  using nlohmann::json;
  if (!json::sax_parse(first, last, &builder, json::input_format_t::json, true, true)) return std::nullopt;
  return builder.take_root();
}

}  // namespace stalemate::analysis::load
