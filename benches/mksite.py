#!/usr/bin/env python3
"""Makes a portal of N stories for measuring, once for khobor and once for Hugo.

    benches/mksite.py N FOLDER [--words 300] [--only khobor|hugo] [--seed 1] [--cards]

FOLDER/khobor holds khobor.toml, content/ and access.log; FOLDER/hugo the same stories with templates that print the same parts of a
page. The sentences are those of the sample portal, dealt anew; where the variable KHOBOR_CORPUS names a file of JSON lines
(`title`, `body`, optional `author`; also .xz), each of its texts is one story first, and mixtures of two follow. Equal
arguments make equal files. Only Python's own library is needed.
"""

import argparse
import datetime
import itertools
import json
import lzma
import os
import pathlib
import random
import re
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
SENTENCE = re.compile(r"[^।?!]+[।?!]+[”’)]*")
# The last day of every made portal, so that its output does not depend on the day of the run.
LAST_DAY = datetime.date(2026, 11, 22)


def toml(value):
    """A TOML value: JSON's strings and lists of strings are TOML too."""
    return json.dumps(value, ensure_ascii=False)


def front_matter_and_body(path):
    """The two parts of a file; nothing for those whose front matter is YAML."""
    _, *parts = path.read_text(encoding="utf-8").split("+++\n", 2)
    return (tomllib.loads(parts[0]), parts[1]) if len(parts) == 2 else (None, None)


class Source:
    """What stories are made of: sections, bylines, tags, and sentences with the section they come from."""

    def __init__(self):
        self.sections, self.authors = {}, set()
        self.tags, self.titles, self.sentences = {}, {}, {}
        for index in sorted((ROOT / "content").glob("*/_index.md")):
            front, _ = front_matter_and_body(index)
            if front:
                self.sections[index.parent.name] = front["title"]
        for path in sorted((ROOT / "content").rglob("*.md")):
            section = path.relative_to(ROOT / "content").parts[0]
            front, body = front_matter_and_body(path)
            if section in self.sections and path.name != "_index.md" and front:
                self.take(section, front, body)
        self.sections = {slug: title for slug, title in self.sections.items() if self.sentences.get(slug)}
        self.authors = sorted(self.authors)

    def take(self, section, front, body):
        self.authors.update(front.get("authors", []))
        self.tags.setdefault(section, []).extend(front.get("tags", []))
        self.titles.setdefault(section, []).append(front["title"].split())
        for paragraph in body.split("\n\n"):
            # Running text alone: no heading, list, table, quotation, picture or shortcode.
            if not re.match(r"\s*([#>|*\-\d!\[{<`~]|$)", paragraph) and not re.search(r"[\[{<`*_]", paragraph):
                found = (" ".join(sentence.split()) for sentence in SENTENCE.findall(paragraph))
                whole = (sentence for sentence in found if sentence.count("“") == sentence.count("”"))
                self.sentences.setdefault(section, []).extend(whole)


def corpus_texts():
    path = os.environ.get("KHOBOR_CORPUS")
    if not path:
        return []
    with (lzma.open if path.endswith(".xz") else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def first_words(text, count):
    """About `count` words, to the end of a sentence."""
    head = " ".join(text.split(" ")[:count])
    end = max(head.rfind(mark) for mark in "।?!")
    return head[: end + 1] if end > len(head) // 2 else head


def dealt(source, section, rng, words):
    """A body of the section's sentences, in paragraphs of two to four; one sentence in five comes from elsewhere."""
    paragraphs, length = [], 0
    everything = list(source.sentences)
    while length < words:
        pools = (source.sentences[section if rng.random() < 0.8 else rng.choice(everything)] for _ in itertools.count())
        paragraph = [rng.choice(pool) for pool in itertools.islice(pools, rng.randint(2, 4))]
        paragraphs.append(" ".join(paragraph))
        length += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)


def headline(source, section, rng):
    one, other = rng.choice(source.titles[section]), rng.choice(source.titles[section])
    return " ".join(one[: max(3, len(one) // 2)] + other[len(other) // 2 :])[:120].replace('"', "")


def stories(count, words, seed):
    source, texts = Source(), corpus_texts()
    slugs = sorted(source.sections)
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        section = rng.choice(slugs)
        title, author = headline(source, section, rng), rng.choice(source.authors)
        if number < len(texts):
            text = texts[number]
            title, body = text["title"] or title, first_words(text["body"], words)
            author = text.get("author") or author
        elif texts:
            one, other = rng.sample(texts, 2)
            title = f"{one['title'][:60]} {other['title'][:40]}"
            body = "\n\n".join(first_words(half["body"], words // 2) for half in (one, other))
        else:
            body = dealt(source, section, rng, words)
        moment = LAST_DAY - datetime.timedelta(days=rng.randrange(4_700))
        yield {
            "slug": f"s{number}",
            "section": section,
            "title": re.sub(r'[\\"\s]+', " ", title).strip() or "শিরোনাম",
            "author": author,
            "date": f"{moment}T{rng.randrange(24):02}:{rng.randrange(60):02}:00+06:00",
            "tags": sorted(set(rng.choices(source.tags[section], k=3))),
            "body": re.sub(r"\n{3,}", "\n\n", body.replace("\r", "").replace("{", "(")),
        }


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def front_matter(story, more=""):
    pairs = f"title = {toml(story['title'])}\ndate = {story['date']}\nauthors = {toml([story['author']])}\ntags = {toml(story['tags'])}\n"
    return f"+++\n{pairs}{more}+++\n\n{story['body']}\n"


def write_sections(folder, sections):
    for slug, title in sections.items():
        write(folder / "content" / slug / "_index.md", f"+++\ntitle = {toml(title)}\n+++\n")


def write_khobor(folder, made, sections, cards):
    settings = '[site]\ntitle = "পরিমাপ"\nbase_url = "https://example.org"\nlanguage = "bn"\n'
    write(folder / "khobor.toml", settings + ("" if cards else "\n[cards]\nenabled = false\n"))
    write_sections(folder, sections)
    for story in made:
        write(folder / "content" / story["section"] / f"{story['date'][:10]}-{story['slug']}.md", front_matter(story))
    rng = random.Random(2)
    browsers = ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "bingbot/2.0"]
    with open(folder / "access.log", "w", encoding="utf-8") as log:
        for number in range(min(200_000, 20 * len(made))):
            story = made[min(len(made), int(rng.paretovariate(0.8))) - 1]
            host = ".".join(str(rng.randrange(256)) for _ in range(3))
            moment = f"{1 + number % 22:02}/Nov/2026:{number % 24:02}:{number % 60:02}:00 +0600"
            request = f"GET /{story['section']}/{story['slug']}/ HTTP/1.1"
            log.write(f'10.{host} - - [{moment}] "{request}" {rng.choice((200, 200, 304, 404))} 9000 "-" "{rng.choice(browsers)}"\n')


HUGO_SETTINGS = """baseURL = "https://example.org/"
title = "পরিমাপ"
languageCode = "bn"
defaultContentLanguage = "bn"
enableRobotsTXT = true
pagination.pagerSize = 20
taxonomies = { tag = "tags", author = "authors" }
outputs = { home = ["html", "rss"], section = ["html", "rss"], taxonomy = ["html"], term = ["html"] }

[related]
threshold = 0
includeNewer = true
indices = [{ name = "tags", weight = 100 }, { name = "authors", weight = 20 }]
"""

# The parts of khobor's pages as Hugo's users write them: breadcrumb, byline, Bengali digits, tags, related, most popular.
HUGO_LAYOUTS = {
    "partials/digits.html": """{{ $text := printf "%v" . }}
{{ range $digit, $letter := split "০১২৩৪৫৬৭৮৯" "" }}{{ $text = replace $text (string $digit) $letter }}{{ end }}
{{ return $text }}""",
    "partials/link.html": '<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>',
    "partials/popular.html": """<aside><h2>সর্বাধিক পঠিত</h2>
<ol>{{ range site.Data.popular }}<li><a href="{{ .address }}">{{ .title }}</a></li>{{ end }}</ol></aside>""",
    "_default/baseof.html": """<!doctype html>
<html lang="bn"><head><meta charset="utf-8"><title>{{ .Title }} | {{ site.Title }}</title>
<meta name="description" content="{{ .Summary | plainify }}"><meta property="og:title" content="{{ .Title }}">
<link rel="canonical" href="{{ .Permalink }}"></head>
<body><header><a href="/">{{ site.Title }}</a><nav>{{ range site.Sections }}{{ partial "link.html" . }}{{ end }}</nav></header>
<main>{{ block "main" . }}{{ end }}</main>{{ partialCached "popular.html" . }}<footer>{{ site.Title }}</footer></body></html>""",
    "_default/single.html": """{{ define "main" }}<nav><a href="/">প্রচ্ছদ</a> › {{ partial "link.html" .CurrentSection }} › {{ .Title }}</nav>
<article><h1>{{ .Title }}</h1>
<p>{{ range .GetTerms "authors" }}{{ partial "link.html" . }}{{ end }}
<time datetime="{{ .Date.Format "2006-01-02T15:04:05-07:00" }}">{{ partial "digits.html" (.Date.Format "2-1-2006, 15:04") }}</time>
পড়তে {{ partial "digits.html" .ReadingTime }} মিনিট</p>
{{ .Content }}
<p>{{ range .GetTerms "tags" }}{{ partial "link.html" . }} {{ end }}</p></article>
<section><h2>সম্পর্কিত খবর</h2>
<ul>{{ range first 6 (site.RegularPages.Related .) }}<li>{{ partial "link.html" . }}</li>{{ end }}</ul></section>{{ end }}""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pager := .Paginate .RegularPages }}
{{ range $pager.Pages }}<article><h2>{{ partial "link.html" . }}</h2><p>{{ .Summary | plainify | truncate 150 }}</p></article>{{ end }}
{{ with $pager.Next }}<a href="{{ .URL }}">পরের পাতা</a>{{ end }}{{ end }}""",
    "_default/taxonomy.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Pages }}<li>{{ partial "link.html" . }}</li>{{ end }}</ul>{{ end }}""",
    "index.html": """{{ define "main" }}{{ range site.Sections }}<section><h2>{{ .Title }}</h2>
{{ range first 6 .RegularPages }}<article><h3>{{ partial "link.html" . }}</h3></article>{{ end }}</section>{{ end }}{{ end }}""",
}


def write_hugo(folder, made, sections):
    write(folder / "hugo.toml", HUGO_SETTINGS)
    write_sections(folder, sections)
    for name, text in HUGO_LAYOUTS.items():
        write(folder / "layouts" / name, text)
    for story in made:
        write(folder / "content" / story["section"] / f"{story['slug']}.md", front_matter(story))
    popular = random.Random(3).sample(made, min(10, len(made)))
    entries = [{"title": story["title"], "address": f"/{story['section']}/{story['slug']}/"} for story in popular]
    write(folder / "data" / "popular.json", toml(entries))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("count", type=int, metavar="N")
    arguments.add_argument("folder", type=pathlib.Path, metavar="FOLDER")
    arguments.add_argument("--words", type=int, default=300, help="words of a story, about")
    arguments.add_argument("--only", choices=["khobor", "hugo"])
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--cards", action="store_true", help="with share cards, which no other program makes")
    given = arguments.parse_args()
    made = list(stories(given.count, given.words, given.seed))
    sections = Source().sections
    if given.only != "hugo":
        write_khobor(given.folder / "khobor", made, sections, given.cards)
    if given.only != "khobor":
        write_hugo(given.folder / "hugo", made, sections)


if __name__ == "__main__":
    main()
