"""Pictures that no camera wrote: cut off, lying about their size, bombs, changed bytes, every kind of its format. Each is made into its sizes
by a process of its own. `hostile.py BENCH FOLDER`, with the program of `cargo build --bench pictures`. Needs pillow.

Prints what took longest and most memory, and how many of them broke the program.
"""

import io
import os
import pathlib
import random
import struct
import subprocess
import sys
import time
import zlib

from PIL import Image

SIDE = 7000  # 49 megapixels: the largest square that is not refused


def encoded(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour, interlaced=0):
    """A PNG of one colour: a few kilobytes for any size."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    row = b"\0" + b"\x55" * (width * channels * depth // 8)
    pack = zlib.compressobj(9)
    data = b"".join(pack.compress(row) for _ in range(height)) + pack.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bombs():
    grey, colour = Image.new("L", (SIDE, SIDE), 90), Image.new("RGB", (SIDE, SIDE), (90, 120, 30))
    for depth, kind in [(8, 0), (8, 2), (8, 4), (8, 6), (16, 0), (16, 2), (16, 6)]:
        yield f"bomb-{depth}-{kind}.png", png(SIDE, SIDE, depth, kind)
    yield "bomb-grey.jpg", encoded(grey, "JPEG")
    yield "bomb-colour.jpg", encoded(colour, "JPEG")
    yield "bomb-progressive.jpg", encoded(colour, "JPEG", progressive=True)
    yield "bomb-progressive-444.jpg", encoded(colour, "JPEG", progressive=True, subsampling=0)
    yield "bomb-inks.jpg", encoded(Image.new("CMYK", (SIDE, SIDE)), "JPEG")
    yield "bomb.webp", encoded(colour, "WEBP", method=0)
    yield "bomb-lossless.webp", encoded(colour, "WEBP", lossless=True, method=0)
    glass = Image.new("RGBA", (SIDE, SIDE), (90, 120, 30, 120))
    yield "bomb-glass.webp", encoded(glass, "WEBP", method=0)
    yield "bomb-lossless-glass.webp", encoded(glass, "WEBP", lossless=True, method=0)
    yield "bomb-inks-progressive.jpg", encoded(Image.new("CMYK", (SIDE, SIDE)), "JPEG", progressive=True)
    yield "bomb-interlaced.png", png(SIDE, SIDE, 8, 6, 1)
    yield "bomb.gif", encoded(grey, "GIF")
    part = bytearray(encoded(grey.crop((0, 0, SIDE - 1, SIDE)), "GIF"))
    part[6:8] = struct.pack("<H", SIDE)  # a canvas wider than its picture
    yield "bomb-part.gif", bytes(part)
    yield "over.png", png(9000, 9000, 8, 2)
    yield "wide.png", png(12000, 1, 8, 2)
    yield "high.png", png(1, 12000, 8, 2)


def files():
    chance = random.Random(14)
    noise = Image.frombytes("RGB", (640, 480), chance.randbytes(640 * 480 * 3))
    wholes = {"jpg": encoded(noise, "JPEG"), "progressive.jpg": encoded(noise, "JPEG", progressive=True), "png": encoded(noise, "PNG"),
              "webp": encoded(noise, "WEBP"), "gif": encoded(noise, "GIF")}
    for name, whole in wholes.items():
        for part in range(1, 9):
            yield f"cut-{part}.{name}", whole[: len(whole) * part // 9]
        for seed in range(8):
            bad = bytearray(whole)
            for _ in range(1 + seed * seed):
                bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
            yield f"changed-{seed}.{name}", bytes(bad)
    frame = wholes["jpg"].index(b"\xff\xc0")
    for size in [(65535, 65535), (12000, 12000), (0, 480), (12000, 4000)]:
        yield f"lies-{size[0]}x{size[1]}.jpg", wholes["jpg"][: frame + 5] + struct.pack(">HH", *size[::-1]) + wholes["jpg"][frame + 9 :]
    yield "text.jpg", "ছবি নয়".encode()
    yield "empty.png", b""
    yield from bombs()


def main(program, folder):
    folder = pathlib.Path(folder).resolve()
    one, out = folder / "one", folder / "out"
    for place in (one, out):
        place.mkdir(parents=True, exist_ok=True)
    figures = []
    # Written by a process of its own: the peak of a process begins with that of its parent.
    subprocess.run([sys.executable, __file__, "--write", folder / "all"], check=True)
    for path in sorted((folder / "all").iterdir()):
        name = path.name
        for old in one.iterdir():
            old.unlink()
        (one / name).hardlink_to(path)
        start = time.time()
        run = subprocess.Popen([program, str(one), str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said, errors = run.stdout.read(), run.stderr.read()
        _, status, usage = os.wait4(run.pid, 0)
        figures.append((name, usage.ru_utime + usage.ru_stime, time.time() - start, usage.ru_maxrss / 1024, status, "not made" in said, "panicked" in errors))
    print(f"{len(figures)} files; {sum(f[5] for f in figures)} have no sizes; {sum(f[4] != 0 for f in figures)} broke the program; {sum(f[6] for f in figures)} panics caught")
    for what, at in [("CPU s", 1), ("s", 2), ("MB", 3)]:
        most = sorted(figures, key=lambda f: -f[at])[:8]
        print(f"most {what}: " + ", ".join(f"{f[0]} {f[at]:.2f}" for f in most))


def write(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    write(sys.argv[2]) if sys.argv[1] == "--write" else main(os.path.abspath(sys.argv[1]), sys.argv[2])
