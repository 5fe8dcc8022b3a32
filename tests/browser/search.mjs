// Answers queries with the browser's script from index files on disk: node search.mjs SCRIPT CASES
// CASES is JSON: [{ "index": folder, "query": text, "options": {…} }]; prints JSON: what each found.
import { readFile, writeFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [script, cases] = process.argv.slice(2);
const module = join(await mkdtemp(join(tmpdir(), "khobor-search-")), "search.mjs");
await writeFile(module, await readFile(script));
const { Index } = await import(pathToFileURL(module).href);

const open = new Map();
const indexOf = (folder) => {
  if (!open.has(folder)) {
    open.set(folder, Index.open((path) => readFile(join(folder, path)).then((bytes) => new Uint8Array(bytes), () => null)));
  }
  return open.get(folder);
};

const answers = [];
for (const { index, query, options } of JSON.parse(await readFile(cases, "utf8"))) {
  const { total, whole, partial, more, found } = await (await indexOf(index)).query(query, options);
  answers.push({
    total, whole, partial, more,
    found: found.map(({ number, score, story, title, excerpt }) => [number, score, story.url, story.day, title, excerpt]),
  });
}
process.stdout.write(JSON.stringify(answers));
