// The writing desk in a real browser: Bengali typed as Avro types it (with real Backspace keys) and composed as keyboards of phones
// do, a reporter's morning from the first word to the page at the host, two windows, a lost connection, a restart, pasted texts,
// accessibility and layout of all screens.
//
// usage: node tests/browser/desk.mjs BINARY [--shots DIR]
//
// BINARY is the khobor binary. A copy of the repository's sample portal is served. With --shots, pictures of the screens are made.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { launch, tab, within } from "./browser.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const from = process.env.KHOBOR_NODE_MODULES ? path.join(process.env.KHOBOR_NODE_MODULES, "x.js") : import.meta.url;
const AXE = fs.readFileSync(createRequire(from).resolve("axe-core/axe.min.js"), "utf8");
const [binary, ...rest] = process.argv.slice(2);
const shots = rest.includes("--shots") ? rest[rest.indexOf("--shots") + 1] : undefined;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "khobor-desk-"));
const site = path.join(folder, "site"), host = path.join(folder, "www");
fs.mkdirSync(site);
for (const part of ["khobor.toml", "content", "data", "static", "templates"]) {
  const source = path.join(here, "..", "..", part);
  if (fs.existsSync(source)) fs.cpSync(source, path.join(site, part), { recursive: true });
}
fs.appendFileSync(path.join(site, "khobor.toml"), `\n[desk]\ndeploy = "live"\nrequire = ["summary"]\n[deploy.live]\nkind = "folder"\npath = ${JSON.stringify(host)}\n`);
fs.mkdirSync(host);
const story = path.join(site, "content", "bangladesh", "chor.md");
fs.writeFileSync(story, '+++\n# সম্পাদকের নোট\ntitle = "চরের মানুষ"\ndate = 2026-11-20T08:00:00+06:00\ntags = ["চর"]\n+++\n\nপ্রথম অনুচ্ছেদ।\n\nদ্বিতীয় অনুচ্ছেদ।\n\nতৃতীয় অনুচ্ছেদ।\n');
const STORY = "content/bangladesh/chor.md", LONG = "content/bangladesh/dirgho.md";
fs.writeFileSync(path.join(site, LONG), '+++\ntitle = "দীর্ঘ সময়"\ndate = 2026-11-19T08:00:00+06:00\n+++\n\nশুরু।\n');

let failed = 0;
const check = (name, ok, more = "") => {
  if (!ok) failed++;
  console.log(`${ok ? "ok  " : "FAIL"} ${name}${more ? `  ${more}` : ""}`);
};
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const until = async (what, ms = 20000) => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(15)) if (await within(Promise.resolve().then(what), "answer").catch(() => false)) return true;
  return false;
};

// The sizes of the sample's pictures are made ahead: what is measured is a newsroom's day, not its first one.
execFileSync(binary, ["build", "--root", site, "--lang", "en"], { stdio: "ignore" });

let server;
const start = async () => {
  server = spawn(binary, ["serve", "--root", site, "--lang", "bn", "--port", "4760", "--json"], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  server.stdout.on("data", (d) => (text += d));
  server.stderr.on("data", (d) => (text += d));
  await until(() => /"desk"/.test(text) && /"ready"/.test(text), 120000);
  const event = (name) => text.split("\n").filter((l) => l.startsWith("{")).map((l) => JSON.parse(l)).find((e) => e.event === name);
  return { desk: event("desk").address.replace(/\/$/, ""), preview: event("listening").address.replace(/\/$/, "") };
};
const stop = () => new Promise((done) => { server.once("exit", done); server.kill("SIGKILL"); });
let { desk, preview } = await start();

const browser = await launch();
const foreign = [], violations = [], troubles = [];
const open = async (context, url) => {
  const page = await tab(context);
  page.on("request", (r) => { const u = new URL(r.url()); if (!["blob:", "data:"].includes(u.protocol) && ![new URL(desk).host, new URL(preview).host].includes(u.host)) foreign.push(r.url()); });
  page.on("console", (m) => { if (m.type() === "error" && !/ERR_INTERNET|ERR_CONNECTION|status of (4|5)\d\d/.test(m.text())) violations.push(m.text()); });
  page.on("pageerror", (e) => troubles.push(e.message));
  await page.goto(desk + url, { waitUntil: "load" });
  return page;
};
const write = (id) => "/write?id=" + encodeURIComponent(id);
const saved = (page) => page.textContent("#saved");
const is_saved = (page) => until(async () => /জমা আছে|রাখা/.test(await saved(page)));
const is_kept = (page) => until(async () => /রাখা হয়েছে|^রাখা আছে$/.test(await saved(page)));

/* What Avro shows after each key of a word: it writes the letters that the keys mean so far, and takes them back with Backspace
   keys when the next key gives them another meaning (pr → প্র, prr → প্রর, prri → পৃ). */
const BEFORE = { খ: "ক", ঘ: "গ", থ: "ত", ধ: "দ", ফ: "প", ভ: "ব", ঠ: "ট", ঢ: "ড", ছ: "চ", ঝ: "জ", শ: "স", ঙ: "ন", ঞ: "ন", "ৌ": "ো", "ৈ": "ো", "ঔ": "ও", "ঐ": "ও", "ৎ": "ত", "ং": "ন", "ঃ": "হ" };
const states = (word) => {
  const all = [], letters = Array.from(word);
  let now = "";
  for (let i = 0; i < letters.length; i++) {
    let letter = letters[i];
    if ((letter === "্" || letter === "\u200d") && letters[i + 1]) { now += letter; continue; }
    if (letter === "ৃ") all.push(now + "্র", now + "্রর");
    else if (BEFORE[letter]) all.push(now + BEFORE[letter]);
    now += letter;
    all.push(now);
  }
  return all;
};
const WORDS = "পৃষ্ঠা মৃত্তিকা বৃহস্পতিবার কৃষাণী তৃণমূল সৃষ্টি দৃশ্যপট হৃদয় গৃহহীন ভৌগোলিক নৌকাডুবি পৌরসভা মৌসুমি গৌরীপুর শৈত্যপ্রবাহ বৈঠক দৈনিক তৈলবাহী ঘূর্ণিঝড় জলোচ্ছ্বাস ধ্বংসস্তূপ স্বাস্থ্যকেন্দ্র লক্ষ্মীপুর ব্রাহ্মণবাড়িয়া চট্টগ্রাম জ্ঞানচর্চা বিদ্যুৎকেন্দ্র অভ্যুত্থান স্ত্রীলোক ক্ষুদ্রঋণ আন্তঃনগর ঠাকুরগাঁও ঝিনাইদহ ফরিদপুর শ্রমিকেরা উচ্ছেদ র‍্যালি কর্মসংস্থান উৎপাদন দুঃখ".split(" ");
const COMPOSED = "নদী বাঁধ ভাঙন আশ্রয় ত্রাণ মাঝি জেলে ইলিশ মেঘনা পদ্মা সন্ধ্যা প্রহর ঘাট হাট ধান ক্ষেত পাট গ্রাম শহর দেশ".split(" ");

const avro = async (page, word) => {
  const keys = await page.context().newCDPSession(page);
  let shown = "";
  for (const state of states(word)) {
    let same = 0;
    while (same < shown.length && same < state.length && shown[same] === state[same]) same++;
    for (let n = shown.length - same; n > 0; n--) {
      await keys.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Backspace", code: "Backspace", windowsVirtualKeyCode: 8 });
      await keys.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Backspace", code: "Backspace", windowsVirtualKeyCode: 8 });
    }
    for (const unit of state.slice(same)) await keys.send("Input.dispatchKeyEvent", { type: "char", text: unit });
    shown = state;
  }
  await keys.detach();
};
const compose = async (page, word) => {
  const keys = await page.context().newCDPSession(page);
  for (let n = 1; n <= word.length; n++) await keys.send("Input.imeSetComposition", { text: word.slice(0, n), selectionStart: n, selectionEnd: n });
  await keys.send("Input.insertText", { text: word });
  await keys.detach();
};

/** Runs in the page: what is too wide, or too small to hit. */
const layout_faults = (width) => {
  const faults = [];
  if (document.documentElement.scrollWidth > width) faults.push(`${document.documentElement.scrollWidth} wide`);
  for (const e of document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")) {
    const target = /^(checkbox|radio)$/.test(e.type) ? e.closest("label") || e : e, box = target.getBoundingClientRect();
    if (!box.width || !box.height || e.closest("p, li small") && e.localName === "a" && getComputedStyle(e).display === "inline") continue;
    if (box.height < 43.5 && !(e.closest(".findings"))) faults.push(`${e.localName}.${e.className || e.name || e.textContent.slice(0, 20)} ${Math.round(box.height)} high`);
    if (box.right > width + 0.5) faults.push(`${e.localName}.${e.name || e.className} sticks out`);
  }
  return faults;
};

/** What axe finds in what is on the screen. */
const axe_of = async (page, what) => {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run({ exclude: ["iframe"] }, { iframes: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  const small = await page.evaluate(layout_faults, page.viewportSize().width);
  const named = found.violations.map((v) => `${v.id}: ${v.nodes[0].target.join(" ")}`);
  check(`axe and layout of ${what}`, !named.length && !small.length, [...named, ...small].join("; "));
};

try {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: "bn-BD" });

  // 1. Letters: what the keys mean is what is in the file.
  let page = await open(context, write(STORY));
  await page.click("#body");
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("\n\n");
  let right = 0;
  for (const word of WORDS) {
    const before = await page.inputValue("#body");
    await avro(page, word);
    const typed = (await page.inputValue("#body")).slice(before.length);
    if (typed === word) right++;
    else console.log("     wrong:", word, "→", typed);
    await page.keyboard.insertText(" ");
  }
  check("words as Avro types them", right === WORDS.length, `${right}/${WORDS.length}`);
  let composed = 0;
  for (const word of COMPOSED) {
    const before = await page.inputValue("#body");
    await compose(page, word);
    if ((await page.inputValue("#body")).slice(before.length) === word) composed++;
    await page.keyboard.insertText(" ");
  }
  check("words as keyboards of phones compose them", composed === COMPOSED.length, `${composed}/${COMPOSED.length}`);
  const joiners = "র‍্যাব ক্‌ক হ‌ত";
  await page.keyboard.insertText(joiners);
  await page.keyboard.press("Control+s");
  check("it is kept", await is_kept(page), await saved(page));
  const text = fs.readFileSync(story, "utf8");
  check("byte for byte, joiners too", text.includes(joiners) && WORDS.every((w) => text.includes(w)) && text.startsWith("+++\n# সম্পাদকের নোট\n"));
  await page.close();

  // 2. From a pause to the page.
  page = await open(context, write(STORY));
  const beside = (page) => page.frame({ url: (url) => url.href.startsWith(preview) });
  await page.frameLocator("#page").locator("h1").waitFor();
  await until(() => beside(page)?.evaluate(() => document.documentElement.dataset.khoborLive === "1"));
  await page.click("#body");
  await page.keyboard.press("Control+Home");
  const times = [];
  for (let n = 0; n < 30; n++) {
    const mark = `চিহ্ন${String.fromCharCode(0x995 + n)}র `;
    await page.keyboard.insertText(mark);
    const began = Date.now();
    const inner = beside(page);
    await until(() => inner.evaluate((m) => document.body.textContent.includes(m), mark.trim()));
    times.push(Date.now() - began);
    await sleep(60);
  }
  times.sort((a, b) => a - b);
  check("what is typed is on the page soon", times[28] < 2000, `p50 ${times[15]} ms, p95 ${times[28]} ms with the pause of 300 ms`);
  await page.click("#body");
  await page.keyboard.press("Control+End");
  check("the page follows the caret", await until(() => beside(page).evaluate(() => scrollY > 50)));
  await page.click(".widths [data-width='1280']");
  check("the page is shown as wide as a desktop", (await page.evaluate(() => document.querySelector("#page").offsetWidth)) === 1280);
  await page.click(".widths [data-width='390']");
  await page.keyboard.press("Control+s");
  await is_kept(page);

  // 3. Findings lead to their place.
  await page.click("#body");
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("\n\nসে এল| তারপর গেল।");
  await is_saved(page);
  await page.click("#findings button >> nth=0");
  check("a finding leads to its place", (await page.evaluate(() => { const b = document.querySelector("#body"); return b.value.slice(b.selectionStart - 6, b.selectionEnd); })).includes("|"));

  // 4. Two windows, and an editor program.
  const other = await open(context, write(STORY));
  await page.click("#body");
  await page.keyboard.press("Control+Home");
  await page.keyboard.insertText("প্রথম জানালার কথা। ");
  await is_saved(page);
  await other.click("#body");
  await other.keyboard.press("Control+End");
  await other.keyboard.insertText("\n\nদ্বিতীয় জানালার কথা।");
  check("the late window has both, and nothing to choose", !(await other.isVisible(".conflict")) && await until(async () => { const v = await other.inputValue("#body"); return v.includes("প্রথম জানালার কথা") && v.includes("দ্বিতীয় জানালার কথা"); }));
  for (const [window, words] of [[page, "প্রথম জানালার শেষ। "], [other, "দ্বিতীয় জানালার শেষ। "]]) {
    await window.click("#body");
    await window.keyboard.press("Control+Home");
    await window.keyboard.insertText(words);
  }
  const late = async () => ((await page.isVisible(".conflict")) ? page : (await other.isVisible(".conflict")) ? other : null);
  check("one paragraph changed in both is shown", await until(late));
  const chooser = await late();
  await chooser.check(".conflict [value=both]");
  await Promise.all([chooser.waitForNavigation(), chooser.click("text=এভাবে নিন")]);
  check("and both stay when both are taken", await until(async () => { const v = await chooser.inputValue("#body"); return v.includes("প্রথম জানালার শেষ") && v.includes("দ্বিতীয় জানালার শেষ"); }));
  await page.close();
  await other.reload();
  await other.click("#body");
  await other.keyboard.press("Control+Home");
  await other.keyboard.insertText("আমার শুরু। ");
  await is_saved(other);
  fs.writeFileSync(story, fs.readFileSync(story, "utf8").replace("দ্বিতীয় অনুচ্ছেদ", "দ্বিতীয় অনুচ্ছেদ, অন্য প্রোগ্রামে"));
  await other.keyboard.press("Control+s");
  check("a change of another program is put together", (await is_kept(other)) && (await until(() => { const t = fs.readFileSync(story, "utf8"); return t.includes("অন্য প্রোগ্রামে") && t.includes("আমার শুরু"); })));
  check("and seen in the field", await until(async () => (await other.inputValue("#body")).includes("অন্য প্রোগ্রামে")));

  // 5. No connection, and a restart under it.
  await context.setOffline(true);
  await other.click("#body");
  await other.keyboard.press("Control+End");
  await other.keyboard.insertText("\n\nসংযোগ ছাড়া লেখা।");
  check("it says that there is no connection", await until(async () => (await saved(other)).includes("সংযোগ নেই")));
  await context.setOffline(false);
  check("the text goes when it is back", await until(async () => (await saved(other)).includes("জমা আছে")));
  // Ten minutes without a connection, by the browser's clock, typing all the time.
  const long = await open(context, write(LONG));
  await long.clock.install();
  await context.setOffline(true);
  let asked = 0;
  long.on("request", (r) => { if (r.url().includes("/api/copy")) asked++; });
  await long.click("#body");
  for (let minute = 1; minute <= 10; minute++) {
    await long.keyboard.press("Control+End");
    await long.keyboard.insertText(`\n\nমিনিট ${minute}, সংযোগ নেই।`);
    await long.clock.runFor(60000);
  }
  check("ten minutes offline are typed through, asking ever more seldom", (await saved(long)).includes("সংযোগ নেই") && asked <= 20, `${asked} tries`);
  await context.setOffline(false);
  await long.clock.runFor(60000);
  check("and all of it goes when it is back", await until(async () => { await long.clock.runFor(1000); return (await saved(long)).includes("জমা আছে"); }));
  await long.keyboard.press("Control+s");
  check("and is in the file", (await until(async () => { await long.clock.runFor(100); const t = fs.readFileSync(path.join(site, LONG), "utf8"); return Array.from({ length: 10 }, (_, n) => `মিনিট ${n + 1}, সংযোগ নেই।`).every((line) => t.includes(line)); })) && !(await long.isVisible(".conflict")));
  await long.close();
  await stop();
  await other.keyboard.insertText(" বন্ধ থাকার সময়।");
  await until(async () => (await saved(other)).includes("সংযোগ নেই"));
  ({ desk, preview } = await start());
  // It asks again after a minute at the latest.
  check("also after a restart", await until(async () => (await saved(other)).includes("জমা আছে"), 100000), await saved(other));
  // A browser that dies before it could send offers what it has.
  await stop();
  await other.keyboard.insertText(" মরে যাওয়ার আগে।");
  await sleep(50);
  await other.close();
  ({ desk, preview } = await start());
  page = await open(context, write(STORY));
  check("what only the browser has is offered", await until(() => page.isVisible("[data-notice=local]")) && !(await page.inputValue("#body")).includes("মরে যাওয়ার আগে"));
  await page.click("[data-notice=local] .main");
  await is_saved(page);
  await page.keyboard.press("Control+s");
  check("and kept", (await is_kept(page)) && (await until(() => fs.readFileSync(story, "utf8").includes("সংযোগ ছাড়া লেখা। বন্ধ থাকার সময়। মরে যাওয়ার আগে।"))));

  // A slow net: saves that overlap with typing lose nothing and are no conflict.
  const slow = await page.context().newCDPSession(page);
  await slow.send("Network.emulateNetworkConditions", { offline: false, latency: 1200, downloadThroughput: 50000, uploadThroughput: 20000 });
  await page.click("#body");
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("\n\n");
  const said = Array.from({ length: 24 }, (_, n) => `কথা${"কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভ"[n]}`).join(" ");
  for (const word of said.split(" ")) { await page.keyboard.insertText(word + " "); await sleep(150); }
  check("typing on a slow net loses nothing", (await until(async () => (await saved(page)).includes("জমা আছে"), 30000)) && !(await page.isVisible(".conflict")) && (await page.inputValue("#body")).includes(said));
  await slow.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  // An answer that is lost on its way is no other person, whatever is typed meanwhile.
  let losing = 3;
  await page.route("**/api/copy*", async (route) => { if (losing-- > 0) { await route.fetch(); await route.abort("connectionreset"); } else await route.continue(); });
  for (const word of ["হারানো", "উত্তরের", "পরের", "কথা"]) { await page.keyboard.insertText(word + " "); await sleep(700); }
  check("a lost answer is no conflict", (await until(async () => losing < 0 && (await saved(page)).includes("জমা আছে"), 30000)) && !(await page.isVisible(".conflict")) && (await page.inputValue("#body")).includes("হারানো উত্তরের পরের কথা"), await saved(page));
  await page.unroute("**/api/copy*");
  await slow.detach();
  await page.keyboard.press("Control+s");
  check("and is kept", (await is_kept(page)) && (await until(() => fs.readFileSync(story, "utf8").includes(said))));

  // 6. Pasted texts.
  const paste = (data) => page.evaluate((data) => {
    const field = document.querySelector("#body"), clip = new DataTransfer();
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    for (const [type, text] of Object.entries(data)) clip.setData(type, text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clip, bubbles: true, cancelable: true }));
  }, data);
  await paste({ "text/plain": "x", "text/html": '<html><style>p{}</style><!--StartFragment--><h1>উপশিরোনাম</h1><p class="MsoNormal">এক <b>মোটা</b>&nbsp;শব্দ, <a href="https://example.org/a b">লিংক</a>।<o:p></o:p></p><ul><li>ক</li><li><span style="font-weight:700">খ</span></li></ul><table><tr><td>১</td><td>২</td></tr><tr><td>৩</td><td>৪</td></tr></table><script>window.hit=1<\/script><img src="x" onerror="window.hit=1"><!--EndFragment--></html>' });
  const rich = await page.inputValue("#body");
  check("a page of Word becomes Markdown", ["## উপশিরোনাম", "এক **মোটা** শব্দ, [লিংক](https://example.org/a%20b)।", "- ক\n- **খ**", "| ১ | ২ |\n| --- | --- |\n| ৩ | ৪ |"].every((part) => rich.includes(part)), rich.slice(-160).replace(/\n/g, "⏎"));
  check("nothing of it runs", !(await page.evaluate(() => window.hit)));
  await page.keyboard.insertText("\n\nAvgvi †mvbvi evsjv");
  await paste({ "text/plain": "Avgvi †mvbvi evsjv" });
  check("Bijoy text is offered in Unicode", await until(async () => (await page.textContent("[data-notice=bijoy] q").catch(() => "")) === "আমার সোনার বাংলা"));
  await page.click("[data-notice=bijoy] button >> nth=0");
  check("and taken", (await page.inputValue("#body")).includes("আমার সোনার বাংলা"));
  await page.close();

  // 7. A reporter's morning.
  const began = Date.now();
  page = await open(context, "/");
  await page.click(".new summary");
  await page.fill(".new [name=title]", "নৌকায় পাঠাগার");
  await page.selectOption(".new [name=section]", "bangladesh");
  await Promise.all([page.waitForNavigation(), page.click(".new button")]);
  const id = new URL(page.url()).searchParams.get("id");
  check("a new story is begun", id !== null && /^content\/bangladesh\/\d{4}-\d\d-\d\d-noukay-pathagar\/index\.md$/.test(id), page.url());
  await page.click("#body");
  for (const word of ["নৌকায়", "বই", "পৃথিবী", "ঘোরে"]) { await avro(page, word); await page.keyboard.insertText(" "); await sleep(150); }
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const picture = path.join(site, "static", "icon.png");
  await page.setInputFiles("#tools input[type=file]", picture);
  await page.fill(".panel [name=alt]", "নৌকার ভেতরে বইয়ের তাক");
  await page.fill(".panel [name=caption]", "ভাসমান পাঠাগার");
  await page.fill(".panel [name=credit]", "রহিমা খাতুন");
  if (shots) await page.screenshot({ path: path.join(shots, "desk-picture.png") });
  await page.click(".panel button:has-text('প্রধান ছবি')");
  check("the lead picture is in its field", await until(async () => (await page.inputValue("[name=image]")) === "icon.png" && (await page.inputValue("[name=image_alt]")).includes("তাক")));
  await page.setInputFiles("#tools input[type=file]", picture);
  await page.fill(".panel [name=alt]", "ঘাটে ছেলেমেয়েরা");
  await page.click(".panel button:has-text('ঘোরান')");
  await page.click(".panel button:has-text('লেখার ভেতরে')");
  check("the other is in the text", await until(async () => /\{\{<figure src="icon(-2)?\.(png|jpg)" alt="ঘাটে ছেলেমেয়েরা" \/>\}\}/.test(await page.inputValue("#body"))), await page.inputValue("#body"));
  // A free cut: drawn with the pointer, then an edge by its key.
  await page.setInputFiles("#tools input[type=file]", picture);
  await page.fill(".panel [name=alt]", "নৌকার কাটা ছবি");
  await page.selectOption(".panel select", "free");
  await page.locator(".panel canvas").evaluate((c) => c.scrollIntoView({ block: "center" }));
  const canvas = await page.locator(".panel canvas").boundingBox();
  await page.mouse.move(canvas.x + canvas.width * 0.1, canvas.y + canvas.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(canvas.x + canvas.width * 0.9, canvas.y + canvas.height * 0.6, { steps: 4 });
  await page.mouse.up();
  await page.focus(".panel [name=right]");
  for (let n = 0; n < 10; n++) await page.keyboard.press("ArrowLeft");
  await axe_of(page, "the panel of a picture");
  if (shots) await page.screenshot({ path: path.join(shots, "desk-cut.png") });
  await page.click(".panel button:has-text('লেখার ভেতরে')");
  const cut = (await until(async () => (await page.inputValue("#body")).includes("নৌকার কাটা ছবি"))) && (await page.evaluate(async () => { const images = document.querySelectorAll("#pictures img"), i = images[images.length - 1]; i.loading = "eager"; await i.decode(); return i.naturalWidth / i.naturalHeight; }));
  check("a part of a picture is cut out freely", Math.abs(cut - 0.7 / 0.4) < 0.1, `${Number(cut).toFixed(2)} wide`);
  // A picture of the archive.
  await page.click("#tools button:has-text('আগের ছবি')");
  await page.waitForSelector(".archive .picture");
  const all_found = (await page.$$(".archive .picture")).length;
  await page.fill(".archive [type=search]", "নৌকায় পাঠাগার");
  check("pictures of the archive are searched", await until(async () => (await page.$$(".archive .picture")).length < all_found), `${all_found} without words`);
  await page.fill(".archive [type=search]", "");
  await until(async () => (await page.$$(".archive .picture")).length === all_found);
  await axe_of(page, "the panel of the archive");
  if (shots) await page.screenshot({ path: path.join(shots, "desk-archive.png") });
  await page.click(".archive .picture >> nth=0");
  const described = await page.inputValue(".archive [name=alt]");
  if (!described) await page.fill(".archive [name=alt]", "আগের ছবি");
  await page.click(".archive button:has-text('লেখার ভেতরে')");
  check("one of them is in the text, with what is said of it", await until(async () => (await page.inputValue("#body")).includes(`alt="${described || "আগের ছবি"}"`)), described);
  await page.click(".drawer summary");
  await page.fill("[name=tags]", "বই, চর");
  await page.fill("[name=authors]", "রহিমা খাতুন");
  await page.fill("[name=summary]", "চরের শিশুদের কাছে বই নিয়ে যায় একটি নৌকা।");
  check("the summary is counted", /\/২০০/.test(await page.textContent("#summary-count")));
  await is_saved(page);
  check("the page beside shows it", await until(async () => (await beside(page)?.textContent("h1")) === "নৌকায় পাঠাগার" && (await beside(page).textContent("body")).includes("পৃথিবী")));
  if (shots) { await sleep(800); await page.screenshot({ path: path.join(shots, "desk-write.png") }); }
  await Promise.all([page.waitForNavigation(), page.click("button[value=publish]")]);
  // The next full minute but one, so that it is still to come when the form is posted.
  const moment = new Date(Date.now() + 65000), two = (n) => String(n).padStart(2, "0");
  const dhaka = new Date(moment.getTime() + 6 * 3600000);
  await page.check("[name=when][value=at]");
  await page.fill("[name=at]", `${dhaka.getUTCFullYear()}-${two(dhaka.getUTCMonth() + 1)}-${two(dhaka.getUTCDate())}T${two(dhaka.getUTCHours())}:${two(dhaka.getUTCMinutes())}`);
  if (shots) await page.screenshot({ path: path.join(shots, "desk-publish.png") });
  await Promise.all([page.waitForNavigation(), page.click(".sheet button.main")]);
  check("the job ends", await until(async () => (await page.getAttribute("#job", "data-step").catch(() => "")) === "done", 200000), (await page.textContent("#job")).trim());
  const live = path.join(host, "bangladesh", "noukay-pathagar", "index.html");
  check("a story to come is not out", fs.existsSync(path.join(host, "index.html")) && !fs.existsSync(live));
  await page.goto(desk + "/?tab=scheduled");
  check("it is among the scheduled ones", (await page.textContent(".stories")).includes("নৌকায় পাঠাগার"));
  if (shots) { await page.goto(desk + "/"); await page.screenshot({ path: path.join(shots, "desk-list.png") }); }

  // Meanwhile a comment, by a key.
  await page.goto(desk + "/comments");
  const waiting = (await page.$$(".comments .pending")).length;
  await Promise.all([page.waitForNavigation(), page.keyboard.press("a")]);
  check("a press of a key approves a comment", (await page.$$(".comments .pending")).length === waiting - 1, `${waiting} waited`);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("u")]);
  check("and takes it back", (await page.$$(".comments .pending")).length === waiting);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("a")]);
  const due = Math.floor(moment.getTime() / 60000) * 60000;
  check("the story goes out by itself", await until(() => fs.existsSync(live), 200000), `${((Date.now() - due) / 1000).toFixed(1)} s after its moment`);

  // A corrected headline, and an older version.
  await page.goto(desk + write(id));
  await page.fill("[name=title]", "নৌকায় ভাসে পাঠাগার");
  await page.keyboard.press("Control+s");
  await is_kept(page);
  await Promise.all([page.waitForNavigation(), page.click("button[value=publish]")]);
  await page.fill("[name=correction]", "শিরোনাম বদলানো হলো।");
  const pressed = Date.now();
  await Promise.all([page.waitForNavigation(), page.click(".sheet button.main")]);
  check("the corrected headline is out", await until(() => fs.readFileSync(live, "utf8").includes("নৌকায় ভাসে পাঠাগার") && fs.readFileSync(live, "utf8").includes("শিরোনাম বদলানো হলো।"), 200000), `${((Date.now() - pressed) / 1000).toFixed(1)} s after the press`);
  await page.goto(desk + "/history?id=" + encodeURIComponent(id));
  await page.click(".versions li:nth-child(4) a");
  check("the versions differ", (await page.$$(".difference del, .difference ins")).length > 0);
  if (shots) await page.screenshot({ path: path.join(shots, "desk-history.png") });
  await Promise.all([page.waitForNavigation(), page.click("main form button.main")]);
  check("an older version is back", (await page.inputValue("[name=title]")) === "নৌকায় পাঠাগার");
  await page.keyboard.press("Control+s");
  await is_kept(page);
  check("and kept", /title = "নৌকায় পাঠাগার"/.test(fs.readFileSync(path.join(site, id), "utf8")) && !/draft = true/.test(fs.readFileSync(path.join(site, id), "utf8")), "public as it was");
  check("the morning is done", true, `${((Date.now() - began) / 1000).toFixed(0)} s, no terminal`);
  await page.close();

  // 8. Without a script.
  const bare = await browser.newContext({ javaScriptEnabled: false, locale: "bn-BD" });
  page = await open(bare, write(STORY));
  await page.fill("[name=subtitle]", "স্ক্রিপ্ট ছাড়া লেখা");
  await Promise.all([page.waitForNavigation(), page.click("button[value=keep]")]);
  check("a form without a script keeps", fs.readFileSync(story, "utf8").includes('subtitle = "স্ক্রিপ্ট ছাড়া লেখা"'));
  await page.goto(desk + "/comments");
  await Promise.all([page.waitForNavigation(), page.click(".comments .pending button[value=reject] >> nth=0")]);
  check("and moderates", true);
  await bare.close();

  // 8b. A file that is moved under an open window, and one that goes before the first word.
  const OLD = "content/bangladesh/purono.md", NEW = "content/bangladesh/notun-nam.md", NONE = "content/bangladesh/nei.md", YAML = "content/bangladesh/yaml.md";
  const put = (id, text) => fs.writeFileSync(path.join(site, id), text);
  for (const id of [OLD, NONE]) put(id, `+++\ntitle = "${id === OLD ? "পুরোনো নাম" : "মুছে যাবে"}"\ndate = 2026-11-18T08:00:00+06:00\n+++\n\nশুরু।\n`);
  put(YAML, "---\ntitle: ইয়ামল # নোট\ndate: 2026-11-17\n---\n\nশুরু।\n");
  await until(async () => (await (await fetch(desk + "/?q=" + encodeURIComponent("মুছে যাবে"))).text()).includes("nei.md"));
  page = await open(context, write(OLD));
  await page.click("#body");
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(" সরানোর আগে।");
  await until(async () => (await saved(page)).includes("জমা আছে"));
  fs.renameSync(path.join(site, OLD), path.join(site, NEW));
  await page.keyboard.insertText(" সরানোর পরে।");
  check("a file that is moved under a window is reported", await until(() => page.isVisible("[data-notice=gone]")));
  await is_saved(page);
  await Promise.all([page.waitForNavigation(), page.click("[data-notice=gone] button")]);
  check("where it is now is shown", (await page.textContent("#notes")).includes(NEW));
  await axe_of(page, "a story whose file was moved");
  await Promise.all([page.waitForNavigation(), page.click("#notes form[action^='/follow'] button")]);
  check("and the writing goes on there", page.url().includes("notun-nam") && (await page.inputValue("#body")).includes("সরানোর আগে। সরানোর পরে।"));
  await page.keyboard.press("Control+s");
  check("and is kept there", (await is_kept(page)) && (await until(() => fs.readFileSync(path.join(site, NEW), "utf8").includes("সরানোর পরে।"))) && !fs.existsSync(path.join(site, OLD)));
  // Moved again before a window has put down its first word: the text is offered where the file is.
  await page.goto(desk + write(NEW));
  fs.renameSync(path.join(site, NEW), path.join(site, OLD));
  await page.click("#body");
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(" প্রথম শব্দের আগেই সরেছে।");
  await until(() => page.isVisible("[data-notice=gone] a"));
  await Promise.all([page.waitForNavigation(), page.click("[data-notice=gone] a")]);
  check("a window whose file went before its first word offers its text in the new place", page.url().includes("purono") && (await until(() => page.isVisible("[data-notice=local]"))) && (await page.textContent("[data-notice=local]")).includes("প্রথম শব্দের আগেই সরেছে।"));
  await page.goto(desk + write(NONE));
  fs.rmSync(path.join(site, NONE));
  await page.click("#body");
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(" মোছার পরে লেখা।");
  await until(() => page.isVisible("[data-notice=gone]"));
  await Promise.all([page.waitForNavigation(), page.click("[data-notice=gone] button")]);
  await Promise.all([page.waitForNavigation(), page.click("#notes form[action^='/restore-file'] button")]);
  check("a deleted file is written again with every word", fs.readFileSync(path.join(site, NONE), "utf8").includes("শুরু। মোছার পরে লেখা।"));
  await page.goto(desk + write(YAML));
  await page.click(".more summary");
  await axe_of(page, "a story in YAML");
  await Promise.all([page.waitForNavigation(), page.click(".more form[action^='/as-toml'] button")]);
  await page.keyboard.press("Control+s");
  check("YAML becomes TOML, its comment included", (await is_kept(page)) && (await until(() => /^\+\+\+\n# নোট\ntitle = "/.test(fs.readFileSync(path.join(site, YAML), "utf8")))));
  await page.close();

  // 9. All screens: for everybody, on every width, asking nobody.
  const screens = ["/", write(STORY), "/publish?id=" + encodeURIComponent(STORY), "/comments", "/front", "/history?id=" + encodeURIComponent(STORY) + "&v=1"];
  for (const colorScheme of ["light", "dark"]) for (const width of [360, 1280]) {
    const c = await browser.newContext({ viewport: { width, height: 760 }, colorScheme, locale: "bn-BD" });
    for (const url of screens) {
      const p = await open(c, url);
      await sleep(250);
      const faults = await p.evaluate(layout_faults, width);
      await p.evaluate(() => document.querySelectorAll("iframe").forEach((f) => f.remove()));
      await p.evaluate(AXE);
      const found = await p.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const named = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 2).map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).join(" | ")}`);
      if (faults.length || named.length) check(`${url.split("?")[0]} ${width} ${colorScheme}`, false, [...faults, ...named].join("; "));
      if (shots && width === 360) await p.screenshot({ path: path.join(shots, `desk-${colorScheme}-${url.split("?")[0].slice(1) || "list"}.png`) });
      await p.close();
    }
    await c.close();
  }
  check("axe and layout of all screens", true, `${screens.length} screens, two widths, light and dark`);
  const weigh = async (url) => gzipSync(Buffer.from(await (await fetch(desk + url)).arrayBuffer()), { level: 9 }).length;
  const weight = (await weigh("/desk.js")) + (await weigh("/desk.css")) + (await weigh(write(STORY)));
  check("the desk weighs at most 30 KB", weight <= 30000, `${weight} bytes of script, style and page`);
  check("nobody else is asked", foreign.length === 0, foreign.slice(0, 3).join(" "));
  check("nothing offends the policy", violations.length === 0, violations.slice(0, 3).join(" | "));
  check("no script breaks", troubles.length === 0, troubles.slice(0, 3).join(" | "));
} catch (error) {
  check("the suite runs to its end", false, error.stack);
} finally {
  await browser.close();
  await stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(failed ? `${failed} failed` : "all passed");
process.exit(failed ? 1 : 0);
