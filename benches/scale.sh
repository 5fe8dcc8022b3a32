#!/usr/bin/env bash
# How khobor grows: CPU, wall time, peak memory and files for a cold build, a build with nothing changed, and one new story.
#
#   benches/scale.sh [STORIES...]      (1,000 10,000 100,000 when absent; 1000000 on request)
#
# Needs python3 (3.11) and GNU time; KHOBOR_CORPUS is read by benches/mksite.py. Sites use `sidebars = "fetch"`.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 1000 10000 100000
work="${KHOBOR_BENCH_DIR:-$(mktemp -d)}"
target="${CARGO_TARGET_DIR:-target}"
cargo build --release --quiet
now="2026-11-22T15:00:00+06:00"
step() { # LABEL SITE OUT
  local label="$1" site="$2" out="$3"
  command time -f '%U %S %e %M' -o "$work/t" "$target/release/khobor" build --root "$site" --out "$out" --now "$now" --json >"$work/summary.json" 2>/dev/null
  python3 - "$label" "$work/t" "$work/summary.json" <<'P'
import json, sys
label, times, summary = sys.argv[1:]
user, system, wall, peak = map(float, open(times).read().split("\n")[-2].split())
written = json.load(open(summary)).get("written")
print(f"{label:>28}  CPU {user + system:7.2f} s  wall {wall:7.2f} s  peak {peak / 1024:6.0f} MB  written {written}")
P
}
for stories in "$@"; do
  site="$work/scale-$stories"
  [ -d "$site" ] || python3 benches/mksite.py "$stories" "$site" --only khobor
  grep -q sidebars "$site/khobor/khobor.toml" || sed -i 's/language = "bn"/language = "bn"\nsidebars = "fetch"/' "$site/khobor/khobor.toml"
  new="$site/khobor/content/sports/2026-11-22-notun-$$.md"
  rm -rf "$site/khobor/.khobor"
  out="$work/scale-out-$stories-$$"
  step "$stories cold" "$site/khobor" "$out"
  step "$stories nothing changed" "$site/khobor" "$out"
  printf '+++\ntitle = "নদীর পাড়ে নতুন খেলা"\ndate = 2026-11-22T09:00:00+06:00\ntags = ["খেলা"]\n+++\nমাঠে আজ নতুন খেলা। নদীর পাড়ে মানুষ এসেছে দেখতে।\n' >"$new"
  step "$stories one story more" "$site/khobor" "$out"
  rm -f "$new"
done
