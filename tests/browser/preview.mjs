// The live preview in a real browser: reload, style swap, errors that come and go, the reply form, twelve tabs, other sites.
//
// usage: node tests/browser/preview.mjs BINARY [--site DIR] [--saves N]
//
// BINARY is the khobor binary. A copy of the repository's sample portal is served, or of DIR. With --saves, the time from a
// save to the changed page is measured, and to the page loaded anew.
import { spawn, execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launch, tab, within } from "./browser.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
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
  for (const end = Date.now() + ms; Date.now() < end; await sleep(10)) if (await within(what(), "answer").catch(() => false)) return true;
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

const browser = await launch();
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
  const page = await tab(context);
  const trouble = [];
  page.on("pageerror", (e) => trouble.push(e.message));
  page.on("console", (m) => m.type() === "error" && trouble.push(m.text()));
  const answer = await page.goto(home + address);
  check("a story is shown", answer.status() === 200, address);
  await live(page);

  // 1. A save changes the page in its place, without loading it anew.
  await page.evaluate(() => scrollTo({ top: 400, behavior: "instant" }));
  await page.evaluate(() => (window.before = true));
  fs.writeFileSync(file, original + "\n\nনতুন অনুচ্ছেদ এক।\n");
  check("a save changes the page", await until(async () => (await page.textContent(".text")).includes("নতুন অনুচ্ছেদ এক")));
  await page.waitForLoadState();
  await sleep(150);
  const at = await page.evaluate(() => scrollY);
  check("the place on the page is kept", Math.abs(at - 400) < 30, String(at));
  check("without loading it anew", await page.evaluate(() => window.before === true));
  const words = () => page.evaluate(() => document.querySelector("khobor-bar")?.shadowRoot.querySelector("span")?.textContent ?? "");
  const counted = await words();

  // Everything that is printed of the story follows; what the reader has done to the page stays.
  if (await page.$("#c-text")) await page.fill("#c-text", "আধলেখা মন্তব্য");
  await page.evaluate(() => document.querySelector("details")?.setAttribute("open", ""));
  const headline = "বদলানো শিরোনাম <b>&amp; চিহ্ন";
  fs.writeFileSync(file, original.replace(/^title = .*$/m, `title = ${JSON.stringify(headline)}`) + "\n\n## নতুন উপশিরোনাম\n\n- এক\n- দুই\n\nতিন শব্দ আরও।\n");
  check("a new headline is shown", await until(async () => (await page.textContent("h1")).includes(headline)));
  check("also in the window's title", (await page.title()).includes(headline));
  check("new elements come", await until(async () => (await page.textContent(".text")).includes("নতুন উপশিরোনাম")) && (await page.$$(".text li")).length >= 2);
  check("the editor's bar counts anew", await until(async () => (await words()) !== counted), await words());
  if (await page.$("#c-text")) check("a half-written reply stays", (await page.inputValue("#c-text")) === "আধলেখা মন্তব্য");
  check("still without loading it anew", await page.evaluate(() => window.before === true));
  // The page in its place is the page that a browser would load.
  const shape = (root) => [...root.querySelectorAll("head > meta, head > title, head > link[rel=canonical], body *:not(script)")].filter((e) => !/^khobor-/.test(e.localName) && !e.dataset.age)
    .map((e) => e.localName + [...e.attributes].filter((a) => !/^(open|aria-pressed|style)$/.test(a.name)).map((a) => ` ${a.name}=${a.value}`).join("") + (e.children.length ? "" : `|${e.textContent}`)).join("\n");
  const alike = await page.evaluate(async (shape) => {
    const made = new Function(`return ${shape}`)();
    const text = await fetch(location.href, { cache: "no-store" }).then((r) => r.text());
    const [open, fresh] = [made(document), made(new DOMParser().parseFromString(text, "text/html"))].map((t) => t.split("\n"));
    const at = open.findIndex((line, i) => line !== fresh[i]);
    return at < 0 && open.length === fresh.length ? "" : `${open[at]} / ${fresh[at]}`;
  }, shape.toString());
  check("the page is what a browser would load", alike === "", alike);

  // What the theme's script must take hold of is loaded anew: a film that is asked for by a click only.
  fs.writeFileSync(file, original + '\n\n{{<youtube id="aqz-KE-bpKQ" title="নদীর এক দিন" />}}\n');
  check("a film makes the page load anew", await until(async () => (await page.evaluate(() => window.before)) === undefined && (await page.$$(".embed")).length > 0));
  await live(page);
  fs.writeFileSync(file, original);
  await until(async () => (await page.$$(".embed")).length === 0);
  await live(page);
  await page.evaluate(() => (window.before = true));

  // A save by renaming, as editors do.
  fs.writeFileSync(`${file}.tmp~`, original + "\n\nনতুন অনুচ্ছেদ দুই।\n");
  fs.renameSync(`${file}.tmp~`, file);
  check("a save by renaming changes the page", await until(async () => (await page.textContent(".text")).includes("নতুন অনুচ্ছেদ দুই")));
  await live(page);

  // 2. A tab whose page is not affected stays.
  const other = await tab(context);
  await other.goto(home + "/search/");
  await live(other);
  await other.evaluate(() => (window.before = true));
  fs.writeFileSync(file, original + "\n\nনতুন অনুচ্ছেদ তিন।\n");
  await until(async () => (await page.textContent(".text")).includes("নতুন অনুচ্ছেদ তিন"));
  await sleep(300);
  check("another tab stays as it is", await other.evaluate(() => window.before === true));
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

  // A renamed story takes its tabs with it; Bengali names too. A story that is deleted is not found.
  const born = path.join(site, "content", section, "2026-11-01-নতুন-নাম.md"), moved = path.join(site, "content", section, "2026-11-01-পুরোনো-নাম.md");
  const there = (name) => decodeURI(page.url()) === `${home}/${section}/${name}/`;
  fs.writeFileSync(born, '+++\ntitle = "নামের খবর"\ndate = 2026-11-01T10:00:00+06:00\n+++\nলেখা।\n');
  await until(async () => (await page.goto(`${home}/${section}/${encodeURIComponent("নতুন-নাম")}/`)).status() === 200);
  await live(page);
  fs.renameSync(born, moved);
  check("a renamed story takes its tab with it", await until(async () => there("পুরোনো-নাম") && (await page.textContent("h1")).includes("নামের খবর")), decodeURI(page.url()));
  await live(page);
  fs.rmSync(moved);
  check("a deleted story is not found", await until(async () => (await page.evaluate(() => document.documentElement.className)).includes("k-404") || !(await page.textContent("body")).includes("নামের খবর")));
  await page.goto(home + address);
  await live(page);

  // The editor's bar on a telephone: nothing sticks out.
  await page.setViewportSize({ width: 360, height: 700 });
  const fits = () => page.evaluate(() => [...document.querySelector("khobor-bar").shadowRoot.querySelectorAll(".dock *")].every((e) => e.getBoundingClientRect().right <= innerWidth && e.getBoundingClientRect().left >= 0));
  check("the bar fits a telephone", await until(fits));
  await page.setViewportSize({ width: 1200, height: 800 });
  const face = await page.evaluate(() => document.fonts.load("15px khobor-preview", "ক").then((list) => list.length));
  check("the preview has Bengali letters of its own", face > 0);

  // 7. Twelve tabs.
  const tabs = [page];
  while (tabs.length < 12) tabs.push(await tab(context));
  for (const tab of tabs) await tab.goto(home + address);
  for (const tab of tabs) await live(tab);
  // Each tab tells by its own clock when it shows the words; asking all of them time and again would keep the machine busy.
  const told = tabs.map((tab) => tab.evaluate(() => new Promise((done) => {
    const eyes = new MutationObserver(() => document.querySelector(".text").textContent.includes("বারো পাতা") && done(Date.now()));
    eyes.observe(document.body, { subtree: true, childList: true, characterData: true });
  })));
  await sleep(500);
  const begun = Date.now();
  fs.writeFileSync(file, original + "\n\nবারো পাতা।\n");
  const took = await Promise.all(told.map((t) => within(t, "see a change").then((at) => at - begun, () => Infinity)));
  check("twelve tabs change", took.every(Number.isFinite), `slowest ${Math.max(...took)} ms, median ${median(took)} ms`);
  // A theme's script that could not be changed in its place makes all of them load anew.
  for (const tab of tabs) await tab.evaluate(() => (window.before = true));
  const script = path.join(site, "themes", "potrika", "assets", "potrika.js"), again = Date.now();
  fs.writeFileSync(script, fs.readFileSync(path.join(here, "..", "..", "themes", "potrika", "assets", "potrika.js"), "utf8") + "\nwindow.anew = true;\n");
  const anew = await Promise.all(tabs.map(async (tab) => {
    const done = await until(async () => await tab.evaluate(() => window.anew === true && window.before === undefined), 20000);
    return done ? Date.now() - again : Infinity;
  }));
  check("twelve tabs load anew", anew.every(Number.isFinite), `slowest ${Math.max(...anew)} ms`);
  // Chromium can hang when tabs are closed while they load, so they come to rest first.
  fs.rmSync(script);
  for (const tab of tabs) await until(() => tab.evaluate(() => window.anew === undefined && document.readyState === "complete" && document.documentElement.dataset.khoborLive === "1"));
  for (const tab of tabs.slice(1)) await within(tab.close(), "close a tab");
  fs.writeFileSync(file, original);

  // 8. Another site reads nothing.
  const evil = http.createServer((_, out) => {
    out.setHeader("content-type", "text/html");
    out.end(`<body><script src="${home}/_preview/preview.js" data-lang="x" onload="window.script=1"></script><iframe src="${home}/"></iframe><img src="${home}/icon.svg" onload="window.img=1"></body>`);
  });
  await new Promise((done) => evil.listen(4799, "127.0.0.1", done));
  const foreign = await tab(context);
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

  // Save to changed page, and to the page loaded anew: until a frame with the new words is drawn, by the page's own clock.
  const measure = async (name) => {
    const [seen, begun, complete] = [[], [], []];
    await page.goto(home + address);
    for (let n = 0; n < saves; n++) {
      await live(page);
      await sleep(400);
      const word = `সংরক্ষণ-${name}-${n}-শেষ`;
      await page.evaluate((word) => (sessionStorage.setItem("word", word), window.watch(word)), word);
      const begin = Date.now();
      fs.writeFileSync(file, `${original}\n\n${word}\n`);
      await until(() => page.evaluate(() => !!window.drawn), 20000);
      await live(page);
      const [drawn, start, ended] = await page.evaluate(() => [window.drawn, performance.timeOrigin, performance.timeOrigin + performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd]);
      seen.push(drawn - begin), begun.push(start - begin), complete.push(ended - begin);
      await page.evaluate(() => (window.drawn = 0));
    }
    const loads = name === "load" ? `; the browser begins after ${Math.round(median(begun))} ms, DOMContentLoaded ${Math.round(median(complete))} ms` : "";
    console.log(`save to drawn page (${name}): median ${median(seen)} ms, worst ${Math.max(...seen)} ms (${saves} saves)${loads}`);
  };
  if (saves) {
    await page.addInitScript(() => {
      window.watch = (word) => {
        const look = () => {
          if (!word || !document.querySelector(".text")?.textContent.includes(word)) return;
          eyes.disconnect();
          requestAnimationFrame(() => setTimeout(() => (window.drawn = Date.now())));
        };
        const eyes = new MutationObserver(look);
        eyes.observe(document, { subtree: true, childList: true, characterData: true });
        look();
      };
      window.watch(sessionStorage.getItem("word"));
    });
    await measure("in place");
    // Without the change, the page is loaded. (Requests are not intercepted: that would switch the browser's cache off.)
    await page.addInitScript(() => {
      const ask = window.fetch;
      window.fetch = (to, ...more) => (String(to).includes("/_preview/change") ? Promise.reject(new Error("no change")) : ask(to, ...more));
    });
    await measure("load");
  }
  check("no script trouble", trouble.filter((t) => !/ERR_CONNECTION|ERR_FAILED|503|500|422|404/.test(t)).length === 0, trouble.slice(0, 3).join(" | "));
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
