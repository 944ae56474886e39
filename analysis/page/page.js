// What a page can do where scripts run: curves that can be read off and zoomed into, strategies switched off and on,
// the incident stepped through, pictures saved, dark and light. Without it everything is there to be read all the same.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const data = JSON.parse(one("#data").textContent);
  const plots = [];

  // Dark and light: the system's wish until the button says otherwise.
  const theme = one("#theme"), dark = one("#dark-style");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let isDark = system.matches;
  const showTheme = () => {
    theme.textContent = isDark ? "Switch to light" : "Switch to dark";
    plots.forEach((plot) => plot.redraw(false));
  };
  const setTheme = (wanted) => {
    isDark = wanted;
    dark.media = isDark ? "screen" : "not all";
    document.documentElement.style.colorScheme = isDark ? "dark" : "light";
    showTheme();
  };
  theme.hidden = false;
  theme.addEventListener("click", () => setTheme(!isDark));
  system.addEventListener("change", () => setTheme(system.matches));

  // Saving a picture: as it stands, with its styles.
  const saved = (svg) => {
    const copy = svg.cloneNode(true), style = document.createElementNS(svg.namespaceURI, "style");
    const paper = document.createElementNS(svg.namespaceURI, "rect");
    style.textContent = one("#chart-style").textContent + "@media (prefers-color-scheme: dark) {" + dark.textContent + "}";
    paper.setAttribute("class", "paper");
    paper.setAttribute("width", "100%");
    paper.setAttribute("height", "100%");
    copy.prepend(style, paper);
    return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
  };
  for (const button of all(".save")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(saved(one("svg", button.closest("figure"))));
      link.download = button.dataset.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }

  // Strategies, switched off and on in every picture.
  const switches = one("#switches");
  const boxes = switches ? all("input", switches) : [];
  const show = (box) => {
    const number = Number(box.value);
    for (const group of all(`[data-series="${number}"]`)) group.style.display = box.checked ? "" : "none";
    plots.forEach((plot) => plot.setSeries(number + 1, { show: box.checked }));
  };
  const showOnly = (isMeant) => boxes.forEach((box) => {
    box.checked = isMeant(data.strategies[Number(box.value)]);
    show(box);
  });
  if (switches) {
    switches.hidden = false;
    boxes.forEach((box) => box.addEventListener("change", () => show(box)));
    const ways = { all: () => true, none: () => false, telling: (strategy) => strategy.shape !== null };
    all("button", switches).forEach((button) => button.addEventListener("click", () => showOnly(ways[button.dataset.show])));
  }

  // Curves.
  const two = (number) => String(number).padStart(2, "0");
  const clock = (seconds) => {
    const whole = Math.round(seconds), hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
    return (hours ? hours + ":" + two(minutes) : minutes) + ":" + two(whole % 60);
  };
  const short = (value) => value === 0 ? "0" : Number(value.toPrecision(3)).toLocaleString("en", { maximumSignificantDigits: 3 }).replaceAll(",", " ");
  const texts = { stale: (value) => value === 0 ? "0" : short(100 * value) + " %", load: short };
  const dashes = [[], [9, 4], [2, 4], [12, 4, 2, 4], [5, 5], [14, 6], [4, 3, 1, 3], [1, 5]];
  const colour = (classes, property) => {
    const sample = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
    sample.setAttribute("class", "chart");
    mark.setAttribute("class", classes);
    sample.append(mark);
    document.body.append(sample);
    const found = getComputedStyle(mark)[property];
    sample.remove();
    return found;
  };
  const line = (strategy) => strategy.shape === null
    ? { label: strategy.name, stroke: () => colour("muted line", "stroke"), width: 1, points: { show: false } }
    : { label: strategy.name, stroke: () => colour("look look-" + strategy.shape + " line", "stroke"), width: 2,
        dash: dashes[strategy.shape], points: { show: false } };

  const bandRows = Math.min(3, new Set(data.time.bands.map((band) => band.name)).size);
  const drawBands = (plot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.fillStyle = colour("band", "fill");
    const ends = [], told = new Set();
    for (const band of data.time.bands) {
      const from = plot.valToPos(Math.max(band.from, plot.scales.x.min), "x", true);
      const to = plot.valToPos(Math.min(band.to, plot.scales.x.max), "x", true);
      if (to < bbox.left || from > bbox.left + bbox.width) continue;
      ctx.globalAlpha = 0.14;
      ctx.fillRect(from, bbox.top, Math.max(2, to - from), bbox.height);
      ctx.globalAlpha = 1;
      ctx.font = "italic " + 12 * devicePixelRatio + "px system-ui, sans-serif";
      ctx.textAlign = "left";
      const row = ends.findIndex((end) => end < from), at = row < 0 ? ends.length : row;
      if (at >= bandRows || told.has(band.name)) continue;
      told.add(band.name);
      ends[at] = from + ctx.measureText(band.name).width + 8;
      ctx.fillText(band.name, from, bbox.top - (6 + 15 * at) * devicePixelRatio);
    }
    ctx.restore();
  };

  // Names beside the ends of their lines, moved apart where they would cover each other.
  const drawNames = (plot) => {
    const { ctx, bbox } = plot, height = 15 * devicePixelRatio, ends = [];
    plot.series.forEach((series, i) => {
      const strategy = data.strategies[i - 1];
      if (i === 0 || !series.show || strategy.shape === null) return;
      const value = plot.data[i].slice(plot.series[0].idxs[0], plot.series[0].idxs[1] + 1).findLast((each) => each !== null);
      if (value !== undefined) ends.push({ name: strategy.name, shape: strategy.shape, y: plot.valToPos(value, "y", true) });
    });
    ends.sort((a, b) => a.y - b.y);
    ends.forEach((end, i) => { if (i > 0) end.y = Math.max(end.y, ends[i - 1].y + height); });
    let room = bbox.top + bbox.height;
    for (const end of [...ends].reverse()) {
      end.y = Math.min(end.y, room);
      room = end.y - height;
    }
    ctx.save();
    ctx.font = 12 * devicePixelRatio + "px system-ui, sans-serif";
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    for (const { name, shape, y } of ends) {
      const x = bbox.left + bbox.width + 6 * devicePixelRatio;
      ctx.strokeStyle = colour("look look-" + shape + " line", "stroke");
      ctx.setLineDash(dashes[shape].map((each) => each * devicePixelRatio / 2));
      ctx.lineWidth = 2 * devicePixelRatio;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x + 18 * devicePixelRatio, y);
      ctx.stroke();
      ctx.fillStyle = colour("axis", "stroke");
      ctx.fillText(name.length > 18 ? name.slice(0, 11) + "\u2026" + name.slice(-6) : name, x + 22 * devicePixelRatio, y);
    }
    ctx.restore();
  };

  const readAt = (plot, kind, place) => {
    const at = plot.cursor.idx;
    if (at === null || at === undefined) return;
    const told = data.strategies.map((strategy, i) => ({ strategy, value: data.time.lines[i][kind][at], box: boxes[i] }))
      .filter((each) => each.strategy.shape !== null && each.value !== null && (!each.box || each.box.checked))
      .map((each) => each.strategy.name + " " + texts[kind](each.value));
    place.textContent = clock(data.time.at[at]) + ": " + told.join(", ");
  };

  const step = (plot, by) => {
    const last = data.time.at.length - 1, at = plot.cursor.idx ?? (by > 0 ? -1 : last + 1);
    const next = Math.min(last, Math.max(0, at + by));
    const top = plot.over.clientHeight / 2;
    plot.setCursor({ left: plot.valToPos(data.time.at[next], "x"), top });
  };

  const draw = (place) => {
    const kind = place.dataset.plot, figure = place.closest("figure"), box = place.parentElement;
    const readout = document.createElement("p");
    readout.className = "readout";
    readout.setAttribute("role", "status");
    const usual = "Point at it, or use the arrow keys, to read it off; drag to zoom, double-click to see all.";
    readout.textContent = usual;
    box.after(readout);
    place.hidden = false;
    figure.classList.add("is-live");
    const label = () => ({ stroke: () => colour("axis", "stroke"), grid: { stroke: () => colour("grid", "stroke"), width: 1 },
      ticks: { stroke: () => colour("axis", "stroke"), width: 1 }, font: "12px system-ui, sans-serif" });
    const width = () => Math.max(480, box.clientWidth);
    const plot = new uPlot({
      width: width(), height: 320, legend: { show: false }, padding: [10 + 15 * bandRows, 156, 0, 0],
      cursor: { sync: { key: "time" }, y: false, drag: { x: true, y: false } },
      scales: { x: { time: false }, y: { range: (_, low, high) => [0, high > 0 ? high * 1.05 : 1] } },
      axes: [{ ...label(), values: (_, ticks) => ticks.map(clock), incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400] },
             { ...label(), values: (_, ticks) => ticks.map(texts[kind]), size: 84 }],
      series: [{}, ...data.strategies.map(line)],
      hooks: { drawClear: [drawBands], draw: [drawNames], setCursor: [(self) => readAt(self, kind, readout)] },
    }, [data.time.at, ...data.time.lines.map((each) => each[kind])], place);
    plots.push(plot);
    box.setAttribute("aria-label", place.dataset.title + " over time; the arrow keys read it off");
    box.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      step(plot, by);
    });
    addEventListener("resize", () => plot.setSize({ width: width(), height: 320 }));
  };
  if (typeof uPlot !== "undefined" && data.time.at.length > 0) all("[data-plot]").forEach(draw);

  // The incident, one step at a time.
  const stepper = one("#stepper");
  if (stepper) {
    const shapes = all(".step", stepper), words = all(".steps li", stepper), now = one(".now", stepper);
    const controls = one(".controls", stepper), where = one(".where", stepper);
    const button = (name) => one(`[data-go="${name}"]`, controls);
    let at = 0;  // 0: all are shown
    const go = (to) => {
      at = Math.min(words.length, Math.max(0, to));
      shapes.forEach((shape, i) => {
        shape.classList.toggle("is-later", at > 0 && i >= at);
        shape.classList.toggle("is-now", i + 1 === at);
      });
      words.forEach((word, i) => {
        word.classList.toggle("is-now", i + 1 === at);
        if (i + 1 === at) word.setAttribute("aria-current", "step"); else word.removeAttribute("aria-current");
      });
      now.hidden = at === 0;
      now.textContent = at === 0 ? "" : words[at - 1].textContent;
      where.textContent = at === 0 ? words.length + " steps" : "step " + at + " of " + words.length;
      button("all").disabled = at === 0;
    };
    const ways = { first: () => 1, back: () => Math.max(1, at - 1), on: () => at + 1, all: () => 0 };
    controls.hidden = false;
    all("button", controls).forEach((each) => each.addEventListener("click", () => go(ways[each.dataset.go]())));
    one(".scroll", stepper).addEventListener("keydown", (event) => {
      const way = { ArrowRight: "on", ArrowLeft: "back", Home: "first", Escape: "all" }[event.key];
      if (way === undefined) return;
      event.preventDefault();
      go(ways[way]());
    });
    go(0);
  }
  showTheme();
})();
