// What a built portal asks of its host, in a real browser: the frame of an advertisement runs its scripts under the written
// `_headers`, and nothing else of it; former addresses with a query are found by the portal's own script where the host knows
// no rule for them.
//
// usage: node tests/browser/hosts.mjs BINARY
//
// playwright-core and Chromium are found as browser.mjs finds them.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { launch, tab } from "./browser.mjs";
import { headerRules } from "./server.js";

const binary = process.argv[2];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "khobor-hosts-"));
let failed = 0;
const check = (name, ok, more = "") => {
  if (!ok) failed++;
  console.log(`${ok ? "ok  " : "FAIL"} ${name}${more ? `  ${more}` : ""}`);
};

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2" };

/** A host that reads `_headers`, sends the headers of every rule that holds, all of them, and knows no redirects. */
const host = (root, home) => {
  const rules = headerRules(root);
  return http.createServer((request, response) => {
    const asked = decodeURIComponent(request.url.split("?")[0]);
    for (const rule of rules)
      if (rule.exact ? asked === rule.prefix : asked.startsWith(rule.prefix)) rule.headers.forEach(([name, value]) => response.appendHeader(name, value));
    let file = path.join(root, asked.startsWith(home) ? asked.slice(home.length) : asked);
    if (asked.endsWith("/")) file = path.join(file, "index.html");
    const there = fs.existsSync(file) && fs.statSync(file).isFile();
    if (!there) file = path.join(root, "404.html");
    response.writeHead(there ? 200 : 404, { "content-type": types[path.extname(file)] ?? "text/plain" });
    response.end(fs.readFileSync(file));
  });
};
const listen = async (server) => {
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server.address().port;
};

/** The network of an advertiser: a script that writes into its frame and says what it could reach. */
const network = http.createServer((_, response) => {
  response.writeHead(200, { "content-type": "text/javascript" });
  response.end("var reached=false;try{reached=!!parent.document.body}catch(e){}document.body.dataset.network='came';document.body.dataset.reached=reached;");
});
const networkPort = await listen(network);

const site = (name, home, port) => {
  const root = path.join(folder, name);
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  write("khobor.toml", `[site]\ntitle = "কাগজ"\nbase_url = "http://127.0.0.1:${port}${home}"\n[ads.network]\nslot = "article_end"\nframe = "/ads/network.html"\nwidth = 336\nheight = 280\n`);
  write("content/desh/_index.md", '+++\ntitle = "দেশ"\n+++\n');
  write("content/desh/nodi.md", '+++\ntitle = "নদীর খবর"\ndate = 2026-11-01\naliases = ["/?p=123", "/index.php?page_id=7", "/?s=নদী", "/?cat=2&paged=3"]\n+++\nপানি বাড়ছে।\n');
  write("static/ads/network.html", `<!doctype html><body><p>বিজ্ঞাপন</p><script>document.body.dataset.own="ran"</script><script async src="http://127.0.0.1:${networkPort}/ads.js"></script></body>`);
  execFileSync(binary, ["build", "--root", root, "--lang", "en", "--now", "2026-11-22T09:00:00Z"]);
  return path.join(root, "public");
};

const browser = await launch();
try {
  for (const home of ["", "/paper"]) {
    // The address must be known before the portal is built.
    const probe = http.createServer();
    const port = await listen(probe);
    await new Promise((done) => probe.close(done));
    const server = host(site(`site${home.replace("/", "-")}`, home, port), home);
    await new Promise((done) => server.listen(port, "127.0.0.1", done));
    const base = `http://127.0.0.1:${port}${home}`, at = home || "/";

    const page = await tab(await browser.newContext());
    const refused = [];
    page.on("console", (line) => /Content Security Policy|sandbox/.test(line.text()) && refused.push(line.text()));
    await page.goto(`${base}/desh/nodi/`);
    await page.locator("iframe").scrollIntoViewIfNeeded();
    const frame = await (await page.waitForSelector("iframe")).contentFrame();
    await frame.waitForSelector("body[data-network]", { state: "attached", timeout: 15000 }).catch(() => {});
    const data = await frame.evaluate(() => ({ ...document.body.dataset })).catch(() => ({}));
    check(`${at}: the frame's own script runs`, data.own === "ran", JSON.stringify(data) + refused.join(" | "));
    check(`${at}: the network's script runs`, data.network === "came");
    check(`${at}: it does not reach the page`, data.reached === "false");
    const policies = (await page.request.get(`${base}/desh/nodi/`)).headersArray().filter((h) => h.name.toLowerCase() === "content-security-policy");
    check(`${at}: the page keeps a policy`, policies.length > 0 && (await page.locator('meta[http-equiv="Content-Security-Policy"]').count()) === 1);
    const inline = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.broken=1";
      document.body.append(script);
      return window.broken ?? 0;
    });
    check(`${at}: a foreign inline script of the page does not run`, inline === 0);

    for (const [from, where] of [["/?p=123", "নদীর খবর"], ["/?utm_source=fb&p=123", "নদীর খবর"], ["/index.php?page_id=7", "নদীর খবর"], [`/?s=${encodeURIComponent("নদী")}`, "নদীর খবর"], ["/?paged=3&cat=2", "নদীর খবর"]]) {
      await page.goto(`${base}${from}`);
      await page.waitForURL(/\/desh\/nodi\/$/, { timeout: 10000 }).catch(() => {});
      check(`${at}: ${from} leads to its story`, page.url() === `${base}/desh/nodi/` && (await page.locator("h1").first().innerText()) === where, page.url());
    }
    for (const from of ["/?p=999", "/?q=123", "/"]) {
      await page.goto(`${base}${from}`);
      await page.waitForTimeout(700);
      check(`${at}: ${from} stays`, page.url() === `${base}${from}`, page.url());
    }
    server.close();
    await page.context().close();
  }
} finally {
  await browser.close();
  network.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(failed ? `${failed} FAILED` : "all is well");
process.exit(failed ? 1 : 0);
