#!/usr/bin/env python3
"""The writing desk with many stories: from a save to the page, from the press to the host, the list, the search, memory.

usage: desk.py BINARY [--stories 5000] [--folder DIR] [--saves 60] [--publications 5] [--sidebars fetch]

A site of benches/mksite.py is made (or taken again, where DIR holds one), built once, and served with its desk; a folder stands for the
host. Sidebars are fetched, as khobor advises for large sites: with `--sidebars inline` a new story changes every
page. All times are seen from outside, over HTTP and on the disk. Only the standard library.
"""
import argparse, datetime, http.client, json, pathlib, re, shutil, subprocess, sys, tempfile, time, urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
FORM = "application/x-www-form-urlencoded"


def line(name, values, bar=""):
    """One line of the result: milliseconds in the middle, at 95 of 100, at worst."""
    values = sorted(v * 1000 for v in values)
    at = lambda p: values[min(len(values) - 1, int(len(values) * p))]
    print(f"{name:34} p50 {at(0.5):8.1f}  p95 {at(0.95):8.1f}  worst {values[-1]:8.1f} ms  of {len(values):3}  {bar}", flush=True)


class Server:
    """A running `khobor serve`, its desk and its preview."""

    def __init__(self, binary, site):
        began = time.monotonic()
        command = [binary, "serve", "--root", str(site), "--lang", "en", "--port", "4970", "--json"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        events = {}
        while not {"desk", "listening", "ready"} <= events.keys():
            said = self.process.stdout.readline()
            if not said:
                sys.exit("serve ended: is the site sound?")
            if said.startswith("{"):
                event = json.loads(said)
                events[event["event"]] = event
        self.start = time.monotonic() - began
        port = lambda event: int(events[event]["address"].split(":")[2].split("/")[0])
        self.port, self.preview = port("desk"), port("listening")
        self.lines = {p: http.client.HTTPConnection("localhost", p, timeout=600) for p in (self.port, self.preview)}
        self.token = re.search(r'name="token" value="([^"]+)"', self.get("/"))[1]

    def ask(self, port, method, path, body=None, kind=None):
        headers = {}
        if method != "GET":
            headers = {"Origin": f"http://localhost:{port}", "Sec-Fetch-Site": "same-origin", "khobor-desk": "1"}
        if kind:
            headers["Content-Type"] = kind
        connection = self.lines[port]
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            connection.close()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
        return answer.status, answer.getheader("location"), answer.read().decode("utf-8", "replace")

    def get(self, path):
        return self.ask(self.port, "GET", path)[2]

    def page(self, path):
        return self.ask(self.preview, "GET", path)[2]

    def api(self, method, name, story, sent):
        status, _, said = self.ask(self.port, method, f"/api/{name}?id={urllib.parse.quote(story, safe='')}", json.dumps(sent), "application/json")
        if status != 200:
            sys.exit(f"{name}: {status} {said}")
        return json.loads(said)

    def story(self, story):
        return json.loads(self.get("/api/story?id=" + urllib.parse.quote(story, safe="")))

    def form(self, path, **fields):
        status, to, said = self.ask(self.port, "POST", path, urllib.parse.urlencode({"token": self.token, **fields}), FORM)
        if status != 303:
            sys.exit(f"{path}: {status} {said[:2000]}")
        return to

    def rests(self):
        """Waits until no publication is under way."""
        while json.loads(self.get("/api/job"))["step"] in ("waiting", "building", "sending"):
            time.sleep(0.02)

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def timed(work, times):
    spent = []
    for n in range(times):
        began = time.monotonic()
        work(n)
        spent.append(time.monotonic() - began)
    return spent


def made(folder, stories, target, sidebars):
    """The site, with a folder for its host."""
    site = folder / "khobor"
    if not site.exists():
        subprocess.run([sys.executable, HERE / "mksite.py", str(stories), folder, "--only", "khobor"], check=True)
        config = site / "khobor.toml"
        text = config.read_text(encoding="utf-8").replace("[site]\n", f'[site]\nsidebars = "{sidebars}"\n', 1)
        config.write_text(text + f'\n[desk]\ndeploy = "live"\n[deploy.live]\nkind = "folder"\npath = {json.dumps(str(target))}\n', encoding="utf-8")
    return site


def saves(server, story, times):
    """From a change that is sent to the page that shows it. The browser's pause of 300 ms is not in it."""
    opened = server.story(story)
    page, body, puts, pages = opened["page"], opened["body"], [], []
    server.page(page)
    for n in range(times):
        mark = f"চিহ্ন{n}শেষ"
        began = time.monotonic()
        said = server.api("PUT", "copy", story, {"after": opened["after"], "fields": opened["fields"], "body": f"{mark}\n\n{body}"})
        puts.append(time.monotonic() - began)
        opened["after"] = said["after"]
        while mark not in server.page(page):
            time.sleep(0.002)
        pages.append(time.monotonic() - began)
        time.sleep(0.15)
    server.form("/discard?id=" + urllib.parse.quote(story, safe=""))
    line("a save is answered", puts)
    line("save to page", pages, "bar: p95 150")


def lists(server):
    # What is linted for the first time is not remembered yet.
    line("the list, first rows, at first", timed(lambda _: server.get("/?page=1"), 1), "bar: 100")
    line("the list, first rows", timed(lambda _: server.get("/"), 40), "bar: 100")
    words = ["নদী", "খুলনা", "কোথাও-নেই-এমন-শব্দ", "রহ"]
    search = lambda n: server.get("/?q=" + urllib.parse.quote(words[n % len(words)]))
    line("search, at first", timed(search, len(words)), "bar: 200")
    line("search", timed(search, 40), "bar: 200")
    line("drafts (none: all are looked at)", timed(lambda _: server.get("/?tab=draft"), 20), "bar: 200")
    line("pictures of the archive", timed(lambda n: server.get("/api/pictures?q=" + urllib.parse.quote(words[n % 4])), 20))


def begun(server, title, section):
    """A new story, when the preview knows its page: its path and the page."""
    to = server.form("/new", title=title, section=section)
    story = urllib.parse.unquote(to.split("id=")[1])
    while not (page := server.story(story)["page"]):
        time.sleep(0.01)
    return story, page


def waited(file, mark, since):
    while not (file.exists() and mark in file.read_text(encoding="utf-8")):
        if time.time() - since > 600:
            sys.exit(f"{file} did not come")
        time.sleep(0.005)
    return time.time() - since


def publications(server, target, section, times):
    story, page = begun(server, "মাপার খবর", section)
    file = target / page.strip("/") / "index.html"
    server.rests()
    opened = server.story(story)
    spent = []
    for n in range(times + 1):
        mark = f"প্রকাশ{n}শেষ"
        server.api("PUT", "copy", story, {"after": opened["after"], "fields": opened["fields"], "body": f"{mark}\n\nলেখা।"})
        began = time.time()
        server.form("/publish?id=" + urllib.parse.quote(story, safe=""), when="now")
        spent.append(waited(file, mark, began))
        server.rests()
        opened = server.story(story)
    line("press to live, the first", spent[:1])
    line("press to live", spent[1:], "bar: 3,000 at 5,000 stories")


def due(server, target, section, times):
    late = []
    for n in range(times):
        story, page = begun(server, f"সময়মতো {n}", section)
        # A form says minutes; a file says seconds.
        file = server.site / story
        at = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(seconds=5)
        text = re.sub(r"date = .*", f"date = {at.isoformat()}", file.read_text(encoding="utf-8"))
        file.write_text(text.replace("draft = true\n", "") + "লেখা।\n", encoding="utf-8")
        late.append(waited(target / page.strip("/") / "index.html", "লেখা", at.timestamp()))
        server.rests()
    line("due to live", late, "bar: 2,000")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("binary"), p.add_argument("--stories", type=int, default=5000), p.add_argument("--folder", type=pathlib.Path)
    p.add_argument("--saves", type=int, default=60), p.add_argument("--publications", type=int, default=5)
    p.add_argument("--sidebars", default="fetch")
    a = p.parse_args()
    folder = (a.folder or pathlib.Path(tempfile.mkdtemp(prefix="khobor-desk-"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "www"
    site = made(folder, a.stories, target, a.sidebars)
    target.mkdir(exist_ok=True)
    began = time.monotonic()
    subprocess.run([a.binary, "build", "--root", site, "--lang", "en"], check=True, stdout=subprocess.DEVNULL)
    print(f"{a.stories} stories; built in {time.monotonic() - began:.1f} s")
    server = Server(a.binary, site)
    server.site = site
    try:
        first = server.memory()
        print(f"the desk is open after {server.start:.1f} s; {first:.0f} MB")
        stories = sorted((site / "content").rglob("*.md"))
        story = next(s for s in reversed(stories) if s.name != "_index.md")
        story, section = str(story.relative_to(site)), story.relative_to(site / "content").parts[0]
        lists(server)
        print(f"{'memory after lists and search':34} {server.memory() - first:+8.0f} MB  bar: +50")
        saves(server, story, a.saves)
        print(f"{'memory after saves':34} {server.memory() - first:+8.0f} MB")
        publications(server, target, section, a.publications)
        due(server, target, section, 3)
        print(f"{'memory at the end':34} {server.memory() - first:+8.0f} MB")
    finally:
        server.process.kill()
        server.process.wait()
        if not a.folder:
            shutil.rmtree(folder)


main()
