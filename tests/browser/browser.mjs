// A browser, and pages of the program in it.
// What is missing is told as SKIPPED, and the run ends well: ctest reports it so.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const program = process.env.STALEMATE_BINARY;
const modules = process.env.STALEMATE_BROWSER_MODULES;
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const skip = (why) => {
  console.log("SKIPPED: " + why);
  process.exit(0);
};
if (!existsSync(executablePath)) skip("there is no chromium at " + executablePath);
if (!modules || !existsSync(join(modules, "playwright-core"))) skip("npm has not fetched playwright-core");

const { chromium } = createRequire(join(modules, "x.js"))("playwright-core");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

const folder = mkdtempSync(join(tmpdir(), "stalemate browser "));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const browser = await chromium.launch({ executablePath, headless: true, args: flags });
export const close = () => browser.close();

/// The path of the page of a scenario: a name of the library, or one of our own.
const made = new Map();
const pageBy = (command, scenario, options) => {
  const key = JSON.stringify([command, scenario, options]);
  if (made.has(key)) return made.get(key);
  const path = join(folder, made.size + ".html");
  let name = scenario;
  if (typeof scenario !== "string") {
    name = join(folder, made.size + ".json");
    writeFileSync(name, JSON.stringify(scenario, null, 2));
  }
  const ran = spawnSync(program, [command, name, "-o", path, "--quiet", ...options], { encoding: "utf8" });
  if (ran.status > 1) throw new Error(ran.stderr);
  made.set(key, path);
  return path;
};
export const pageOf = (scenario, options = []) => pageBy("run", scenario, options);
export const reviewOf = (scenario) => pageBy("review", scenario, []);
/// Of a sweep over these axes, each as --vary takes it.
export const sweepOf = (scenario, axes, options = []) =>
  pageBy("run", scenario, [...axes.flatMap((axis) => ["--vary", axis]), ...options]);
export const sizeOf = (path) => statSync(path).size;
export const extract = (path) => execFileSync(program, ["report", "--extract", path], { encoding: "utf8" });

/// Opens a page, and keeps what it asked for and what it complained of.
export const open = async (path, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const heard = { requests: [], complaints: [] };
  page.on("request", (request) => heard.requests.push(request.url()));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) heard.complaints.push(message.text());
  });
  page.on("pageerror", (error) => heard.complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    heard.complaints.push("dialog: " + dialog.message());
    dialog.dismiss();
  });
  await page.goto(pathToFileURL(path).href);
  return { page, heard, url: pathToFileURL(path).href, done: () => context.close() };
};
