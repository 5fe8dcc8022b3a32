// The live preview in a real browser: reload, style swap, errors that come and go, the reply form, twelve tabs, other sites.
//
// usage: node tests/browser/preview.mjs BINARY [--site DIR] [--saves N]
//
// BINARY is the khobor binary. A copy of the repository's sample portal is served, or of DIR. playwright-core is taken
// from tests/browser/node_modules, or from the folder in KHOBOR_NODE_MODULES; Chromium from CHROMIUM or /usr/bin/chromium.
import { spawn, execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const from = process.env.KHOBOR_NODE_MODULES ? path.join(process.env.KHOBOR_NODE_MODULES, "x.js") : import.meta.url;
const { chromium } = createRequire(from)("playwright-core");
const [binary, ...rest] = process.argv.slice(2);
const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);
const saves = +(option("--saves") ?? 0);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "khobor-preview-"));
const site = option("--site") ?? path.join(folder, "site");
if (!option("--site")) {
  fs.mkdirSync(site);
  for (const part of ["khobor.toml", "content", "data", "static", "templates"]) {
    const source = path.join(here, "..", "..", part);
    if (fs.existsSync(source)) fs.cpSync(source, path.join(site, part), { recursive: true });
  }
}

let failed = 0;
const check = (name, ok, more = "") => {
  if (!ok) failed++;
  console.log(`${ok ? "ok  " : "FAIL"} ${name}${more ? `  ${more}` : ""}`);
};
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const until = async (what, ms = 15000) => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(10)) if (await what().catch(() => false)) return true;
  return false;
};
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

const start = () => {
  const child = spawn(binary, ["serve", "--root", site, "--lang", "en", "--port", "4700", ...(option("--site") ? [] : ["--now", "2026-11-22T12:00:00Z"])], { stdio: ["ignore", "pipe", "pipe"] });
  child.text = "";
  child.stdout.on("data", (d) => (child.text += d));
  child.stderr.on("data", (d) => (child.text += d));
  return child;
};
const server = start();
const home = await (async () => {
  await until(async () => /http:\S+/.test(server.text));
  return server.text.match(/http:\S+/)[0].replace(/\/$/, "");
})();
await until(async () => /stories ready/.test(server.text), 120000);
console.log("started:", server.text.match(/.*stories ready.*/)?.[0]);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
const live = (page) => page.waitForFunction(() => document.documentElement.dataset.khoborLive === "1", null, { timeout: 20000 });

// The first story of the site with an address that its file tells.
const stories = execFileSync("find", [path.join(site, "content"), "-name", "*.md", "-not", "-name", "_index.md", "-not", "-path", "*/authors/*", "-not", "-path", "*/pages/*"], { maxBuffer: 1 << 28 }).toString().trim().split("\n").sort();
const file = stories[0];
const original = fs.readFileSync(file, "utf8");
const slug = (f) => path.basename(f) === "index.md" ? path.basename(path.dirname(f)) : path.basename(f, ".md");
const section = path.relative(path.join(site, "content"), path.basename(file) === "index.md" ? path.dirname(path.dirname(file)) : path.dirname(file));
const address = `/${section}/${slug(file).replace(/^\d{4}-\d\d-\d\d-/, "")}/`;

try {
  const page = await context.newPage();
  const trouble = [];
  page.on("pageerror", (e) => trouble.push(e.message));
  page.on("console", (m) => m.type() === "error" && trouble.push(m.text()));
  const answer = await page.goto(home + address);
  check("a story is shown", answer.status() === 200, address);
  await live(page);

  // 1. A save reloads the tab, which keeps its place.
  await page.evaluate(() => scrollTo({ top: 400, behavior: "instant" }));
  await page.evaluate(() => (window.before = true));
  fs.writeFileSync(file, original + "\n\nনতুন অনুচ্ছেদ এক।\n");
  check("a save reloads the tab", await until(async () => (await page.textContent(".text")).includes("নতুন অনুচ্ছেদ এক")));
  await page.waitForLoadState();
  await sleep(150);
  const at = await page.evaluate(() => scrollY);
  check("the place on the page is kept", Math.abs(at - 400) < 30, String(at));
  await live(page);

  // A save by renaming, as editors do.
  fs.writeFileSync(`${file}.tmp~`, original + "\n\nনতুন অনুচ্ছেদ দুই।\n");
  fs.renameSync(`${file}.tmp~`, file);
  check("a save by renaming reloads the tab", await until(async () => (await page.textContent(".text")).includes("নতুন অনুচ্ছেদ দুই")));
  await live(page);

  // 2. A tab whose page is not affected stays.
  const other = await context.newPage();
  await other.goto(home + "/search/");
  await live(other);
  await other.evaluate(() => (window.before = true));
  fs.writeFileSync(file, original + "\n\nনতুন অনুচ্ছেদ তিন।\n");
  await until(async () => (await page.textContent(".text")).includes("নতুন অনুচ্ছেদ তিন"));
  await sleep(300);
  check("another tab does not reload", await other.evaluate(() => window.before === true));
  await other.close();
  await live(page);

  // 3. A style sheet is swapped without reloading.
  await page.evaluate(() => (window.before = true));
  const sheet = path.join(here, "..", "..", "themes", "potrika", "assets", "potrika.css");
  const own = path.join(site, "themes", "potrika", "assets", "potrika.css");
  fs.mkdirSync(path.dirname(own), { recursive: true });
  fs.writeFileSync(own, fs.readFileSync(sheet, "utf8") + "\nbody{outline:7px solid rgb(1, 2, 3)}\n");
  check("a style sheet is swapped", await until(async () => (await page.evaluate(() => getComputedStyle(document.body).outlineColor)) === "rgb(1, 2, 3)"));
  check("without reloading", await page.evaluate(() => window.before === true));

  // 4. Errors come over the last good page, as text, and go.
  const hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
  fs.writeFileSync(file, original.replace(/^title = .*$/m, (t) => `${t}\n${JSON.stringify(hostile)} = 1\ntitel = "x"`));
  // A page that is just being reloaded has nothing to say yet.
  const shown = () => page.evaluate(() => document.querySelector("khobor-errors")?.shadowRoot.textContent ?? "").catch(() => "(reloading)");
  check("an error is shown", await until(async () => (await shown()).includes("titel")));
  check("with its place and its line", (await shown()).includes(path.relative(site, file)) && (await shown()).includes('titel = "x"'));
  check("over the last good page", (await page.textContent(".text")).includes("নতুন অনুচ্ছেদ তিন"));
  check("as text only", (await shown()).includes("onerror") && !(await page.evaluate(() => window.hit)));
  await page.reload();
  check("also after reloading", await until(async () => (await shown()).includes("titel")) && (await page.textContent(".text")).includes("নতুন অনুচ্ছেদ তিন"));
  fs.writeFileSync(file, original);
  check("and goes by itself", await until(async () => (await shown()) === ""));
  check("the page is the mended one", await until(async () => !(await page.textContent(".text").catch(() => "নতুন অনুচ্ছেদ তিন")).includes("নতুন অনুচ্ছেদ তিন")));
  await live(page);

  // A template that breaks pages nobody has opened is found in the background.
  const template = path.join(site, "templates", "tags.html");
  fs.mkdirSync(path.dirname(template), { recursive: true });
  const had = fs.existsSync(template) ? fs.readFileSync(template) : null;
  fs.writeFileSync(template, '{% extends "layout.html" %}{% block main %}{{ index.absent.deeper }}{% endblock main %}');
  check("a template broken elsewhere cannot hide", await until(async () => (await shown()).includes("tags.html"), 60000), (await shown()).slice(0, 90));
  if (had) fs.writeFileSync(template, had);
  else fs.rmSync(template);
  check("and goes by itself too", await until(async () => (await shown()) === ""));

  // 5. The editor's bar.
  const bar = () => page.evaluate(() => document.querySelector("khobor-bar")?.shadowRoot.textContent ?? "").catch(() => "");
  check("the editor's bar names the source", await until(async () => (await bar()).includes(path.relative(site, file))), (await bar()).slice(0, 120));
  await page.evaluate(() => [...document.querySelector("khobor-bar").shadowRoot.querySelectorAll("button")].find((b) => b.textContent === "Share card").click());
  check("the share card is shown", (await bar()).includes("WhatsApp"));

  // 6. A reply becomes a pending comment.
  if (await page.$("form.reply")) {
    await page.goto(home + address);
    await live(page);
    await page.evaluate(() => document.querySelectorAll("khobor-bar").forEach((b) => b.remove()));
    await page.fill("#c-text", 'খুব ভালো লেখা।\n"""\n[[comment]]');
    await page.fill("#c-name", "রহিমা খাতুন");
    await page.fill("#c-email", "r@example.org");
    await Promise.all([page.waitForNavigation(), page.press("#c-name", "Enter")]);
    const kept = path.join(site, "data", "comments", `${address.replace(/^\/|\/$/g, "")}.toml`);
    const text = fs.existsSync(kept) ? fs.readFileSync(kept, "utf8") : "";
    check("a reply is kept as pending", text.includes("রহিমা খাতুন") && /approved = false/.test(text), page.url());
    check("without the reader's address", !text.includes("r@example.org"));
    const list = JSON.parse(execFileSync(binary, ["comments", "--root", site, "--json", "list"]).toString()).comments;
    execFileSync(binary, ["comments", "--root", site, "approve", `${list.at(-1).story}#${list.at(-1).id}`]);
    const there = async () => (await page.textContent("#comments")).includes("রহিমা খাতুন");
    check("and seen when approved", await until(there));
    execFileSync(binary, ["comments", "--root", site, "undo"]);
    check("and taken back", await until(async () => !(await there())));
  }

  // 7. Twelve tabs.
  const tabs = [page];
  while (tabs.length < 12) tabs.push(await context.newPage());
  for (const tab of tabs) await tab.goto(home + address);
  for (const tab of tabs) await live(tab);
  const begun = Date.now();
  fs.writeFileSync(file, original + "\n\nবারো পাতা।\n");
  const took = await Promise.all(tabs.map(async (tab) => {
    await tab.waitForFunction(() => document.querySelector(".text")?.textContent.includes("বারো পাতা"), null, { polling: 10, timeout: 10000 });
    return Date.now() - begun;
  }));
  check("twelve tabs reload", took.length === 12, `slowest ${Math.max(...took)} ms`);
  for (const tab of tabs.slice(1)) await tab.close();
  fs.writeFileSync(file, original);

  // 8. Another site reads nothing.
  const evil = http.createServer((_, out) => {
    out.setHeader("content-type", "text/html");
    out.end(`<body><script src="${home}/_preview/preview.js" data-lang="x" onload="window.script=1"></script><iframe src="${home}/"></iframe><img src="${home}/icon.svg" onload="window.img=1"></body>`);
  });
  await new Promise((done) => evil.listen(4799, "127.0.0.1", done));
  const foreign = await context.newPage();
  await foreign.goto("http://127.0.0.1:4799/");
  const read = await foreign.evaluate(async (home) => {
    const got = [];
    for (const mode of ["cors", "no-cors"]) {
      const answer = await fetch(home + "/", { mode }).then((r) => r.text()).catch(() => "");
      if (answer) got.push(mode);
    }
    const socket = await new Promise((done) => {
      const s = new WebSocket(home.replace("http", "ws") + "/_preview/socket?token=0&page=/&mark=0");
      s.onopen = () => done("open");
      s.onerror = () => done("");
    });
    if (socket) got.push("socket");
    for (const name of ["script", "img"]) if (window[name]) got.push(name);
    return got;
  }, home);
  check("another site reads nothing", read.length === 0, read.join(" "));
  const frame = foreign.frames().find((f) => f !== foreign.mainFrame());
  check("nor shows it in a frame", !frame || !(await frame.content().catch(() => "")).includes("potrika"));
  await foreign.close();
  evil.close();

  // Save to reloaded page.
  if (saves) {
    await page.goto(home + address);
    const times = [], painted = [], begun = [];
    for (let n = 0; n < saves; n++) {
      await live(page);
      await sleep(400);
      const word = `সংরক্ষণ-${n}-শেষ`;
      const begin = Date.now();
      fs.writeFileSync(file, `${original}\n\n${word}\n`);
      await page.waitForFunction((w) => document.querySelector(".text")?.textContent.includes(w), word, { polling: 5, timeout: 20000 });
      times.push(Date.now() - begin);
      begun.push(await page.evaluate((b) => performance.timeOrigin - b, begin));
      painted.push(await page.evaluate((b) => performance.timeOrigin + performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd - b, begin));
    }
    console.log(`save to reloaded page: median ${median(times)} ms seen, ${Math.round(median(begun))} ms until the browser begins to reload, ${Math.round(median(painted))} ms to DOMContentLoaded; worst ${Math.max(...times)} ms (${saves} saves)`);
  }
  check("no script trouble", trouble.filter((t) => !/ERR_CONNECTION|503|500|422/.test(t)).length === 0, trouble.slice(0, 3).join(" | "));
} catch (error) {
  check("ran to the end", false, error.stack);
} finally {
  fs.writeFileSync(file, original);
  await browser.close();
  check("the server still runs", server.exitCode === null, server.exitCode === null ? "" : server.text.slice(-600));
  server.kill();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
