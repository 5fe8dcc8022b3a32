// Serves the built portal as a host would: files, index.html of folders, 404.html, and the headers of _headers.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".webp": "image/webp", ".woff2": "font/woff2", ".json": "application/json", ".xml": "application/xml",
  ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8",
};

/** The rules of a `_headers` file: a path pattern and its headers. */
export function headerRules(root) {
  const path = join(root, "_headers");
  if (!existsSync(path) || !statSync(path).isFile()) return [];
  const rules = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (!line.trim()) continue;
    if (!line.startsWith(" ")) rules.push({ prefix: line.trim().replace(/\*$/, ""), exact: !line.trim().endsWith("*"), headers: [] });
    else rules.at(-1).headers.push(line.trim().split(/:\s*(.*)/s).slice(0, 2));
  }
  return rules;
}

async function find(root, path) {
  const file = normalize(join(root, path));
  if (!file.startsWith(root)) return null;
  const at = await stat(file).catch(() => null);
  if (at?.isDirectory()) return path.endsWith("/") ? find(root, join(path, "index.html")) : { moved: path + "/" };
  return at ? { file } : null;
}

/** Starts the server on a free port; resolves to its address and a function that ends it. */
export function serve(root) {
  const rules = headerRules(root);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    for (const rule of rules) {
      if (rule.exact ? path === rule.prefix : path.startsWith(rule.prefix)) rule.headers.forEach(([name, value]) => response.setHeader(name, value));
    }
    const found = await find(root, path);
    if (found?.moved) return response.writeHead(301, { Location: encodeURI(found.moved) }).end();
    const file = found?.file ?? join(root, "404.html");
    response.writeHead(found ? 200 : 404, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    response.end(await readFile(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve({ base: `http://127.0.0.1:${server.address().port}`, end: () => server.close() })));
}
