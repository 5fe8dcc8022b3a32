// Drives the search page in Chromium: node search-page.mjs ROOT (a folder with search/index.html, search.js, index/).
// Needs playwright-core (NODE_PATH or beside) and a Chromium (CHROMIUM, else /usr/bin/chromium). Prints times and bytes.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join, extname } from "node:path";
import assert from "node:assert/strict";

const { chromium } = createRequire(join(process.env.NODE_PATH || process.cwd(), "x.js"))("playwright-core");
const root = process.argv[2], types = { ".html": "text/html", ".js": "text/javascript", ".bin": "application/octet-stream" };
let bytes = 0;
const server = createServer(async (request, answer) => {
  const path = decodeURIComponent(request.url.split("?")[0]);
  try {
    const file = await readFile(join(root, path.endsWith("/") ? path + "index.html" : path));
    if (path.startsWith("/index/")) bytes += file.length;
    answer.writeHead(200, { "content-type": types[extname(path) || ".html"] || "text/html" }).end(file);
  } catch {
    answer.writeHead(404).end();
  }
});
await new Promise((go) => server.listen(0, "127.0.0.1", go));
const site = `http://127.0.0.1:${server.address().port}/search/`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage(), wrong = [];
page.on("pageerror", (error) => wrong.push(String(error)));
page.on("console", (message) => message.type() === "error" && !/404/.test(message.text()) && wrong.push(message.text()));
const settled = () => page.waitForFunction(() => {
  const box = document.getElementById("search-results");
  return box.querySelector("[role=status]")?.textContent && !box.hasAttribute("aria-busy");
}, null, { timeout: 20000 });

const queries = process.argv.slice(3).length ? process.argv.slice(3) : ["মুক্তিযুদ্ধের ইতিহাস", "nirbachon", "“প্রজন্ম চত্বর”", "ঢাকায় বৃষ্টি নদী", "bangladesh cricket", "শিক্ষার্থীদেরকে"];
const used = [];
for (const query of queries) {
  bytes = 0;
  await page.goto(site + "?q=" + encodeURIComponent(query));
  await settled();
  used.push(bytes);
  const { status, first, marks } = await page.evaluate(() => ({
    status: document.querySelector("[role=status]").textContent,
    first: document.querySelector("ol h3")?.textContent,
    marks: document.querySelectorAll("ol mark").length,
  }));
  console.log(`${query}: ${status}; ${first}; ${marks} marks; ${Math.round(bytes / 1024)} KB`);
  assert.equal(await page.inputValue("[name=q]"), query);
}
// Answers again, files at hand: the time of the script alone.
const times = await page.evaluate(async (queries) => {
  const { Index } = await import("/search.js");
  const index = await Index.open(async (path) => {
    const answer = await fetch("/index/" + path);
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  });
  const times = [];
  for (const query of queries) {
    const before = performance.now();
    await index.query(query);
    times.push(performance.now() - before);
  }
  return times;
}, queries);
console.log("first answers, ms:", times.map((time) => time.toFixed(0)).join(" "), "median", times.sort((a, b) => a - b)[times.length >> 1].toFixed(0));
await page.fill("[name=q]", "শিক");
await page.waitForFunction((query) => new URLSearchParams(location.search).get("q") === query, "শিক");
await settled();
await page.focus("[name=q]");
await page.keyboard.press("ArrowDown");
assert.equal(await page.evaluate(() => document.activeElement.closest("ol") !== null), true);
await page.keyboard.press("Escape");
assert.equal(await page.evaluate(() => document.activeElement.name), "q");
await page.context().setOffline(true);
await page.fill("[name=q]", "মুক্তিযুদ্ধের");
await page.keyboard.press("Enter");
await settled();
assert.deepEqual(wrong.filter((text) => !/ERR_INTERNET/.test(text)), []);
console.log("ok");
await browser.close();
server.close();
