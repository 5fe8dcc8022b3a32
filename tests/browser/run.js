// Browser tests of the built sample portal. Usage: node run.js [PUBLIC] (default: ../../public). Ends with `N passed, N failed`.
import { launch, tab } from "./browser.mjs";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "./server.js";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(process.argv[2] ?? join(here, "../../public"));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const BENGALI = /[\u0980-\u09ff]/;

if (!existsSync(join(root, "index.html"))) {
  console.error(`no built portal in ${root}: run \`khobor build\` first`);
  process.exit(2);
}

const tests = [];
const test = (name, run) => tests.push({ name, run });
const equal = (found, expected, what) => { if (found !== expected) throw new Error(`${what}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`); };
const truth = (found, what) => { if (!found) throw new Error(what); };

/** All pages below a folder of the output, as addresses. */
function addresses(folder = "") {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return ["_fragments", "ads", "assets"].includes(path) ? [] : addresses(path);
    if (entry.name === "index.html") return [`/${folder}${folder && "/"}`];
    return [];
  });
}

/** Every page with its kind, as its root element says (`k-article`); redirects have none. */
const pages = addresses().sort().map((url) => {
  const html = readFileSync(join(root, url, "index.html"), "utf8");
  return { url, html, kind: /<html[^>]*class="k-([a-z-]+)/.exec(html)?.[1] };
}).filter((p) => p.kind);
const kinds = new Map();
for (const page of pages) if (!kinds.has(page.kind)) kinds.set(page.kind, page.url);
const having = (part) => pages.find((p) => p.kind === "article" && p.html.includes(part))?.url;
const article = having('id="respond"');
const special = { comments: having('class="comment"'), gallery: having('class="gallery"'), embed: having("data-frame="), corrections: having('class="fixes"'), facts: having('class="facts"') };
/** One page of each kind, the unlike stories, and 404. */
const samples = [...new Map([...kinds.entries()].map(([k, u]) => [u, k]).concat(Object.entries(special).filter(([, u]) => u).map(([k, u]) => [u, k]))).entries()]
  .map(([url, name]) => ({ url, name })).concat({ url: "/nai/ei-pata/", name: "404" });

let server, browser;

/** A fresh page; collects errors of the console, violations of the policy and requests to others. */
async function open(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "bn-BD", ...options });
  const page = await tab(context);
  const seen = { errors: [], foreign: [] };
  page.on("console", (m) => { if (m.type() === "error" && !(/404/.test(m.text()) && url.startsWith("/nai/"))) seen.errors.push(m.text()); });
  page.on("pageerror", (e) => seen.errors.push(String(e)));
  page.on("request", (r) => { if (!r.url().startsWith(server.base) && !r.url().startsWith("data:")) seen.foreign.push(r.url()); });
  // A page that is intercepted has no cache.
  if (!options.cached) await page.route((u) => u.origin !== server.base, (route) => route.abort());
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      window.violations = []; window.shift = 0;
      document.addEventListener("securitypolicyviolation", (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
      new PerformanceObserver((l) => l.getEntries().forEach((e) => { if (!e.hadRecentInput) window.shift += e.value; })).observe({ type: "layout-shift", buffered: true });
    });
  }
  await page.goto(server.base + url, { waitUntil: "load" });
  return { page, seen, close: () => context.close() };
}

async function axe(page) {
  // The policy of the page forbids other scripts, so axe is evaluated by the debugger.
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).join(" | ")}`);
}

for (const { url, name } of samples) {
  for (const scheme of ["light", "dark"]) {
    test(`axe: ${name}, ${scheme}`, async () => {
      const { page, seen, close } = await open(url, { colorScheme: scheme });
      const found = await axe(page);
      await close();
      equal(found.join("\n  "), "", `${url} violations`);
      equal(seen.errors.join("\n  "), "", `${url} console`);
    });
  }
  test(`layout: ${name}`, async () => {
    for (const width of [360, 768, 1280]) {
      const { page, close } = await open(url, { viewport: { width, height: 800 }, cached: true });
      // No Bengali face is installed on this machine, so that the first view of all, of boxes in place of letters, breaks its
      // lines elsewhere when the theme's face comes. Readers' machines have one, or have the theme's from the page before.
      const first = await page.evaluate(() => window.shift);
      truth(first < 0.05, `${url} at ${width}: layout shift ${first} without a Bengali face`);
      await page.evaluate(() => Promise.all([...document.fonts].filter((f) => !/Local|Any/.test(f.family)).map((f) => f.load())));
      await page.reload({ waitUntil: "load" });
      const faults = await page.evaluate(layoutFaults, width);
      await page.evaluate(async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) { scrollTo(0, y); await new Promise((r) => setTimeout(r, 40)); } });
      const shift = await page.evaluate(() => window.shift);
      const violations = await page.evaluate(() => window.violations);
      await close();
      equal(faults.join("\n  "), "", `${url} at ${width}`);
      truth(shift < 0.002, `${url} at ${width}: layout shift ${shift}`);
      equal(violations.join("\n"), "", `${url} at ${width}: policy`);
    }
  });
}

/** Runs in the page: what is too wide, clipped or too small to hit. */
function layoutFaults(width) {
  const faults = [];
  const seen = (e) => { const s = getComputedStyle(e), r = e.getBoundingClientRect(); return s.visibility !== "hidden" && s.display !== "none" && r.width > 1 && r.height > 1; };
  const hidden = (e) => !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || e.closest("details:not([open]) > :not(summary)") || (function up(x) { return x && x !== document.body && (getComputedStyle(x).clipPath !== "none" || getComputedStyle(x).clip !== "auto" || up(x.parentElement)); })(e);
  const named = (e) => `${e.tagName.toLowerCase()}.${e.className?.baseVal ?? e.className} “${(e.textContent ?? "").trim().slice(0, 30)}”`;
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.body.querySelectorAll("*")].filter((e) => seen(e) && e.getBoundingClientRect().right > width + 1 && !e.closest(".line,.share,pre,table,.gallery"));
    faults.push(`scrolls sideways: ${document.documentElement.scrollWidth}; ${wide.slice(0, 3).map(named)}`);
  }
  for (const e of document.querySelectorAll("h1,h2,h3,.stand,.text p")) {
    if (seen(e) && !e.closest(".vh") && !e.classList.contains("vh") && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow !== "visible" && getComputedStyle(e).display !== "inline")) faults.push(`clipped: ${named(e)}`);
  }
  // WCAG 2.5.8: 24 by 24 pixels, unless in a line of text or with room around.
  const targets = [...document.querySelectorAll("button,input:not([type=hidden]),select,textarea,summary,.line a,.share a,.pager a,.tabs label")].filter((e) => seen(e) && !hidden(e) && !e.closest(".vh,.skip") && !["radio", "checkbox"].includes(e.type));
  for (const e of targets) {
    const r = e.getBoundingClientRect();
    if (r.height < 23.5 || r.width < 23.5) faults.push(`small target ${Math.round(r.width)}x${Math.round(r.height)}: ${named(e)}`);
  }
  for (const img of document.querySelectorAll("img")) if (!img.getAttribute("width") || !img.getAttribute("height")) faults.push(`no size: ${img.src}`);
  return faults;
}

test("reading without scripts: menu, story, popular, form", async () => {
  const { page, close } = await open(article, { javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
  truth(await page.locator("article.story h1").isVisible(), "the headline");
  truth(await page.locator("article.story .text p").first().isVisible(), "the text");
  await page.locator("details.all summary").click();
  truth(await page.locator("details.all .tree a").first().isVisible(), "the menu opens");
  truth(await page.locator(".pop").isVisible(), "most popular");
  for (const name of ["comment", "name", "email", "website"]) truth(await page.locator(`form.reply [name="${name}"]`).isVisible(), `field ${name}`);
  truth(await page.locator("form.reply button[type=submit]").isEnabled(), "the form can be sent");
  equal(await page.locator("form.reply :invalid").count(), 2, "fields that the browser itself asks for: the text and the name");
  equal(await page.locator(".js").evaluateAll((all) => all.filter((e) => e.offsetParent).length), 0, "controls that need scripts are shown");
  await close();
});

test("every menu entry and every listing works without scripts", async () => {
  const { page, close } = await open("/", { javaScriptEnabled: false });
  const links = await page.locator("nav.bar .line a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  truth(links.length > 5, "menu entries");
  for (const link of links) equal((await page.goto(server.base + link)).status(), 200, link);
  await close();
});

test("the form says in Bengali what is missing", async () => {
  const { page, close } = await open(article);
  await page.locator("form.reply button[type=submit]").click();
  for (const [name, word] of [["comment", "মন্তব্য"], ["name", "নাম"]]) {
    const message = await page.locator(`form.reply [name="${name}"]`).evaluate((e) => e.validationMessage);
    truth(BENGALI.test(message) && message.includes(word), `${name}: ${message}`);
  }
  await page.locator('form.reply [name="comment"]').fill("ভালো লেখা");
  equal(await page.locator('form.reply [name="comment"]').evaluate((e) => e.validationMessage), "", "a filled field is well");
  await page.locator('form.reply [name="email"]').fill("ভুল ঠিকানা");
  await page.locator("form.reply button[type=submit]").click();
  truth(BENGALI.test(await page.locator('form.reply [name="email"]').evaluate((e) => e.validationMessage)), "an address that is none");
  await close();
});

for (const { what, ...options } of [{ what: "mouse at 1280" }, { what: "touch at 360", viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true }]) {
  test(`a press on the button is not lost to a message: ${what}`, async () => {
    const { page, close } = await open(article, options);
    await page.locator("form.reply").evaluate((f) => { window.sent = 0; window.pressed = 0; f.addEventListener("submit", (e) => { e.preventDefault(); window.sent++; }); });
    for (const [name, value] of [["comment", "ভালো"], ["name", "করিম"]]) await page.locator(`form.reply [name="${name}"]`).fill(value);
    const button = page.locator("form.reply button[type=submit]");
    await button.evaluate((b) => b.addEventListener("click", () => window.pressed++));
    await page.locator('form.reply [name="email"]').pressSequentially("karim@");
    await button.scrollIntoViewIfNeeded();
    const before = await button.boundingBox(), at = [before.x + before.width / 2, before.y + 6];
    if (options.hasTouch) await page.touchscreen.tap(...at);
    else {
      await page.mouse.move(...at);
      await page.mouse.down();
      equal((await button.boundingBox()).y, before.y, "where the button is while it is pressed");
      await page.mouse.up();
    }
    equal(await page.evaluate(() => window.pressed), 1, "presses");
    truth(await page.locator("#e-email").isVisible(), "what is wrong is said");
    await page.locator('form.reply [name="email"]').fill("karim@example.org");
    await button.click();
    equal(await page.evaluate(() => window.sent), 1, "sent");
    await close();
  });
}

test("the search page does not move when its answers come", async () => {
  const search = kinds.get("search");
  for (const width of [360, 768, 1280]) {
    const { page, close } = await open(`${search}?q=নদী`, { viewport: { width, height: 800 }, cached: true });
    await page.evaluate(() => Promise.all([...document.fonts].filter((f) => !/Local|Any/.test(f.family)).map((f) => f.load())));
    await page.reload({ waitUntil: "load" });
    await page.waitForSelector("#search-results li");
    await page.waitForTimeout(200);
    const shift = await page.evaluate(() => window.shift);
    await close();
    truth(shift <= 0.01, `at ${width}: layout shift ${shift}`);
  }
});

test("little stands above the news on a phone, with the ad of the header", async () => {
  const top = async (url, query) => {
    const { page, close } = await open(url, { viewport: { width: 360, height: 800 } });
    await page.evaluate(() => document.fonts.ready);
    const y = await page.evaluate((q) => document.querySelector(q).getBoundingClientRect().top, query);
    equal(await page.locator(".ad-header:visible").count(), 1, `${url}: the ad of the header stands once`);
    await close();
    return y;
  };
  const lead = await top("/", ".lead h2"), first = await top(having('class="hero'), ".text p");
  truth(lead <= 420, `the lead headline begins at ${lead}`);
  truth(first <= 700, `the first paragraph begins at ${first}`);
});

test("nothing moves when fonts come late", async () => {
  const moving = [];
  for (const url of [...samples.map((s) => s.url).filter((u) => !u.startsWith("/nai/")), "/search/?q=putin"]) for (const width of [360, 768, 1280]) {
    const { page, close } = await open("/404.html", { viewport: { width, height: 800 } });
    await page.route(/\.woff2$/, async (route) => { await new Promise((done) => setTimeout(done, 500)); await route.continue(); });
    await page.goto(server.base + url, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    // On a machine with the same face next to nothing may move; on one without any Bengali face letters are boxes at first.
    const same = await page.evaluate(() => [...document.fonts].some((f) => /Same/.test(f.family) && f.status === "loaded"));
    const shift = await page.evaluate(() => window.shift);
    await close();
    if (shift > (same ? 0.01 : 0.05)) moving.push(`${url} at ${width}: ${shift.toFixed(4)}`);
  }
  equal(moving.join("\n  "), "", "layout shift");
});

test("pages of the portal's own say each what it is", async () => {
  const said = new Map();
  for (const { kind, url, html } of pages) {
    const text = /<meta name="description" content="([^"]*)"/.exec(html)?.[1];
    truth(text && !text.includes("{"), `${url}: ${text}`);
    if (!["article", "section", "plain"].includes(kind)) said.set(text, [...(said.get(text) ?? []), url]);
  }
  equal([...said.values()].filter((urls) => urls.length > 1).join("\n  "), "", "one description");
});

test("spans of time fill the dates, and dates of one's own are shown when asked for", async () => {
  const { page, close } = await open(kinds.get("search"), { viewport: { width: 360, height: 800 } });
  const from = () => page.locator('[name="from"]').inputValue();
  truth(!(await page.locator('[name="from"]').isVisible()), "the dates are hidden at first");
  await page.locator("[data-span]").selectOption("30");
  equal(await from(), new Date(Date.now() - 30 * 864e5).toISOString().slice(0, 10), "the first day");
  await page.locator("[data-span]").selectOption("own");
  truth(await page.locator('[name="from"]').isVisible(), "the dates are shown");
  await page.locator("[data-span]").selectOption("");
  equal(await from(), "", "no first day");
  await page.goto(`${server.base}${kinds.get("search")}?q=x&from=2026-01-02`);
  equal(await page.locator("[data-span]").inputValue(), "own", "an address with dates");
  await close();
});

test("the story being read is marked where the rail names it", async () => {
  const { page, close } = await open("/popular/");
  const first = await page.locator(".ranks a").first().getAttribute("href");
  await page.goto(server.base + first);
  truth((await page.locator('.pop .ranks a[aria-current="page"]').count()) > 0, "it is not marked");
  equal(await page.locator(`.ranks a[aria-current]:not([href="${first}"])`).count(), 0, "others are");
  await close();
});

test("the end of the rail stays in sight beside a long story", async () => {
  const { page, close } = await open(article, { viewport: { width: 1280, height: 900 } });
  const rail = await page.evaluate(() => {
    const end = document.querySelector(".rail > :last-child"), long = document.querySelector("article.story");
    scrollTo(0, long.getBoundingClientRect().bottom - 900);
    const r = end.getBoundingClientRect();
    return { taller: long.offsetHeight > document.querySelector(".rail").scrollHeight, seen: r.bottom > 64 && r.top < innerHeight };
  });
  await close();
  truth(rail.seen, JSON.stringify(rail));
});

test("rings of focus are not cut off", async () => {
  const { page, close } = await open(article);
  const cut = await page.evaluate(() => {
    const out = [];
    for (const e of document.querySelectorAll("main a,main button,main summary,main input,footer a")) {
      if (!e.checkVisibility() || !e.getClientRects().length) continue;
      e.focus({ focusVisible: true });
      const s = getComputedStyle(e), reach = Math.max(0, parseFloat(s.outlineOffset) + parseFloat(s.outlineWidth)), r = e.getBoundingClientRect();
      for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflow === "visible" || getComputedStyle(up).clipPath !== "none") continue;
        const b = up.getBoundingClientRect();
        if (r.left - reach < b.left - .5 || r.top - reach < b.top - .5 || r.bottom + reach > b.bottom + .5) out.push(`${e.outerHTML.slice(0, 80)} in ${up.className || up.tagName}`);
      }
    }
    return out;
  });
  await close();
  equal(cut.slice(0, 5).join("\n  "), "", "clipped");
});

test("a story in another language says so where its words are, and only there", async () => {
  const foreign = pages.find((p) => p.kind === "article" && /<h1 lang="/.test(p.html));
  truth(foreign, "the sample portal has a story in English");
  truth(!/<main[^>]*lang=/.test(foreign.html), "main encloses words of the interface");
  truth(/<div class="text" lang="en/.test(foreign.html), "its text");
  const path = new RegExp(`<a href="${foreign.url}"( lang="en[^"]*")?`);
  const listed = pages.filter((p) => ["section", "tag", "latest", "archive"].includes(p.kind) && path.test(p.html));
  truth(listed.length > 0, "it is listed");
  for (const p of listed) truth(path.exec(p.html)[1], `${p.url}: its headline has no language`);
});

test("what is pressed most is 44 pixels high", async () => {
  const { page, close } = await open(article, { viewport: { width: 360, height: 800 } });
  const small = await page.evaluate(() => [...document.querySelectorAll(".line a,.share a,.cols a,.tags a,.head a,.names a,.crumbs a,.rights a,.tool,.all summary,.reply button,.brand")]
    .filter((e) => e.checkVisibility() && e.getClientRects().length && e.getBoundingClientRect().height < 43.5).map((e) => `${Math.round(e.getBoundingClientRect().height)}: ${e.outerHTML.slice(0, 80)}`));
  await close();
  equal(small.slice(0, 6).join("\n  "), "", "lower");
});

test("a picture that is fetched first is not fetched late, and the largest in sight is not late", async () => {
  for (const { html, url } of pages) for (const [img] of html.matchAll(/<img[^>]*fetchpriority="high"[^>]*>/g)) truth(!img.includes('loading="lazy"'), `${url}: ${img.slice(0, 120)}`);
  for (const url of ["/", having('class="hero')]) {
    const { page, close } = await open(url);
    const late = await page.evaluate(() => [...document.images].filter((i) => i.checkVisibility() && i.getBoundingClientRect().top < innerHeight && i.clientWidth > 400 && i.loading === "lazy" && !i.closest(".ad")).map((i) => i.src));
    await close();
    equal(late.join("\n"), "", url);
  }
});

test("a comment is answered: the form goes below it, and names it", async () => {
  const url = special.comments;
  const { page, close } = await open(url);
  const link = page.locator("a.answer").first(), id = await link.getAttribute("data-answer");
  await link.click();
  equal(await page.locator('form.reply [name="parent"]').inputValue(), id, "who is answered");
  truth(await page.evaluate((id) => document.querySelector(`[data-answer="${id}"]`).closest("li").contains(document.querySelector("form.reply")), id), "the form is below the comment");
  equal(await page.evaluate(() => document.activeElement.name), "comment", "focus");
  await page.locator('form.reply [name="parent"]').selectOption("");
  truth(await page.evaluate(() => document.querySelector("form.reply").parentNode.id === "comments"), "the form goes back");
  await close();
  const bare = await open(url, { javaScriptEnabled: false });
  truth((await bare.page.locator('form.reply [name="parent"] option').count()) > 1, "without scripts a list names the comments");
  await bare.page.locator("a.answer").first().click();
  truth(/#respond$/.test(bare.page.url()), "and the link leads to it");
  await bare.close();
});

test("remember me keeps the reader's name in the browser only", async () => {
  const { page, close } = await open(article);
  await page.locator("form.reply").evaluate((f) => f.addEventListener("submit", (e) => e.preventDefault()));
  for (const [name, value] of [["comment", "ভালো"], ["name", "রহিমা"], ["email", "rahima@example.org"]]) await page.locator(`form.reply [name="${name}"]`).fill(value);
  await page.locator("[data-remember]").check();
  await page.locator("form.reply button[type=submit]").click();
  await page.goto(server.base + article);
  equal(await page.locator('form.reply [name="name"]').inputValue(), "রহিমা", "the name");
  equal(await page.locator('form.reply [name="comment"]').inputValue(), "", "the comment");
  await close();
});

test("the dark switch turns the page and is remembered", async () => {
  const { page, close } = await open(article);
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor);
  const before = await colour();
  await page.locator("button.tool[data-dark]").click();
  const dark = await colour();
  truth(before !== dark, "the colours change");
  equal(await page.locator("button.tool[data-dark]").getAttribute("aria-pressed"), "true", "pressed");
  await page.goto(server.base + "/");
  equal(await colour(), dark, "on the next page");
  await close();
});

test("letters grow and shrink, and it is remembered", async () => {
  const { page, close } = await open(article);
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector(".text p")).fontSize));
  const before = await size();
  truth(before >= 17, `letters of ${before} px`);
  await page.locator('[data-size="1"]').first().click();
  const larger = await size();
  truth(larger > before, "larger");
  await page.reload();
  equal(await size(), larger, "after a reload");
  await page.locator('button[data-size="-1"]').click();
  truth((await size()) < larger, "smaller");
  await close();
});

test("the address is copied, and it is said", async () => {
  const { page, close } = await open(article, { permissions: ["clipboard-read", "clipboard-write"] });
  const link = page.locator("[data-copy]").first();
  const href = await link.evaluate((a) => a.href);
  await link.click();
  equal(await page.evaluate(() => navigator.clipboard.readText()), href, "the clipboard");
  equal(await link.getAttribute("aria-label"), await link.getAttribute("data-done"), "what is said");
  await close();
});

test("an embed asks nobody before the click", async () => {
  truth(special.embed, "the sample portal has a story with a video");
  const { page, seen, close } = await open(special.embed);
  await page.locator(".embed").first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  equal(seen.foreign.join(" "), "", "requests before the click");
  await page.locator(".embed > a").first().click();
  await page.waitForTimeout(500);
  truth(seen.foreign.some((u) => u.startsWith("https://www.youtube-nocookie.com/")), "the frame is fetched after the click");
  equal((await page.evaluate(() => window.violations)).join(" "), "", "the policy allows it");
  await close();
});

test("thirty pages ask nobody else, and break no rule", async () => {
  const some = pages.filter((_, i) => i % Math.max(1, Math.floor(pages.length / 30)) === 0).slice(0, 36);
  truth(some.length >= 30, `${some.length} pages`);
  for (const { url } of some) {
    const { page, seen, close } = await open(url);
    const violations = await page.evaluate(() => window.violations);
    await close();
    equal([...seen.foreign, ...seen.errors, ...violations].join(" "), "", url);
  }
});

test("the policy blocks a planted script", async () => {
  const { page, close } = await open(article);
  truth((await page.request.get(server.base + article)).headers()["content-security-policy"]?.includes("default-src 'none'"), "the policy is sent");
  await page.evaluate(() => { const s = document.createElement("script"); s.textContent = "window.planted = 1"; document.body.append(s); });
  equal(await page.evaluate(() => window.planted), undefined, "the script ran");
  truth((await page.evaluate(() => window.violations)).length > 0, "it was told of");
  await close();
});

test("printed, a story is text and no furniture", async () => {
  const { page, close } = await open(article);
  await page.emulateMedia({ media: "print" });
  truth(await page.locator("article.story h1").isVisible(), "the headline");
  for (const part of ["nav.bar", ".rail", "form.reply", ".share", ".ad"]) {
    const shown = await page.locator(part).evaluateAll((all) => all.filter((e) => e.offsetParent || e.getClientRects().length).length);
    equal(shown, 0, `${part} is printed`);
  }
  await close();
});

test("printed from the dark, a page is black on white", async () => {
  const { page, close } = await open(article, { colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const colours = await page.evaluate(() => [getComputedStyle(document.querySelector("h1")).color, getComputedStyle(document.querySelector(".text p")).color, getComputedStyle(document.body).backgroundColor]);
  equal(colours.slice(0, 2).join(" "), "rgb(0, 0, 0) rgb(0, 0, 0)", "letters");
  truth(["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(colours[2]), `the ground is ${colours[2]}`);
  equal(await page.locator(".mast .logo").evaluateAll((all) => all.filter((e) => e.getClientRects().length).length), 1, "logos");
  await close();
});

test("keyboard: skip link first, everything in focus is seen, the menu closes on Escape", async () => {
  const { page, close } = await open(article);
  await page.keyboard.press("Tab");
  equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main", "the first stop");
  truth(await page.evaluate(() => { const r = document.activeElement.getBoundingClientRect(); return r.width > 20 && r.height > 10 && r.top >= 0 && r.left >= 0; }), "the skip link is seen");
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    await page.waitForTimeout(10);
    const seen = await page.evaluate(() => {
      const e = document.activeElement;
      if (e === document.body) return "";
      const s = getComputedStyle(e), r = e.getBoundingClientRect();
      const label = e.matches("input[type=radio]") ? e.nextElementSibling : null;
      const ringed = (x) => { const t = getComputedStyle(x); return (t.outlineStyle !== "none" && parseFloat(t.outlineWidth) >= 1) || t.boxShadow !== "none"; };
      if (r.bottom < 0 || r.top > innerHeight) return `out of sight: ${e.outerHTML.slice(0, 120)}`;
      return ringed(e) || (label && ringed(label)) ? "" : `no ring (${s.outline}): ${e.outerHTML.slice(0, 120)}`;
    });
    equal(seen, "", `stop ${i + 2}`);
  }
  await page.locator("details.all summary").focus();
  await page.keyboard.press("Enter");
  truth(await page.locator("details.all").evaluate((d) => d.open), "Enter opens the menu");
  await page.keyboard.press("Escape");
  truth(await page.locator("details.all").evaluate((d) => !d.open), "Escape closes it");
  await close();
});

test("skip link leads past the masthead", async () => {
  const { page, close } = await open(article);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  equal(await page.evaluate(() => document.activeElement.id), "main", "focus");
  await close();
});

test("at twice the size nothing is lost", async () => {
  const { page, close } = await open(article, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  equal(await page.evaluate(() => document.documentElement.scrollWidth > 640), false, "scrolls sideways");
  await close();
});

test("with text spacing of WCAG 1.4.12 nothing is cut", async () => {
  for (const url of ["/", article]) {
    const { page, close } = await open(url, { viewport: { width: 360, height: 800 }, bypassCSP: true });
    await page.addStyleTag({ content: "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}" });
    const faults = await page.evaluate(() => [...document.querySelectorAll("h1,h2,h3,p,a,button,label")].filter((e) => { const s = getComputedStyle(e); return s.overflow === "hidden" && e.clientHeight > 4 && e.scrollHeight > e.clientHeight + 4 && !e.closest(".vh"); }).map((e) => e.outerHTML.slice(0, 100)));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    await close();
    equal(faults.join("\n"), "", `${url} cut`);
    truth(wide <= 360, `${url} scrolls sideways: ${wide}`);
  }
});

test("fonts come from the portal, and Bengali is drawn with them", async () => {
  const { page, close } = await open(article);
  await page.evaluate(() => document.fonts.ready);
  const loaded = await page.evaluate(() => [...document.fonts].filter((f) => f.status === "loaded").length);
  truth(loaded >= 2, `${loaded} fonts loaded`);
  const line = await page.evaluate(() => { const s = getComputedStyle(document.querySelector(".text p")); return parseFloat(s.lineHeight) / parseFloat(s.fontSize); });
  truth(line >= 1.7 && line <= 2.05, `line height ${line}`);
  await close();
});

/** Width and pixels a CSS pixel of the screens that readers have. */
// A theme that stands on potrika has its widths of slots, though some of its slots are narrower.
const inherited = !/potrika[^"]*\.css/.test(pages.find((p) => p.url === "/").html);
const SCREENS = [[360, 3], [390, 3], [412, 2.625], [768, 2], [1280, 1], [1280, 2]];

for (const [width, ratio] of SCREENS) {
  test(`pictures: the fitting size at ${width} of ${ratio}, and nothing moves`, async () => {
    const lead = pages.find((p) => p.kind === "article" && /<picture>(?:(?!<\/picture>)[^])*fetchpriority="high"/.test(p.html))?.url;
    for (const url of ["/", lead, special.gallery].filter(Boolean)) {
      const { page, close } = await open(url, { viewport: { width, height: 800 }, deviceScaleFactor: ratio, isMobile: width < 700, cached: true });
      await page.evaluate(async () => {
        for (let y = 0; y < document.body.scrollHeight; y += 400) { scrollTo(0, y); await new Promise((r) => setTimeout(r, 30)); }
        await Promise.all([...document.images].filter((i) => i.checkVisibility()).map((i) => i.decode().catch(() => {})));
      });
      const shown = await page.evaluate(() => [...document.querySelectorAll("picture > img")].filter((i) => i.checkVisibility() && i.currentSrc && /\d+w/.test(i.parentElement.querySelector("source")?.srcset)).map((i) => ({
        name: i.currentSrc.split("/").pop(), css: i.getBoundingClientRect().width, eager: i.loading !== "lazy",
        sizes: i.parentElement.querySelector("source").srcset.match(/\d+(?=w)/g).map(Number), taken: Number(/-(\d+)x\d+\.webp$/.exec(i.currentSrc)?.[1] ?? 0),
      })));
      const shift = await page.evaluate(() => window.shift);
      await close();
      truth(shown.length > 0, `${url} shows no picture in several sizes`);
      for (const { name, css, eager, sizes, taken } of shown) {
        // A phone's third pixel is not paid for. Browsers may take the next smaller size when it comes near.
        const needed = css * Math.min(ratio, 2), enough = sizes.find((size) => size >= needed * 0.97) ?? sizes.at(-1);
        truth(taken > 0 && (taken <= enough || inherited), `${url}: ${name} for ${css} px, where ${enough} is enough`);
        truth(taken === enough || taken >= needed * 0.7, `${url}: ${name} is too small for ${css} px`);
        if (eager && url === lead && width < 700 && sizes.at(-1) === 1200) equal(taken, 800, `${url}: lead picture`);
      }
      truth(shift < 0.002, `${url}: layout shift ${shift}`);
    }
  });
}

test("an old story says its age, by script and not in the page", async () => {
  const old = pages.find((p) => p.kind === "article" && /data-age="(2024|2025)/.test(p.html))?.url;
  if (!old) return;
  truth(!/মাস আগে[^"]*<|বছর আগে[^"]*</.test(readFileSync(join(root, old, "index.html"), "utf8")), "an age is baked in");
  const { page, close } = await open(old);
  truth(/আগে/.test(await page.locator("[data-age]").first().textContent()), "the age is shown");
  await close();
});

server = await serve(root);
browser = await launch();
// ONLY: a regular expression of the tests to run.
const only = process.env.ONLY && new RegExp(process.env.ONLY);
let passed = 0, failed = 0;
for (const { name, run } of tests.filter((t) => !only || only.test(t.name))) {
  try {
    await run();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n  ${String(error.message ?? error).split("\n").slice(0, 14).join("\n  ")}`);
  }
}
await browser.close();
server.end();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
