#!/usr/bin/env bash
# Makes what newsrooms install, for this machine's kind of processor, in dist/ (or the folder named):
#
#   scripts/release.sh [FOLDER] [--no-trial]
#
#   khobor-VERSION-ARCH-linux.tar.gz   program, man pages, completions, licences, documents
#   khobor_VERSION_ARCH.deb            the same for Debian and Ubuntu
#   SHA256SUMS
#
# Then the .deb is tried in a bare Debian folder (debootstrap, as root): install, new site, build, remove.
# KHOBOR_PROFILE=quick builds without link-time optimisation, for trying this script.
set -euo pipefail
cd "$(dirname "$0")/.."
out="dist" trial=yes
for word in "$@"; do
  case "$word" in --no-trial) trial=no ;; *) out="$word" ;; esac
done
mkdir -p "$out"
out="$(cd "$out" && pwd)"
target="${CARGO_TARGET_DIR:-$PWD/target}"
profile="${KHOBOR_PROFILE:-release}"
version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)"
arch="$(uname -m)"
name="khobor-$version-$arch-linux"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

command -v cargo-deb >/dev/null || cargo install --locked cargo-deb
cargo build --locked --profile "$profile"
khobor="$target/$profile/khobor"

# What both packages hold; Cargo.toml names this folder for the .deb.
made="$PWD/target/package"
rm -rf "$made"
mkdir -p "$made"/{bin,share/man/man1,share/bash-completion/completions,share/zsh/site-functions,share/fish/vendor_completions.d,share/doc/khobor}
install -m 755 "$khobor" "$made/bin/khobor"
cargo run --locked --quiet --profile "$profile" --example man -- "$made/share/man/man1"
gzip -9n "$made"/share/man/man1/*.1
"$khobor" completions bash >"$made/share/bash-completion/completions/khobor"
"$khobor" completions zsh >"$made/share/zsh/site-functions/_khobor"
"$khobor" completions fish >"$made/share/fish/vendor_completions.d/khobor.fish"
cp README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE THIRD-PARTY.md "$made/share/doc/khobor/"
cp -r docs "$made/share/doc/khobor/"

# The same bytes from the same tree: one owner, one moment, sorted names.
moment="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$moment" --transform "s,^\.,$name," -C "$made" -cf - . | gzip -9n >"$out/$name.tar.gz"
SOURCE_DATE_EPOCH="$moment" cargo deb --no-build --no-strip --profile "$profile" --output "$out/" >/dev/null
deb="$(ls -t "$out"/khobor_"$version"*.deb | head -1)"
(cd "$out" && sha256sum "$name.tar.gz" "$(basename "$deb")" | tee SHA256SUMS)

# The archive must work where it is unpacked.
mkdir "$work/unpacked"
tar -xzf "$out/$name.tar.gz" -C "$work/unpacked"
"$work/unpacked/$name/bin/khobor" new site "$work/site" >/dev/null
"$work/unpacked/$name/bin/khobor" --root "$work/site" build --quiet
test -s "$work/site/public/index.html"
echo "the archive works"

[ "$trial" = yes ] || exit 0
[ "$(id -u)" = 0 ] || { echo "the trial in a bare Debian needs root: run as root, or with --no-trial" >&2; exit 1; }
command -v debootstrap >/dev/null || apt-get install -q -y --no-install-recommends debootstrap
debootstrap --variant=minbase "${DEBIAN:-bookworm}" "$work/debian" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$work/log" 2>&1 ||
  { tail -5 "$work/log" >&2; exit 1; }
cp "$deb" "$work/debian/tmp/khobor.deb"
# Nothing of this machine's environment: its TMPDIR is not there.
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root chroot "$work/debian" bash -euo pipefail -c '
  apt-get install -q -y --no-install-recommends /tmp/khobor.deb >/dev/null
  khobor --version
  khobor new site /tmp/site >/dev/null
  khobor --root /tmp/site build
  test -s /tmp/site/public/index.html
  test -s /usr/share/man/man1/khobor.1.gz
  test -s /usr/share/bash-completion/completions/khobor
  apt-get remove -q -y khobor >/dev/null
  test ! -e /usr/bin/khobor
'
echo "the .deb works in a bare Debian: installed, made and built a site, removed"
