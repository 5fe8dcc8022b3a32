// The reply form of a built portal and `khobor inbox` in a real browser, with and without scripts: the policy of the page lets
// the form go, the reader comes back and is thanked, a refusal is read and the text is still there, other sites get nothing in.
//
// usage: node tests/browser/inbox.mjs BINARY
//
// playwright-core and Chromium are found as preview.mjs finds them.
import { spawn, execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";

const from = process.env.KHOBOR_NODE_MODULES ? path.join(process.env.KHOBOR_NODE_MODULES, "x.js") : import.meta.url;
const { chromium } = createRequire(from)("playwright-core");
const binary = process.argv[2];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "khobor-inbox-"));
const site = path.join(folder, "site");

let failed = 0;
const check = (name, ok, more = "") => {
  if (!ok) failed++;
  console.log(`${ok ? "ok  " : "FAIL"} ${name}${more ? `  ${more}` : ""}`);
};

// A web server for the built portal, with the policy that khobor writes for hosts.
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const host = http.createServer((request, response) => {
  let file = path.join(site, "public", decodeURIComponent(request.url.split("?")[0]));
  if (file.endsWith("/")) file += "index.html";
  if (!fs.existsSync(file)) return response.writeHead(404).end();
  const policy = fs.readFileSync(path.join(site, "public/_headers"), "utf8").match(/Content-Security-Policy: (.*)/)[1];
  response.writeHead(200, { "content-type": types[path.extname(file)] ?? "text/plain", "content-security-policy": policy, "referrer-policy": "strict-origin-when-cross-origin" });
  response.end(fs.readFileSync(file));
});
await new Promise((done) => host.listen(0, "localhost", done));
const portal = `http://localhost:${host.address().port}`;

const inbox = spawn(binary, ["inbox", "--lang", "en", "--port", "0", "--portal", portal, "--db", path.join(folder, "inbox.db")], { stdio: ["ignore", "pipe", "inherit"] });
const receiver = await new Promise((done) => inbox.stdout.on("data", (d) => /http:\S+/.test(d) && done(String(d).match(/(http:\S+)\/comment/)[1])));

const write = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(site, name)), { recursive: true });
  fs.writeFileSync(path.join(site, name), text);
};
write("khobor.toml", `[site]\ntitle = "কাগজ"\nbase_url = "${portal}"\n[comments]\nendpoint = "${receiver}/comment"\n`);
write("content/desh/_index.md", '+++\ntitle = "দেশ"\n+++\n');
write("content/desh/khobor.md", '+++\ntitle = "খবর"\ndate = 2026-11-01\n+++\nলেখা।\n');
const khobor = (...words) => execFileSync(binary, [...words, "--root", site, "--lang", "en"]).toString();
khobor("build");

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const fill = async (page, name, text) => {
  await page.fill("#c-text", text);
  await page.fill("#c-name", name);
  await page.fill("#c-email", "pathok@gopon.example");
  await Promise.all([page.waitForNavigation(), page.click(".reply button[type=submit]")]);
};

try {
  for (const javaScriptEnabled of [false, true]) {
    const how = javaScriptEnabled ? "with scripts" : "without scripts";
    const page = await (await browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 800 } })).newPage();
    const trouble = [], elsewhere = [];
    page.on("console", (m) => m.type() === "error" && trouble.push(m.text()));
    page.on("request", (r) => [portal, receiver].includes(new URL(r.url()).origin) || elsewhere.push(r.url()));
    await page.goto(`${portal}/desh/khobor/`);
    check(`${how}: thanks are hidden at first`, !(await page.isVisible("#reply-sent")));
    await fill(page, "রহিমা", `ভালো লেখা ${how}`);
    check(`${how}: back at the story`, page.url() === `${portal}/desh/khobor/?reply=pending#reply-sent`, page.url());
    check(`${how}: the reader is thanked`, await page.isVisible("#reply-sent"));
    check(`${how}: no complaint of the browser`, trouble.length === 0, trouble.join(" | "));
    await page.goto(`${portal}/desh/khobor/`);
    const text = `https://a.example https://b.example https://c.example ${how}`;
    await fill(page, "রহিমা", text);
    check(`${how}: a refusal is told`, (await page.textContent("main")).includes("লিংক বেশি"), page.url());
    check(`${how}: on a dressed page`, (await page.locator("main").boundingBox()).width <= 36 * 16 + 32);
    const lead = await page.getAttribute("main a", "href");
    check(`${how}: which leads back`, lead === `${portal}/`, lead);
    await page.goBack();
    check(`${how}: the text is still there`, (await page.inputValue("#c-text")) === text);
    check(`${how}: nobody else is asked`, elsewhere.length === 0, elsewhere.join(" "));
    await page.context().close();
  }

  // Another site with the same form.
  const evil = http.createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(
    `<form method=post action="${receiver}/comment"><input name=story value=desh/khobor><input name=name value=x><input name=comment value=y><button>z</button></form>`));
  await new Promise((done) => evil.listen(0, "127.0.0.1", done));
  const page = await browser.newPage();
  for (const policy of ["", "no-referrer"]) {
    await page.goto(`http://127.0.0.1:${evil.address().port}/`);
    await page.evaluate((policy) => { if (policy) document.head.innerHTML = `<meta name=referrer content=${policy}>`; }, policy);
    const [answer] = await Promise.all([page.waitForResponse((r) => r.url().endsWith("/comment")), page.click("button")]);
    check(`another site's form is refused ${policy}`, answer.status() === 403);
  }
  evil.close();

  const pulled = khobor("comments", "pull", "--db", path.join(folder, "inbox.db"));
  check("two comments wait", pulled.startsWith("2 new"), pulled.trim());
  const file = fs.readFileSync(path.join(site, "data/comments/desh/khobor.toml"), "utf8");
  check("without an e-mail address", !file.includes("gopon") && file.includes("রহিমা"));
} finally {
  await browser.close();
  host.close();
  inbox.kill("SIGTERM");
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(failed ? `${failed} failed` : "all is well");
process.exit(failed ? 1 : 0);
