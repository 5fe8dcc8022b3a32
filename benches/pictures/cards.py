"""Headline cards beside Satori with resvg-js, which draw pictures of text for sites that are made with Node. `cards.py PROGRAM FOLDER`.

One run: the CPU of builds of 200 stories with and without cards, and of one Node process that draws 200 cards and none. Each pair is run three
times and the least is taken. Both write the same headlines in the same typeface at 1200 by 630. Satori's come from npm into FOLDER; needs node and npm.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import zlib

from builds import CONFIG, build, new_site
from rivals import measured, npm

COUNT = 200
FACE = pathlib.Path(__file__).parent / "../../src/media/card/face.ttf.deflate"
SATORI = """
const fs = require('fs'), { Resvg } = require('@resvg/resvg-js');
const [face, titles, count] = process.argv.slice(2);
(async () => {
  const satori = (await import('satori')).default, data = fs.readFileSync(face), all = JSON.parse(fs.readFileSync(titles));
  const box = (style, children) => ({ type: 'div', props: { style: { display: 'flex', ...style }, children } });
  let bytes = 0;
  for (const title of all.slice(0, count)) {
    const tree = box({ width: 1200, height: 630, background: '#f6f4ef', flexDirection: 'column', borderTop: '14px solid #a80f1c', padding: '40px 60px' }, [
      box({ fontSize: 46, color: '#a80f1c' }, 'নদীপথ'), box({ fontSize: 84, color: '#141414', flexGrow: 1, alignItems: 'center', lineHeight: 1.42 }, title),
      box({ fontSize: 28, color: '#141414' }, '২২ নভেম্বর ২০২৬') ]);
    const svg = await satori(tree, { width: 1200, height: 630, fonts: [{ name: 'serif', data, weight: 700 }] });
    bytes += new Resvg(svg).render().asPng().length;
  }
  console.log(Math.round(bytes / Math.max(count, 1)));
})();
"""


def headlines(site):
    stories = sorted(site.glob("content/desh/*/index.md"))
    return [story.read_text().split('title = "')[1].split('"')[0] for story in stories]


def least(run):
    """The least CPU of three runs: whatever else the machine does only adds to it."""
    return min(run() for _ in range(3))


def main(program, folder):
    folder = pathlib.Path(folder).resolve()
    site, out = new_site(folder / "site", COUNT, None), folder / "out"

    def built(config):
        shutil.rmtree(site / ".khobor", ignore_errors=True)
        shutil.rmtree(out, ignore_errors=True)
        (site / "khobor.toml").write_text(CONFIG + config)
        return build(os.path.abspath(program), site, out)[0]

    without = least(lambda: built("[cards]\nenabled = false\n"))
    own = (least(lambda: built("")) - without) / COUNT
    sizes = [path.stat().st_size for path in (out / "assets/p").rglob("*-1200x630.png")]
    npm(folder / "satori", "satori", "@resvg/resvg-js")
    (folder / "satori/run.cjs").write_text(SATORI)
    (folder / "satori/face.ttf").write_bytes(zlib.decompress(FACE.resolve().read_bytes(), -15))
    (folder / "satori/titles.json").write_text(json.dumps(headlines(site)))
    run = lambda count: measured(["node", "run.cjs", "face.ttf", "titles.json", str(count)], cwd=folder / "satori")[0]
    theirs = (least(lambda: run(COUNT)) - least(lambda: run(0))) / COUNT
    print(f"load {os.getloadavg()[0]:.1f}; {len(sizes)} cards")
    print(f"khobor {own * 1000:.1f} ms CPU a card, {sum(sizes) / len(sizes) / 1000:.0f} KB (at most {max(sizes) / 1000:.0f}); Satori {theirs * 1000:.1f} ms; ratio {own / theirs:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
