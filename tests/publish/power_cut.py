# Power cuts, by hand and as root: python3 power_cut.py CUTS SEED TEST-EXECUTABLE
# A child publishes in a loop to an ext4 file system in a file; EXT4_IOC_SHUTDOWN (2: the log is not flushed) cuts it off
# at a random moment; after mounting again the site must be whole.
import fcntl, os, random, struct, subprocess, sys, time
img, mnt, exe = '/tmp/khobor-cut.img', '/tmp/khobor-cut', sys.argv[3]
def sh(*a): return subprocess.run(a, capture_output=True, text=True)
def tree(root):
    out = {}
    for d, _, fs in os.walk(root):
        for f in fs:
            p = os.path.join(d, f); r = os.path.relpath(p, root)
            if r.startswith('.khobor'): continue
            out[r] = open(p, 'rb').read()
    return out
def ref(word, n):
    out = {f'খেলা/{i}/index.html': f'<p>খবর {i}</p>'.encode() for i in range(n)}
    out['index.html'] = f'<h1>প্রচ্ছদ {word}</h1>'.encode(); out['style.css'] = b'body{}'
    out['sitemap.xml'] = f'<urlset>{word}</urlset>'.encode(); out[f'সর্বশেষ/{word}/index.html'] = word.encode()
    return out
whole = [ref(w, 20 + r % 3) for r in range(6) for w in [['এক', 'দুই'][r % 2]]]
os.makedirs(mnt, exist_ok=True)
if not os.path.exists(img):
    sh('truncate', '-s', '64M', img); sh('mkfs.ext4', '-q', img)
bad = 0; seen = 0
random.seed(int(sys.argv[2]))
for cut in range(int(sys.argv[1])):
    r = sh('mount', '-o', 'loop', img, mnt)
    if r.returncode: print(r.stderr); break
    out = mnt + '/public'
    if os.path.exists(out):
        now = tree(out); seen += 1
        if now not in whole:
            bad += 1; print('cut', cut, 'odd tree', len(now), [k for k, v in now.items() if not v][:3])
    c = subprocess.Popen([exe, 'kills::child_that_publishes_for_ever', '--exact'], env={**os.environ, 'KHOBOR_TEST_PUBLISH': out}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0.05, 0.6))
    fd = os.open(mnt, os.O_RDONLY)
    try: fcntl.ioctl(fd, 0x8004587d, struct.pack('I', 2))
    finally: os.close(fd)
    c.kill(); c.wait()
    for _ in range(50):
        if sh('umount', mnt).returncode == 0: break
        time.sleep(0.05)
print('cuts', cut + 1, 'looked at', seen, 'bad', bad)
