// The JSON Schema of faults and of alerts.
#include "analysis/load/schema_forms.hpp"

namespace stalemate::analysis::load {
namespace {

using namespace forms;

Json condition() {
  return object_of({{"commits_of", text(), "a class: so many of its writes are made"},
                    {"waiting_at", text(), "an origin or a cache: so many wait there"},
                    {"reach", ref("count"), "commits_of, waiting_at: how many"},
                    {"begins", text(), "another fault"},
                    {"ends", text(), "another fault"},
                    {"alert", text(), "one of \"alerts\": it fires, whether or not a strategy observes it"},
                    {"signal", one_word({"hit_ratio", "origin_reads_per_s", "error_ratio"}),
                     "below or above a value, as an alert looks at it"},
                    {"of", text(), "signal: the cache or the origin"},
                    {"below", any_of({ref("ratio"), ref("rate")}), "signal"},
                    {"above", any_of({ref("ratio"), ref("rate")}), "signal"},
                    {"over", ref("duration"), "signal: the window looked back on; default 1m"},
                    {"for", ref("duration"), "signal: so long it must hold; default 0s"},
                    {"after", ref("duration"), "from then to the strike; default 0s"}});
}

}  // namespace

namespace forms {

Json fault() {
  return object_of({{"name", text(), "default as \"fault.0\""},
                    {"kind", one_word(words::fault_kinds), "", required},
                    {"at", ref("time"), "when it begins; with \"every\": from when on it may strike"},
                    {"until", ref("time"), "when it ends; failover, pause: required; default never"},
                    {"every", ref("duration"), "it strikes again and again, so far apart on average (exponential)"},
                    {"when", condition(), "it strikes when this first holds, in place of \"at\""},
                    {"lasts", ref("law"), "every, when: how long a strike does; when: default for good"},
                    {"on", text(), "what is struck, a node or one of its parts; not of what strikes messages or loads"},
                    {"between", pair_of(text()), "of what strikes messages: both ways; two nodes or parts of them"},
                    {"from", text(), "the same one way"},
                    {"to", text(), "as from"},
                    {"share", ref("ratio"), "drop, duplicate, reorder, hot-key: of them all; default 100%"},
                    {"messages", one_word(words::messages), "of what strikes messages: which; default all"},
                    {"by", ref("duration"), "delay, reorder, lag: added; skew: how far off the clock is"},
                    {"clock", one_word(words::clocks), "skew: which way it is off"},
                    {"factor", ref("number"), "lag, slow (work, messages), spike (a load's rate): multiplied"},
                    {"stall", flag(), "lag: nothing is applied until it ends; default false"},
                    {"class", text(), "slow, of an origin: only queries of this class; default all"},
                    {"load", text(), "spike: the load whose rate rises; hot-key: the load that asks for the key"},
                    {"key", ref("count"), "hot-key: which key of the class, from 0"},
                    {"keeps", one_word(words::keeps), "crash, restart, deploy, remove-shard; default nothing"},
                    {"down", ref("duration"), "deploy: how long each instance or shard is away"},
                    {"pause", ref("duration"), "deploy: from one's return to the next one's departure; default 0s"}});
}

Json alert() {
  return object_of({{"name", text(), "", required},
                    {"signal", one_word(words::signals), "what operators see of the system", required},
                    {"of", text(),
                     "a cache, an origin, a canary, of which a lone one need not be named; latency: a load, or all"},
                    {"below", any_of({ref("ratio"), ref("rate"), ref("duration")}), "fires below this"},
                    {"above", any_of({ref("ratio"), ref("rate"), ref("duration")}), "fires above this"},
                    {"over", ref("duration"), "the window looked back on, in whole seconds; default 1m"},
                    {"for", ref("duration"), "so long the condition must hold; default 0s"}});
}

}  // namespace forms
}  // namespace stalemate::analysis::load
