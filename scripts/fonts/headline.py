"""Cuts the headline face of Potrika to what Bengali news uses. Run by hand, when the face or the list changes.

    npm install @expo-google-fonts/noto-serif-bengali@0.4.4
    python3 -m venv venv && venv/bin/pip install fonttools==4.68.0 brotli==1.2.1 uharfbuzz==0.57.0
    venv/bin/python scripts/fonts/headline.py cut \
        node_modules/@expo-google-fonts/noto-serif-bengali/700Bold/NotoSerifBengali_700Bold.ttf \
        themes/potrika/assets/fonts/noto-serif-bengali-700.woff2

What stays: every letter, sign and digit of Bengali and the punctuation around it; hasanta, reph, half and joined forms of every
consonant; and each conjunct of `conjuncts.txt`, with all glyphs on the way to it. What goes: conjuncts that neither news nor a
dictionary has. One of those is still legible, with its hasanta in sight. `src/media/shape/headline_face.rs` holds the cut to the whole face, word by word.

    venv/bin/python scripts/fonts/headline.py count FACE.ttf TEXT… > scripts/fonts/conjuncts.txt

makes the list anew: of all clusters in the texts those that show a glyph which none before them did.
"""

import pathlib
import re
import sys
import unicodedata

import uharfbuzz as hb
from fontTools import subset
from fontTools.ttLib import TTFont

LIST = pathlib.Path(__file__).with_name("conjuncts.txt")
# Modern Bengali, and the punctuation around it. Latin letters and digits are left to the reader's own fonts.
LETTERS = [
    0x20, 0xA0, *range(0x200B, 0x200E), 0x25CC, 0x964, 0x965, 0x951, 0x952, *range(0x980, 0x9FF), 0x20B9, 0x2013, 0x2014, 0x2018,
    0x2019, 0x201C, 0x201D, 0x2026, *range(0x21, 0x30), *range(0x3A, 0x40), *range(0x5B, 0x5E), 0xD7, 0x2022, 0x203A,
]
# Conjuncts of dictionaries that no text of the list may have: রুগ্ণ, যাচ্ঞা, উদ্ধ্মাত, পাপ্মা, মাতৃষ্বসা, খট্বা, ষণ্ঢ, খড্গ, কুড্মল.
RARE = "গ্ণ চ্ঞ ধ্ম প্ম ষ্ব ট্ব ণ্ঢ ড্গ ড্ম".split()
# Features whose every outcome stays: without them a cut conjunct would not fall back to its parts.
PARTS = {"akhn", "rphf", "blwf", "half", "pstf", "init", "nukt"}
CLUSTER = re.compile(r"[\u0995-\u09b9\u09ce\u09dc-\u09df\u09f0\u09f1]\u09bc?(?:\u09cd[\u200c\u200d]?[\u0995-\u09b9\u09dc-\u09df\u09f0\u09f1]\u09bc?)*"
                     r"\u09cd?[\u200c\u200d]?[\u09be-\u09c4\u09c7\u09c8\u09cb\u09cc\u09d7]*[\u0981-\u0983]?")


class Shaper:
    """Shapes texts, and notes every glyph that stands there on the way."""

    def __init__(self, path):
        self.font = hb.Font(hb.Face(hb.Blob.from_file_path(path)))

    def glyphs(self, text):
        seen = set()
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()

        def note(_message):
            if buffer.content_type == hb.BufferContentType.GLYPHS:
                seen.update(info.codepoint for info in buffer.glyph_infos)
            return True

        buffer.set_message_func(note)
        hb.shape(self.font, buffer)
        return seen | {info.codepoint for info in buffer.glyph_infos}


def count(face, texts):
    """Prints the shortest clusters first, each with glyphs that are new."""
    clusters = set()
    for path in texts:
        text = unicodedata.normalize("NFC", pathlib.Path(path).read_text(encoding="utf-8"))
        clusters.update(CLUSTER.findall(text))
    shaper, seen = Shaper(face), set()
    for cluster in sorted(clusters, key=lambda c: (len(c), c)):
        glyphs = shaper.glyphs(cluster)
        if not glyphs <= seen:
            seen |= glyphs
            print(cluster)


def parts(font):
    """Outcomes of the features of `PARTS`."""
    gsub = font["GSUB"].table
    lookups = {i for record in gsub.FeatureList.FeatureRecord if record.FeatureTag in PARTS for i in record.Feature.LookupListIndex}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            table = getattr(table, "ExtSubTable", table)
            if hasattr(table, "mapping"):
                for out in table.mapping.values():
                    yield from [out] if isinstance(out, str) else out
            for ligatures in getattr(table, "ligatures", {}).values():
                yield from (ligature.LigGlyph for ligature in ligatures)


def cut(face, out):
    shaper = Shaper(face)
    glyphs = set()
    for cluster in [*RARE, *LIST.read_text(encoding="utf-8").split()]:
        glyphs |= shaper.glyphs(cluster)
    options = subset.Options()
    options.layout_features = ["*"]
    options.layout_closure = False
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    # Nothing is set from top to bottom.
    options.drop_tables += ["vhea", "vmtx", "STAT", "meta"]
    options.flavor = "woff2"
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = subset.load_font(face, options)
    order = font.getGlyphOrder()
    names = {order[glyph] for glyph in glyphs} | {name for name in parts(font) if name in font.getReverseGlyphMap()}
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS, glyphs=sorted(names))
    subsetter.subset(font)
    subset.save_font(font, out, options)
    print(f"{len(font.getGlyphOrder())} of {len(order)} glyphs, {pathlib.Path(out).stat().st_size} bytes")


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    {"count": lambda: count(arguments[0], arguments[1:]), "cut": lambda: cut(*arguments)}[command]()
