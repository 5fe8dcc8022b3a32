"""What pictures cost a build, and what holds of it. `builds.py PROGRAM FOLDER [WHAT…]`, with WHAT among

    thousand   a site of 1,000 photographs of 12 megapixels: nothing changed, one story changed, one photograph more, each beside the same site without pictures
    kills      a build of 30 photographs that is killed at 200 moments: no file that is published is ever cut
    repeats    20 builds of 30 photographs, on one thread and on two: one and the same output
    cards      20 headline cards and 20 photograph cards: CPU and bytes of one

All when none is named. Photographs come from `photos.py`; copies of them are told apart by a comment in the file.
"""

import hashlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
NOW = "2026-11-22T15:00:00+06:00"
CONFIG = '[site]\ntitle = "নদীপথ"\nbase_url = "https://nodi.example"\nsidebars = "fetch"\n'
WORDS = "নদী পানি সেতু চর নৌকা জেলে মাছ বাজার দাম কৃষক ধান বন্যা স্কুল শিক্ষক বই মাঠ গোল দল ভোট সভা রাস্তা উপকূল বিশ্ববিদ্যালয় শ্রমিক".split()


def photographs(folder, width):
    photos = folder / f"photos-{width}"
    if not photos.exists():
        subprocess.run([sys.executable, HERE / "photos.py", photos, str(width)], check=True)
    return [path.read_bytes() for path in sorted(photos.iterdir())]


def copy_of(photo, number):
    """The same photograph with a comment of its own."""
    note = f"copy {number}".encode()
    return photo[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + photo[2:]


def put_story(site, number, photo=None, more=""):
    folder = site / f"content/desh/s{number:04}"
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(number)
    words = [chance.choice(WORDS) for _ in range(160)]
    image = 'image = "photo.jpg"\nimage_alt = "ছবি"\n' if photo else ""
    text = f'+++\ntitle = "{" ".join(words[:7])} {number}"\ndate = 2026-{1 + number % 11:02}-{1 + number % 27:02}T08:00:00\n{image}+++\n{" ".join(words)}। {more}\n'
    (folder / "index.md").write_text(text)
    if photo:
        (folder / "photo.jpg").write_bytes(photo)


def new_site(place, count, photos, config=""):
    shutil.rmtree(place, ignore_errors=True)
    (place / "content/desh").mkdir(parents=True)
    (place / "content/desh/_index.md").write_text('+++\ntitle = "দেশ"\n+++\n')
    (place / "khobor.toml").write_text(CONFIG + config)
    for number in range(count):
        put_story(place, number, photos and copy_of(photos[number % len(photos)], number))
    return place


def command(program, site, out, jobs=2):
    return [program, "build", "--root", str(site), "--out", str(out), "--now", NOW, "--jobs", str(jobs), "-q"]


def build(program, site, out, jobs=2):
    """CPU seconds, seconds and megabytes of a build."""
    start = time.time()
    run = subprocess.Popen(command(program, site, out, jobs))
    _, status, usage = os.wait4(run.pid, 0)
    assert status == 0, f"the build of {site} failed"
    return usage.ru_utime + usage.ru_stime, time.time() - start, usage.ru_maxrss / 1024


def tree(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def decoded(site):
    """Sets in the store: each is a picture that was decoded once."""
    return len(list((site / ".khobor/pictures").rglob("*.set")))


def thousand(program, folder):
    photos = photographs(folder, 4000)
    sites = {"without": new_site(folder / "without", 1000, None, "[cards]\nenabled = false\n"), "with": new_site(folder / "with", 1000, photos)}
    print("1,000 photographs        CPU s   seconds      MB")
    for name, site in sites.items():
        out = folder / f"out-{name}"
        shutil.rmtree(out, ignore_errors=True)
        steps = [("cold", lambda: None), ("nothing changed", lambda: None), ("one story changed", lambda: put_story(site, 1000, None)),
                 ("the same again", lambda: put_story(site, 1000, None, "আরও"))]
        if name == "with":
            steps.append(("one photograph more", lambda: put_story(site, 1001, copy_of(photos[0], 1001))))
        for what, change in steps:
            before = decoded(site)
            change()
            cpu, clock, memory = build(program, site, out)
            print(f"{name:8} {what:20} {cpu:6.2f} {clock:8.2f} {memory:8.0f}   {decoded(site) - before} sets made")


def kills(program, folder):
    site = new_site(folder / "kills", 30, photographs(folder, 1600))
    whole, out = folder / "out-whole", folder / "out-kills"
    for place in (whole, out):
        shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(site / ".khobor", ignore_errors=True)
    build(program, site, whole)
    wanted = tree(whole)
    shutil.rmtree(site / ".khobor")
    cut, killed, chance = 0, 0, random.Random(7)
    for number in range(200):
        if number % 20 == 19:
            shutil.rmtree(site / ".khobor", ignore_errors=True)
        run = subprocess.Popen(command(program, site, out), stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.01, 1.5))
        run.send_signal(signal.SIGKILL)
        killed += run.wait() == -signal.SIGKILL
        published = tree(out) if out.exists() else {}
        cut += sum(wanted.get(name) != digest for name, digest in published.items() if "/p/" in name)
    build(program, site, out)
    pictures = lambda files: {name: digest for name, digest in files.items() if "/p/" in name}
    print(f"killed {killed} of 200 times: {cut} cut files; whole in the end: {pictures(tree(out)) == pictures(wanted)}")


def repeats(program, folder):
    site = new_site(folder / "repeats", 30, photographs(folder, 1600))
    seen = set()
    for number in range(20):
        shutil.rmtree(site / ".khobor", ignore_errors=True)
        out = folder / "out-repeats"
        shutil.rmtree(out, ignore_errors=True)
        build(program, site, out, 1 + number % 2)
        seen.add(hashlib.sha256(repr(tree(out)).encode()).hexdigest())
    print(f"20 builds on one and two threads: {len(seen)} outcome(s)")


def cards(program, folder):
    for name, photos, config in [("headline", None, ""), ("photograph", photographs(folder, 1600), '[cards]\nphoto = "headline"\n')]:
        site, out = new_site(folder / f"cards-{name}", 20, photos, config), folder / f"out-cards-{name}"
        shutil.rmtree(out, ignore_errors=True)
        with_cards = build(program, site, out)[0]
        found = [path.stat().st_size for path in (out / "assets/p").rglob("*") if "-1200x630." in path.name]
        shutil.rmtree(site / ".khobor")
        shutil.rmtree(out)
        (site / "khobor.toml").write_text(CONFIG + "[cards]\nenabled = false\n")
        without = build(program, site, out)[0]
        print(f"{name} cards: {(with_cards - without) / 20 * 1000:.1f} ms CPU each, at most {max(found) / 1000:.0f} KB")


if __name__ == "__main__":
    program, folder, *wanted = sys.argv[1:]
    place = pathlib.Path(folder).resolve()
    place.mkdir(parents=True, exist_ok=True)
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    for name in wanted or ["cards", "repeats", "kills", "thousand"]:
        {"thousand": thousand, "kills": kills, "repeats": repeats, "cards": cards}[name](os.path.abspath(program), place)
