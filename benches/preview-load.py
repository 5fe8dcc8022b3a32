#!/usr/bin/env python3
"""Load on a running preview: idle live connections with one save a second, slow clients, too many connections.

usage: preview-load.py http://localhost:4500 STORY-ADDRESS STORY-FILE [--clients 500] [--saves 20] [--slow 1000]

Prints how long tabs wait for their reload after a save, how long a good client waits beside slow ones, and what the
connection after the last allowed one gets. Only the standard library.
"""
import argparse, asyncio, os, pathlib, re, resource, time, urllib.parse

def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * p))] if values else float("nan")

async def get(host, port, path):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read(-1)
    writer.close()
    return answer.decode("utf-8", "replace")

async def tab(host, port, path, token, mark, heard):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    query = f"token={token}&page={urllib.parse.quote(path, safe='')}&mark={mark}"
    writer.write((f"GET /_preview/socket?{query} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 101 " not in head.split(b"\r\n")[0]:
        return
    heard["open"] += 1
    try:
        while True:
            first, length = await reader.readexactly(2)
            if length == 126:
                length = int.from_bytes(await reader.readexactly(2), "big")
            elif length == 127:
                length = int.from_bytes(await reader.readexactly(8), "big")
            message = await reader.readexactly(length)
            if b'"reload"' in message:
                heard["reloads"].append(time.monotonic())
    except (asyncio.IncompleteReadError, ConnectionError):
        heard["lost"] += 1
    finally:
        writer.close()

def server_rss(port):
    for line in os.popen(f"ss -ltnpH 'sport = :{port}'"):
        found = re.search(r"pid=(\d+)", line)
        if found:
            status = pathlib.Path(f"/proc/{found[1]}/status").read_text()
            return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024
    return 0

async def main():
    p = argparse.ArgumentParser()
    p.add_argument("home"), p.add_argument("address"), p.add_argument("file", type=pathlib.Path)
    p.add_argument("--clients", type=int, default=500), p.add_argument("--saves", type=int, default=20), p.add_argument("--slow", type=int, default=1000)
    a = p.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    host = a.home.split("//")[1].rstrip("/")
    port = int(host.split(":")[1])
    page = await get(host, port, a.address)
    token, mark = re.search(r'data-khobor-token="(\w+)"', page)[1], re.search(r'data-mark="(\w+)"', page)[1]
    original = a.file.read_text(encoding="utf-8")
    before = server_rss(port)

    if a.clients:
        heard = {"open": 0, "lost": 0, "reloads": []}
        tabs = [asyncio.create_task(tab(host, port, a.address, token, mark, heard)) for _ in range(a.clients)]
        await asyncio.sleep(2)
        waits, missed = [], 0
        for n in range(a.saves):
            heard["reloads"].clear()
            start = time.monotonic()
            a.file.write_text(f"{original}\n\nভার {n}\n", encoding="utf-8")
            await asyncio.sleep(0.9)
            # The related stories may follow later; the first message of each tab counts.
            first = heard["reloads"][: a.clients]
            missed += a.clients - len(first)
            waits += [t - start for t in first]
        print(f"{heard['open']} tabs, {a.saves} saves: reload p50 {percentile(waits, .5) * 1e3:.0f} ms, p99 {percentile(waits, .99) * 1e3:.0f} ms, "
              f"missed {missed}, lost {heard['lost']}; RSS +{server_rss(port) - before} MB")
        [t.cancel() for t in tabs]
        a.file.write_text(original, encoding="utf-8")
        await asyncio.sleep(2)

    if a.slow:
        before = server_rss(port)
        slow = []
        for _ in range(a.slow):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: loc")
            slow.append(writer)
        times = []
        for _ in range(200):
            start = time.monotonic()
            answer = await get(host, port, a.address)
            times.append(time.monotonic() - start)
            assert answer.startswith("HTTP/1.1 200"), answer[:60]
        print(f"{a.slow} slow clients: a good one waits p50 {percentile(times, .5) * 1e3:.1f} ms, p99 {percentile(times, .99) * 1e3:.1f} ms; RSS +{server_rss(port) - before} MB")
        for _ in range(1024 - a.slow + 1):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: loc")
            slow.append(writer)
        print("one too many:", (await get(host, port, a.address)).split("\r\n")[0])
        await asyncio.sleep(7)
        print("seven seconds later:", (await get(host, port, a.address)).split("\r\n")[0])
        [w.close() for w in slow]

asyncio.run(main())
