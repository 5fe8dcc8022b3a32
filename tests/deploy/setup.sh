#!/bin/sh
# Installs the real servers that tests/deploy.rs starts on loopback: OpenSSH, rsync, Apache and nginx from Debian, an FTP and an S3 server
# from PyPI in a venv under the cache. Safe to run again; a server that cannot be installed is left out by
# its tests, which fail where CI is set.
set -u
root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
cache="${KHOBOR_DEPLOY_SERVERS:-$HOME/.cache/khobor-deploy-servers}"
if ! command -v rsync >/dev/null || ! [ -x /usr/sbin/sshd ]; then
    (root apt-get update -qq && root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openssh-server rsync) >/dev/null 2>&1 ||
        echo "deploy tests: sshd or rsync could not be installed" >&2
fi
if ! [ -x "$cache/venv/bin/moto_server" ] || ! "$cache/venv/bin/python" -c 'import pyftpdlib, OpenSSL' 2>/dev/null; then
    mkdir -p "$cache"
    { python3 -m venv "$cache/venv" && "$cache/venv/bin/pip" -q install 'moto[s3,server]==5.*' 'pyftpdlib==2.*' pyOpenSSL; } >/dev/null 2>&1 ||
        echo "deploy tests: moto or pyftpdlib could not be installed" >&2
fi
# Only the programs: neither package starts a server.
if ! [ -x /usr/sbin/apache2 ]; then
    (root apt-get update -qq && root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends apache2-bin) >/dev/null 2>&1 ||
        echo "deploy tests: Apache could not be installed" >&2
fi
if ! [ -x /usr/sbin/nginx ] && ! [ -x "$cache/nginx/usr/sbin/nginx" ]; then
    mkdir -p "$cache/nginx"
    (cd "$cache/nginx" && apt-get download -qq nginx && dpkg -x nginx_*.deb . && rm nginx_*.deb) >/dev/null 2>&1 ||
        echo "deploy tests: nginx could not be fetched" >&2
fi
exit 0
