"""Paints the photograph-like pictures of the sample portal, so that whoever builds it sees what becomes of photographs. Run by hand:

    python3 -m venv venv && venv/bin/pip install numpy scipy pillow
    venv/bin/python scripts/pictures/sample.py content

Everything comes from seeded noise: no photograph of anybody is in it.
"""

import pathlib
import sys

import numpy as np
from PIL import Image
from scipy import ndimage


def noise(shape, octaves, seed, first=4, stretch=(1, 1), gain=0.5):
    """Fractal noise from 0 to 1."""
    random = np.random.default_rng(seed)
    height, width = shape
    out, weight = np.zeros(shape), 1.0
    for octave in range(octaves):
        cells = first * 2**octave
        grid = random.random((max(2, int(cells * stretch[0])) + 2, max(2, int(cells * width / height * stretch[1])) + 2))
        out += weight * ndimage.zoom(grid, (height / (grid.shape[0] - 1), width / (grid.shape[1] - 1)), order=2)[:height, :width]
        weight *= gain
    return (out - out.min()) / (out.max() - out.min())


def mix(low, high, share):
    """Two colours, or pictures, by a share of 0 to 1 a pixel."""
    share = np.clip(share, 0, 1)[..., None]
    return np.asarray(low, float) * (1 - share) + np.asarray(high, float) * share


def finish(picture, seed, grain=4.0, soft=0.6):
    """What a lens and a sensor add: a little softness, darker corners, grain."""
    height, width = picture.shape[:2]
    picture = ndimage.gaussian_filter(picture, (soft, soft, 0))
    y, x = np.mgrid[-1:1:height * 1j, -1:1:width * 1j]
    picture = picture * (1 - 0.22 * (x**2 + y**2) / 2)[..., None]
    grains = np.random.default_rng(seed).normal(0, grain, (height, width, 1))
    return np.clip(picture + grains, 0, 255).astype(np.uint8)


def sky(shape, low, high, clouds, seed):
    height, width = shape
    y = np.linspace(0, 1, height)[:, None] * np.ones((1, width))
    cover = np.clip((noise(shape, 6, seed, 3, (2, 0.7)) - 0.5) * 3, 0, 1) * clouds
    return mix(mix(high, low, y**0.8), (250, 248, 244), cover)


def ridges(picture, base, amount, colour, seed, haze, snow=None):
    """A range of mountains from a height down, lit from the left."""
    height, width = picture.shape[:2]
    line = noise((400, width), 9, seed, 1, (1, 1.0), 0.5)[200]
    top = base * height - amount * height * line
    y = np.arange(height)[:, None]
    relief = noise((height, width), 7, seed + 1, 2, (1, 1), 0.52)
    light = np.clip(0.5 + ndimage.sobel(relief, 1) * 14, 0, 1)
    depth = np.clip((y - top) / height, 0, 1)
    rock = mix(np.array(colour) * 0.45, np.array(colour) * 1.15, light)
    if snow is not None:
        cover = np.clip((snow - depth + 0.12 * (relief - 0.5)) * 18, 0, 1) * np.clip(0.45 + light * 0.75, 0, 1)
        rock = mix(rock, mix((120, 142, 176), (250, 251, 255), light), cover)
    rock = mix(rock, (196, 208, 222), np.full((height, width), haze) + 0.25 * depth)
    return np.where((y > top)[..., None], rock, picture)


def glacier():
    shape = (900, 2400)
    picture = sky(shape, (206, 220, 234), (70, 120, 184), 0.7, 11)
    picture = ridges(picture, 0.78, 0.62, (120, 124, 138), 21, 0.32, 0.42)
    picture = ridges(picture, 0.92, 0.52, (104, 106, 116), 34, 0.12, 0.26)
    picture = ridges(picture, 1.02, 0.36, (88, 82, 74), 47, 0.0, 0.05)
    return finish(picture, 1)


def sand():
    shape = (1200, 1800)
    height, width = shape
    horizon = 420
    picture = sky(shape, (232, 222, 204), (128, 164, 200), 0.5, 5)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    near = np.clip((y - horizon) / (height - horizon), 1e-3, 1)
    depth = 1 / near
    across = (x - width / 2) * depth / 300
    warp = noise(shape, 5, 8, 3)
    ripples = np.sin(depth * 26 + across * 1.6 + warp * 16) * np.clip(near * 4, 0, 1)
    dunes = noise(shape, 5, 9, 2, (3, 0.6))
    light = 0.55 + 0.2 * ripples + 0.5 * (dunes - 0.5)
    ground = mix((120, 96, 66), (238, 214, 168), light)
    ground = mix(ground, (226, 214, 196), np.clip(0.55 - near * 2.2, 0, 1))
    # What is left of the river.
    bank = 520 + 26 * np.sin(x / 260) + 16 * warp
    water = np.clip(1 - np.abs(y - bank) / (7 + 3 * np.sin(x / 90)), 0, 1)
    ground = mix(ground, (150, 180, 200), water)
    picture = np.where((y > horizon)[..., None], ground, picture)
    trees = horizon - 10 - 18 * noise((200, width), 7, 10, 4)[100]
    picture = np.where(((y > trees) & (y <= horizon))[..., None], mix((96, 112, 92), (150, 158, 140), np.full(shape, 0.4)), picture)
    return finish(picture, 2)


def tea():
    shape = (1200, 1600)
    height, width = shape
    picture = sky(shape, (236, 240, 236), (170, 200, 214), 0.8, 15)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    for number, (base, swell, green, haze) in enumerate([(330, 70, (112, 150, 106), 0.5), (430, 90, (86, 140, 70), 0.25), (600, 130, (74, 140, 48), 0.0)]):
        hill = base + swell * np.sin(x / (520 - 90 * number) + 1.9 * number) + 20 * noise(shape, 4, 50 + number, 2)
        below = np.clip(y - hill, 0, None)
        near = below / 700
        rows = np.sin((below**0.72) * 0.62 + 0.004 * x * (1 + near) + 5 * noise(shape, 3, 60 + number, 2))
        leaves = noise(shape, 4, 70 + number, 60, (1, 1), 0.7)
        light = 0.5 + 0.33 * rows + 0.7 * (leaves - 0.5)
        bush = mix(np.array(green) * 0.3, np.array(green) * 1.35 + 14, light)
        bush = mix(bush, (206, 216, 208), np.full(shape, haze))
        picture = np.where((y > hill)[..., None], bush, picture)
    random = np.random.default_rng(77)
    for _ in range(7):
        px, py, tall = random.integers(150, 1450), random.integers(720, 980), random.integers(36, 60)
        sari = random.choice([(200, 40, 60), (230, 140, 30), (40, 90, 170), (220, 200, 60)])
        body = ((x - px) / (tall * 0.34)) ** 2 + ((y - py) / tall) ** 2 < 1
        head = (x - px) ** 2 + (y - py + tall * 1.05) ** 2 < (tall * 0.26) ** 2
        picture = np.where(body[..., None], np.array(sari, float), np.where(head[..., None], (70, 48, 38), picture))
    return finish(picture, 3, 5.0)


def roof():
    """A portrait: leaves in front of a town out of focus; what must be seen is at the top."""
    shape = (1600, 1200)
    height, width = shape
    random = np.random.default_rng(90)
    picture = mix((196, 206, 206), (120, 150, 120), np.linspace(0, 1, height)[:, None] * np.ones((1, width)))
    y, x = np.mgrid[0:height, 0:width].astype(float)
    for _ in range(26):
        left, top, wide = random.integers(-100, width), random.integers(200, 900), random.integers(80, 260)
        tone = random.integers(110, 215)
        inside = (x > left) & (x < left + wide) & (y > top)
        picture = np.where(inside[..., None], picture * 0.35 + 0.65 * np.array([tone, tone * 0.96, tone * 0.9]), picture)
    picture = ndimage.gaussian_filter(picture, (26, 26, 0))
    for _ in range(420):
        cx, cy = random.normal(width * 0.5, 340), random.normal(900, 420) if random.random() < 0.75 else random.normal(330, 120)
        size, angle, tone = random.uniform(36, 96), random.uniform(0, np.pi), random.uniform(0.55, 1.25)
        reach = int(size * 1.3)
        y0, y1, x0, x1 = max(0, int(cy) - reach), min(height, int(cy) + reach), max(0, int(cx) - reach), min(width, int(cx) + reach)
        if y0 >= y1 or x0 >= x1:
            continue
        v, u = y[y0:y1, x0:x1] - cy, x[y0:y1, x0:x1] - cx
        along, beside = u * np.cos(angle) + v * np.sin(angle), -u * np.sin(angle) + v * np.cos(angle)
        leaf = np.abs(beside) < 0.42 * size * np.clip(1 - (along / size) ** 2, 0, 1)
        shade = 1 - 0.4 * np.abs(beside) / size + 0.05 * np.sin(along / size * 22) - 0.35 * (np.abs(beside) < 2)
        green = np.array([70, 128, 44]) * tone
        picture[y0:y1, x0:x1] = np.where(leaf[..., None], green * shade[..., None], picture[y0:y1, x0:x1])
    for _ in range(16):
        cx, cy, size = random.normal(width * 0.5, 210), random.normal(360, 130), random.uniform(44, 76)
        distance = np.hypot(x - cx, y - cy) / size
        glow = np.exp(-(((x - cx + size * 0.35) / size * 2.4) ** 2) - ((y - cy + size * 0.35) / size * 2.4) ** 2)
        red = mix((200, 44, 30), (255, 214, 190), glow * 0.85) * np.clip(1.15 - 0.5 * distance**2, 0.4, 1.15)[..., None]
        picture = np.where((distance < 1)[..., None], red, picture)
    return finish(picture, 4, 3.5, 0.9)


def cracked():
    """Dried mud by the coast: cells of a Voronoi diagram, salt on their edges."""
    shape = (1200, 1600)
    height, width = shape
    y, x = np.mgrid[0:height, 0:width].astype(float)
    near = np.clip(y / height, 0, 1) * 0.9 + 0.1
    depth = 1 / near
    random = np.random.default_rng(31)
    ground = np.stack([(x - width / 2) * depth / 130, depth * 9], -1)
    ground += 0.35 * (np.stack([noise(shape, 4, 32, 5), noise(shape, 4, 33, 5)], -1) - 0.5)
    low, high = ground.reshape(-1, 2).min(0), ground.reshape(-1, 2).max(0)
    seeds = random.uniform(low, high, (int((high - low).prod() * 0.9), 2))
    from scipy.spatial import cKDTree

    distance, cell = cKDTree(seeds).query(ground.reshape(-1, 2), k=2)
    edge = (distance[:, 1] - distance[:, 0]).reshape(shape)
    tone = random.uniform(0.75, 1.2, len(seeds))[cell[:, 0]].reshape(shape)
    mud = mix((96, 80, 64), (176, 156, 130), noise(shape, 7, 34, 6, (1, 1), 0.65)) * tone[..., None]
    salt = np.clip(0.45 - np.abs(edge - 0.2) * 3, 0, 1) * noise(shape, 5, 35, 8)
    mud = mix(mud, (236, 232, 224), salt)
    mud = mix(mud, (26, 20, 16), np.clip(1 - edge / (0.045 + 0.02 * depth / 10), 0, 1))
    haze = np.clip(1 - near * 3.2, 0, 1)
    mud = mix(mud, (226, 216, 200), haze)
    return finish(mud, 5, 4.5)


def island():
    """Islands in a bay from above. The sea beyond the picture's edge is transparent."""
    shape = (900, 1200)
    height, width = shape
    y, x = np.mgrid[-1:1:height * 1j, -1:1:width * 1j]
    rim = np.hypot(x, y * 1.05)
    land = noise(shape, 8, 61, 3, (1, 1), 0.55) + 0.3 * noise(shape, 5, 62, 2) - 0.55 * rim**1.5
    relief = np.clip(0.5 + ndimage.sobel(noise(shape, 8, 63, 6), 1) * 8, 0, 1)
    sea = mix((14, 62, 96), (70, 176, 180), np.clip((land - 0.1) * 3, 0, 1))
    shore = mix(sea, (226, 212, 170), np.clip((land - 0.42) * 60, 0, 1))
    picture = mix(shore, mix((40, 84, 40), (120, 150, 76), relief), np.clip((land - 0.455) * 50, 0, 1))
    picture = finish(picture, 6, 3.0)
    alpha = np.clip((0.99 - rim) * 250, 0, 1) * 255
    return np.dstack([picture, alpha.astype(np.uint8)])


PICTURES = {
    "international/2026-11-13-himobaho-golche/himobaho.jpg": glacier,
    "bangladesh/2026-11-05-tista-pani-nei-balu-ache/tista.jpg": sand,
    "economy/2026-11-17-cha-baganer-folon/cha-bagan.jpg": tea,
    "lifestyle/2026-11-15-chhad-bagan/chhad.jpg": roof,
    "health/2026-11-09-lobon-pani/fata-mati.jpg": cracked,
    "international/2026-10-28-dip-rashtrer-lorai/dip.png": island,
}

if __name__ == "__main__":
    content = pathlib.Path(sys.argv[1])
    for name, paint in PICTURES.items():
        image = Image.fromarray(paint())
        if name.endswith(".png"):
            image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.FLOYDSTEINBERG).save(content / name, optimize=True)
        else:
            image.save(content / name, quality=80, optimize=True, progressive=True)
        print(name, image.size, (content / name).stat().st_size)
