"""Six photographs of 12 megapixels from seeded noise: smooth, detailed, noisy, dark, portrait, text. `photos.py FOLDER [WIDTH]`"""

import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw


def field(height, width, octaves, seed, gain):
    """Fractal noise from 0 to 1."""
    random, out, weight = np.random.default_rng(seed), np.zeros((height, width), np.float32), 1.0
    for octave in range(octaves):
        cells = 3 * 2**octave
        grid = Image.fromarray(random.random((cells, max(2, cells * width // height))).astype(np.float32))
        out += weight * np.asarray(grid.resize((width, height), Image.Resampling.BICUBIC))
        weight *= gain
    return (out - out.min()) / (out.max() - out.min())


def photo(height, width, seed, octaves=7, gain=0.5, grain=3.0, light=1.0):
    """A picture with a sky, a ground and the grain of a sensor."""
    shades = [field(height, width, octaves, seed + n, gain) for n in range(3)]
    down = np.linspace(1, 0.35, height, dtype=np.float32)[:, None]
    picture = np.stack([255 * light * (0.35 * down + 0.65 * shade) for shade in shades], -1)
    random = np.random.default_rng(seed + 9)
    picture += random.normal(0, grain, picture.shape).astype(np.float32)
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))


def text(height, width):
    """Lines of print on paper that is not quite even."""
    page = photo(height, width, 60, 4, 0.4, 2.0).point(lambda v: 205 + v // 6)
    draw, random = ImageDraw.Draw(page), np.random.default_rng(61)
    step = height // 60
    for line in range(2, 58):
        x = width // 12
        while x < width * 11 // 12:
            word = int(random.integers(step, step * 4))
            for stroke in range(0, word, max(3, step // 4)):
                tall = int(random.integers(step // 4, step * 2 // 3))
                draw.rectangle((x + stroke, line * step, x + stroke + step // 10, line * step + tall), fill=(28, 26, 30))
            draw.rectangle((x, line * step, x + word, line * step + step // 12), fill=(28, 26, 30))
            x += word + step // 2
    return page


def main(folder, width=4000):
    folder, height = pathlib.Path(folder), width * 3 // 4
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {
        "smooth": photo(height, width, 10, 3, 0.4, 1.0),
        "detailed": photo(height, width, 20, 10, 0.75, 3.0),
        "noisy": photo(height, width, 30, 7, 0.5, 14.0),
        "dark": photo(height, width, 40, 7, 0.5, 6.0, 0.22),
        "portrait": photo(width, height, 50, 7, 0.5, 4.0),
        "text": text(height, width),
    }
    for name, picture in pictures.items():
        picture.save(folder / f"{name}.jpg", quality=92)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
