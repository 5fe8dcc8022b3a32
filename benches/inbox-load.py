#!/usr/bin/env python3
"""Load on an inbox of its own, on loopback: requests a second with latency, beside slow clients too, and what is in the queue after kill -9.

usage: inbox-load.py KHOBOR-BINARY [--clients 32] [--seconds 10] [--slow 0] [--rate 0] [--folder DIR]

Starts `khobor inbox` on a free port with a queue in a temporary folder, posts from so many kept connections for so long (at most 60 s),
as fast as it can or at --rate requests a second, kills it with -9 in the midst of it, starts it anew, pulls the queue over the line,
and compares: everything that was answered 303 must be there exactly once. Only the standard library.
"""
import argparse, asyncio, collections, json, os, pathlib, resource, signal, subprocess, sys, tempfile, time, urllib.parse, urllib.request

TOKEN = "bench-token-0123456789"
ORIGIN = "https://kagoj.example"


def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * p))] if values else float("nan")


def start(binary, db):
    env = dict(os.environ, KHOBOR_INBOX_TOKEN=TOKEN)
    child = subprocess.Popen(
        [binary, "inbox", "--lang", "en", "--port", "0", "--db", db, "--portal", ORIGIN, "--behind-proxy", "1", "--per-minute", "4000000"],
        stdout=subprocess.PIPE, env=env, text=True, cwd=os.path.dirname(db))
    line = child.stdout.readline()
    return child, int(line.split("127.0.0.1:")[1].split("/")[0])


def request(who, n):
    text = f"পাঠকের মন্তব্য {who} {n}: প্রতিবেদনটি পড়ে ভালো লাগল, আরও বিস্তারিত জানতে চাই।"
    body = urllib.parse.urlencode({
        "story": f"desh/khobor-{n % 50}", "url": f"{ORIGIN}/desh/khobor-{n % 50}/", "comment": text, "name": f"পাঠক {who}",
        "email": "pathok@mail.example", "website": "", "homepage": ""}).encode()
    # Every reader has an address of his own; a rate of one address is not what is measured.
    address = f"10.{who % 250}.{n // 250 % 250}.{n % 250}"
    head = (f"POST /comment HTTP/1.1\r\nHost: inbox\r\nOrigin: {ORIGIN}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"X-Forwarded-For: {address}\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    return text, head + body


async def client(port, who, clients, rate, end, taken, times, statuses):
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        n, began = 0, time.monotonic()
        while time.monotonic() < end:
            if rate:
                await asyncio.sleep(max(0, began + n * clients / rate - time.monotonic()))
            text, bytes_ = request(who, n)
            n += 1
            sent = time.monotonic()
            writer.write(bytes_)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(next((l.split(b":")[1] for l in head.lower().split(b"\r\n") if l.startswith(b"content-length:")), b"0"))
            if length:
                await reader.readexactly(length)
            times.append(time.monotonic() - sent)
            status = int(head[9:12])
            statuses[status] += 1
            if status == 303:
                taken.append(text)
    except (ConnectionError, asyncio.IncompleteReadError):
        return


async def load(child, port, a, seconds, kill):
    taken, times, statuses, slow = [], [], collections.Counter(), []
    for n in range(a.slow):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /comment HTTP/1.1\r\nHost: in" if n % 2 else
                     f"POST /comment HTTP/1.1\r\nHost: x\r\nOrigin: {ORIGIN}\r\nX-Forwarded-For: 172.16.{n // 200}.{n % 200}\r\n"
                     "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nstory=".encode())
        slow.append(writer)
    cpu = sum(map(int, pathlib.Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
    began = time.monotonic()
    end = began + seconds
    work = [asyncio.create_task(client(port, w, a.clients, a.rate, end, taken, times, statuses)) for w in range(a.clients)]
    await asyncio.sleep(seconds * (0.9 if kill else 1))
    spent, done = time.monotonic() - began, len(times)
    ticks = sum(map(int, pathlib.Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) - cpu
    rss = next(int(l.split()[1]) // 1024 for l in pathlib.Path(f"/proc/{child.pid}/status").read_text().splitlines() if l.startswith("VmHWM"))
    if kill:
        child.send_signal(signal.SIGKILL)
        child.wait()
    await asyncio.gather(*work)
    [w.close() for w in slow]
    ms = lambda p: f"{percentile(times, p) * 1e3:.1f}"
    print(f"{a.clients} clients, {a.slow} slow ones: {done} in {spent:.1f} s = {done / spent:.0f}/s; ms p50 {ms(.5)}, p95 {ms(.95)}, p99 {ms(.99)}, max {ms(1)}; "
          f"server CPU {ticks / os.sysconf('SC_CLK_TCK') / spent * 100:.0f} %, peak RSS {rss} MB; statuses {dict(statuses)}")
    return taken


def pull(port):
    found, after = collections.Counter(), 0
    while True:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/pending?after={after}", headers={"Authorization": f"Bearer {TOKEN}"})
        letters = json.load(urllib.request.urlopen(asked))["comments"]
        if not letters:
            return found
        found.update(l["body"] for l in letters)
        after = letters[-1]["number"]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("binary"), p.add_argument("--clients", type=int, default=32), p.add_argument("--seconds", type=float, default=10)
    p.add_argument("--slow", type=int, default=0), p.add_argument("--rate", type=int, default=0), p.add_argument("--folder")
    a = p.parse_args()
    a.seconds = min(a.seconds, 60)
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory(dir=a.folder) as folder:
        db = os.path.join(folder, "inbox.db")
        child, port = start(os.path.abspath(a.binary), db)
        try:
            taken = asyncio.run(load(child, port, a, a.seconds, True))
            child, port = start(os.path.abspath(a.binary), db)
            found = pull(port)
        finally:
            child.kill()
            child.wait()
        lost = [t for t in taken if t not in found]
        twice = [t for t, n in found.items() if n > 1]
        print(f"kill -9: {len(taken)} answered 303, {sum(found.values())} in the queue, {len(lost)} lost, {len(twice)} twice; "
              f"queue {os.path.getsize(db) // 1024} KB")
        sys.exit(1 if lost or twice else 0)


main()
