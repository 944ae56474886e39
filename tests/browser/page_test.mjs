// The report page in a real browser: it draws, it can be stepped, it makes no request, everyone can read it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, extract, open, pageOf, reviewOf, sizeOf, sweepOf } from "./browser.mjs";
import { clippedTexts, contrastFaults, nameless, overflow } from "./judges.mjs";
import { empty, forty, hostile, nastyWords, one } from "./scenarios.mjs";
import { readFileSync } from "node:fs";

after(close);

const usual = "lost-delete";
const all = { usual, one, forty, empty, hostile };

/// A page, opened, judged, and closed whatever happens.
const onPage = async (path, judge, options) => {
  const opened = await open(path, options);
  try {
    await judge(opened.page, opened);
  } finally {
    await opened.done();
  }
};

const on = (scenario, judge, options) => onPage(pageOf(scenario), judge, options);

/// What holds of every page, whatever is on it.
const judgeAll = (name, path) => {
  test(`${name}: no request leaves the page, and nothing is complained of`, () =>
    onPage(path(), async (page, { heard, url }) => {
      await page.waitForTimeout(200);
      assert.deepEqual(heard.requests.filter((each) => each !== url && !each.startsWith("data:")), []);
      assert.deepEqual(heard.complaints, []);
    }));

  test(`${name}: the page is smaller than 3 MB`, () => assert.ok(sizeOf(path()) < 3e6));

  for (const scheme of ["light", "dark"])
    test(`${name}: every text stands out from its ground, ${scheme}`, () =>
      onPage(path(), async (page) => assert.deepEqual(await contrastFaults(page), []), { colorScheme: scheme }));

  test(`${name}: everything that can be used has a name`, () =>
    onPage(path(), async (page) => assert.deepEqual(await nameless(page), [])));

  for (const [what, width] of [["a width of 360 px", 360], ["200 % zoom of 1280 px", 640], ["a wide window", 1600]])
    test(`${name}: the page does not overflow, ${what}`, () =>
      onPage(path(), async (page) => {
        await page.waitForTimeout(100);
        assert.deepEqual(await overflow(page), []);
        assert.deepEqual(await clippedTexts(page), []);
      }, { viewport: { width, height: 800 }, deviceScaleFactor: width === 640 ? 2 : 1 }));
};

for (const [name, scenario] of Object.entries(all)) {
  judgeAll(name, () => pageOf(scenario));

  test(`${name}: every picture is drawn`, () =>
    on(scenario, async (page) => {
      const svgs = await page.$$eval("figure svg.chart, figure svg.sequence", (found) => found.map((svg) => ({
        kind: svg.getAttribute("class"), shapes: svg.querySelectorAll("circle, rect, line, polyline, polygon").length })));
      if (name !== "empty") assert.ok(svgs.length >= 5);
      for (const svg of svgs) assert.ok(svg.shapes > 0, svg.kind);
      const inked = await page.$$eval("canvas", (found) => found.map((canvas) => canvas.getContext("2d")
        .getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0)));
      assert.ok(inked.every(Boolean));
      const hasPlots = await page.evaluate(() => typeof uPlot !== "undefined");
      if (hasPlots) assert.equal(inked.length, 2);
    }));
}

for (const [name, scenario] of Object.entries({ one, "seven-faults": "seven-faults", hostile }))
  judgeAll(`review of ${name}`, () => reviewOf(scenario));

const hostileExpiry = `strategies.${JSON.stringify(nastyWords + "ttl")}.${JSON.stringify(nastyWords)}.expiry`;
/// How each is made, and how many pictures it has: the front is one.
const sweeps = {
  curves: [() => sweepOf("how-long", ['strategies."ttl 5 min".article.expiry=10s..10m:log:7'], ["--seeds", "3"]), 3],
  "heat maps": [() => sweepOf(one, ["data.price.keys=50,100,200", "load.1.rate=5/s..40/s:linear:8"]), 5],
  "hostile curves": [() => sweepOf(hostile, [hostileExpiry + "=1s,2s,5s"]), 3],
  "hostile heat maps": [() => sweepOf(hostile, [hostileExpiry + "=1s,2s,5s", "load.1.rate=5/s,10/s"]), 7],
  "40 curves": [() => sweepOf(forty, ["data.price.keys=50,100,200"]), 3],
  "random points": [() => sweepOf(one, ["data.price.keys=50..200:log:2", "load.1.rate=5/s..9/s:linear:2"], ["--points", "20"]), 1],
};
for (const [name, [path, pictures]] of Object.entries(sweeps)) {
  judgeAll(`sweep, ${name}`, path);
  test(`sweep, ${name}: every picture is drawn, and its words are words`, () =>
    onPage(path(), async (page) => {
      const shapes = await page.$$eval("figure svg.chart", (found) =>
        found.map((svg) => svg.querySelectorAll("circle, rect, line, polyline, polygon, path").length));
      assert.equal(shapes.length, pictures);
      assert.ok(shapes.every((count) => count > 2));
      assert.equal(await page.$$eval("main img, main svg[onload], script:not([type='application/json'])", (found) => found.length), 0);
    }));
}

test("the keyboard reaches every control, and shows where it is", () =>
  on(usual, async (page) => {
    const wanted = await page.$$eval("a[href], button, input, summary, [tabindex='0']", (found) =>
      found.filter((each) => each.checkVisibility() && !each.disabled).map((each, i) => {
        each.dataset.place = i;
        return i;
      }));
    const reached = new Set();
    for (let i = 0; i < wanted.length + 5; ++i) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return { place: document.activeElement.dataset.place, outline: style.outlineStyle, width: parseFloat(style.outlineWidth) };
      });
      if (at.place === undefined) continue;
      reached.add(Number(at.place));
      assert.ok(at.outline !== "none" && at.width > 0, `no outline at ${at.place}`);
    }
    assert.deepEqual(wanted.filter((each) => !reached.has(each)), []);
  }));

test("the first thing that the keyboard reaches skips to the answer", () =>
  on(usual, async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => location.hash), "#answer");
  }));

test("the incident is stepped through by buttons", () =>
  on(usual, async (page) => {
    const steps = await page.locator(".steps li").count();
    assert.equal(await page.locator("#stepper .step").count(), steps);
    assert.equal(await page.locator(".where").textContent(), `${steps} steps`);
    await page.click("[data-go=on]");
    assert.equal(await page.locator(".step.is-later").count(), steps - 1);
    assert.equal(await page.locator(".now").textContent(), await page.locator(".steps li").first().textContent());
    await page.click("[data-go=on]");
    assert.equal(await page.locator(".where").textContent(), `step 2 of ${steps}`);
    await page.click("[data-go=back]");
    assert.equal(await page.locator(".steps li.is-now").count(), 1);
    await page.click("[data-go=all]");
    assert.equal(await page.locator(".step.is-later").count(), 0);
  }));

test("the incident is stepped through by keys, to its end and no further", () =>
  on(usual, async (page) => {
    const steps = await page.locator(".steps li").count();
    await page.focus("#stepper .scroll");
    for (let i = 0; i < steps + 3; ++i) await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator(".where").textContent(), `step ${steps} of ${steps}`);
    await page.keyboard.press("Home");
    assert.equal(await page.locator(".where").textContent(), `step 1 of ${steps}`);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".where").textContent(), `${steps} steps`);
  }));

test("curves are read off by keys", () =>
  on(usual, async (page) => {
    if (!(await page.evaluate(() => typeof uPlot !== "undefined"))) return;
    const box = page.locator("#time-stale-figure .scroll"), readout = page.locator("#time-stale-figure .readout");
    await box.focus();
    await page.keyboard.press("Home");
    const first = await readout.textContent();
    assert.match(first, /^1:0\d: .*ttl only [\d.]+ %/);
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await readout.textContent(), first);
    await page.keyboard.press("End");
    assert.match(await readout.textContent(), /^9:5\d: /);
  }));

test("a strategy that is switched off goes from every picture", () =>
  on(usual, async (page) => {
    const shown = () => page.$$eval("svg.front [data-series='1']", (all) => all.filter((g) => g.style.display !== "none").length);
    assert.ok((await shown()) > 0);
    await page.uncheck("#switches input[value='1']");
    assert.equal(await shown(), 0);
    await page.click("#switches [data-show=none]");
    assert.equal(await page.locator("#switches input:checked").count(), 0);
    await page.click("#switches [data-show=all]");
    assert.ok((await shown()) > 0);
  }));

test("of forty strategies a few stand out, and they alone can be left", () =>
  on(forty, async (page) => {
    assert.equal(await page.locator("#switches input").count(), 41);
    const named = await page.locator("svg.front text.label").count();
    assert.ok(named >= 5 && named <= 8, String(named));
    await page.click("#switches [data-show=telling]");
    assert.equal(await page.locator("#switches input:checked").count(), 8);
  }));

test("a picture is saved as SVG that stands alone", () =>
  on(usual, async (page) => {
    for (const name of ["front", "causes", "topology", "incident", "time-stale"]) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#${name}-figure .save`)]);
      assert.equal(download.suggestedFilename(), name + ".svg");
      const text = readFileSync(await download.path(), "utf8");
      assert.match(text, /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      assert.match(text, /<style/);
    }
  }));

test("the button turns light to dark and back", () =>
  on(usual, async (page) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await ground();
    await page.click("#theme");
    assert.notEqual(await ground(), before);
    assert.deepEqual(await contrastFaults(page), []);
    await page.click("#theme");
    assert.equal(await ground(), before);
  }));

test("without scripts the page has its pictures, tables and steps", () =>
  on(usual, async (page) => {
    assert.equal(await page.locator("button:visible, fieldset:visible").count(), 0);
    assert.equal(await page.locator("svg.time:visible").count(), 2);
    assert.ok((await page.locator("table:visible").count()) >= 7);
    assert.ok((await page.locator(".steps li:visible").count()) > 3);
    assert.deepEqual(await overflow(page), []);
  }, { javaScriptEnabled: false }));

test("on paper there are the pictures, in light, and no controls", () =>
  on(usual, async (page) => {
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.locator("button:visible, nav:visible, canvas:visible").count(), 0);
    assert.equal(await page.locator("svg.time:visible").count(), 2);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    assert.ok((await page.pdf()).length > 30_000);
  }));

test("a review on paper is in light, with all of its tables", () =>
  onPage(reviewOf("seven-faults"), async (page) => {
    const tables = await page.locator("table").count();
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.locator("button:visible, nav:visible").count(), 0);
    assert.equal(await page.locator("table:visible").count(), tables);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    assert.ok((await page.pdf()).length > 30_000);
  }));

test("the first thing that the keyboard reaches in a review skips to what it says", () =>
  onPage(reviewOf("seven-faults"), async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.notEqual(await page.evaluate(() => location.hash), "");
  }));

test("hostile words are read as they are in a review", () =>
  onPage(reviewOf(hostile), async (page) => {
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("svg[onload], [onerror]").count(), 0);
    assert.ok((await page.locator("body").textContent()).includes(nastyWords.replace("\u202e", "\\u202e")));
  }));

test("hostile words are read as they are", () =>
  on(hostile, async (page) => {
    const shown = nastyWords.replace("\u202e", "\\u202e");
    assert.equal(await page.locator("h1").textContent(), shown);
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("svg[onload], [onerror]").count(), 0);
    assert.equal(await page.locator("script").count(), await page.evaluate(() => typeof uPlot !== "undefined") ? 4 : 3);
  }));

test("the scenario comes out of its page as it went in", () =>
  assert.deepEqual(JSON.parse(extract(pageOf(hostile))), hostile));

test("headings go down by one, and every table names its rows and columns", () =>
  on(usual, async (page) => {
    const levels = await page.$$eval("h1, h2, h3", (found) => found.map((each) => Number(each.tagName[1])));
    assert.equal(levels[0], 1);
    levels.forEach((level, i) => i > 0 && assert.ok(level <= levels[i - 1] + 1 && level > 1));
    const bare = await page.$$eval("table", (found) => found.filter((table) => !table.caption ||
      [...table.querySelectorAll("th")].some((th) => !th.scope)).length);
    assert.equal(bare, 0);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  }));
