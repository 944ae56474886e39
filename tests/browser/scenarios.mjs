// Scenarios whose pages are looked at: a usual one is the library's; these are the odd ones.

const nasty = "</script><img src=x onerror=alert(1)>\"'`&\u202e<svg onload=alert(2)>-->";

const system = (strategies, more = {}) => ({
  title: "Price cache",
  duration: "30s",
  warm_up: "5s",
  data: { price: { keys: 200, size: "1KiB", popularity: { zipf: 0.9 }, promise: { max_age: "2s" } } },
  nodes: { shop: "service", redis: "cache", db: { kind: "origin", servers: 4, read: "2ms", write: "3ms" } },
  load: [
    { name: "readers", from: "shop", reads: "price", rate: "200/s" },
    { name: "writers", from: "shop", writes: "price", rate: "20/s", keys_like: "reads" },
  ],
  strategies,
  ...more,
});

const cached = (expiry, write) => ({ price: { read: "cache-aside", ...(expiry && { expiry }), ...(write && { write }) } });

export const one = system({ "delete": cached("60s", "invalidate") });

export const forty = system(Object.fromEntries(Array.from({ length: 40 }, (_, i) =>
  [`ttl of ${i + 1} seconds, number ${i + 1}`, cached(`${i + 1}s`)])), { current: "ttl of 7 seconds, number 7" });

/// Nobody asks for anything after the warm-up.
export const empty = system({ "delete": cached(undefined, "invalidate") }, {
  load: [{ name: "readers", from: "shop", reads: "price", at: ["1s"] }],
});

/// The same hostile text wherever a scenario has words of its own.
export const hostile = {
  title: nasty, question: nasty, story: nasty, sources: [nasty], leaves_out: [nasty],
  duration: "30s", warm_up: "5s", current: nasty + "delete",
  data: { [nasty]: { keys: 50, promise: { max_age: "1s" }, owner: nasty + "shop", act: { kind: "view", called: nasty, costs: 4.5, unit: nasty } } },
  nodes: { [nasty + "shop"]: "service", [nasty + "redis"]: "cache", [nasty + "db"]: { kind: "origin", read: "2ms" } },
  load: [
    { name: nasty, from: nasty + "shop", reads: nasty, rate: "200/s" },
    { name: nasty + "2", from: nasty + "shop", writes: nasty, rate: "10/s", keys_like: "reads" },
  ],
  faults: [{ name: nasty, kind: "partition", between: [nasty + "shop", nasty + "redis"], at: "10s", until: "15s" }],
  strategies: {
    [nasty + "delete"]: { [nasty]: { read: "cache-aside", write: "invalidate" } },
    [nasty + "ttl"]: { [nasty]: { read: "cache-aside", expiry: "10s" } },
  },
  expect: [{ text: nasty, strategy: "*", path: "staleness.age_s.max", max: 1 }],
};

export const nastyWords = nasty;
