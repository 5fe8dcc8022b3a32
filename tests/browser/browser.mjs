// Chromium as the suites drive it: one for each suite. playwright-core is taken from tests/browser/node_modules, or from the
// folder in KHOBOR_NODE_MODULES; Chromium from CHROMIUM or /usr/bin/chromium.
import { createRequire } from "node:module";
import path from "node:path";

const from = process.env.KHOBOR_NODE_MODULES ? path.join(process.env.KHOBOR_NODE_MODULES, "x.js") : import.meta.url;
const { chromium } = createRequire(from)("playwright-core");
// No sandbox, because CI runs as root; /dev/shm is small in containers; nothing of Chromium's own is asked of the network.
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const TRIES = 6, PATIENCE = 20000;

// SLOW: milliseconds before each step, as people take them.
export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS, timeout: 120000, slowMo: Number(process.env.SLOW ?? 0) });

/** A new tab. On a busy machine Chromium sometimes "failed to open a new tab", or never answers; nothing of ours has run then, so it is asked again. */
export async function tab(context) {
  for (let n = 1; ; n++) {
    try {
      return await within(context.newPage(), "open a new tab");
    } catch (error) {
      if (n === TRIES || !/open a new tab|createTarget/.test(error.message)) throw error;
      await new Promise((done) => setTimeout(done, 250 * n));
    }
  }
}

/** What a promise comes to, or an error when it does not come to anything. */
export function within(promise, what) {
  let clock;
  const late = new Promise((_, fail) => (clock = setTimeout(() => fail(new Error(`could not ${what}`)), PATIENCE)));
  return Promise.race([promise, late]).finally(() => clearTimeout(clock));
}
