#!/bin/sh
# Installs Debian's Chromium for the browser tests where that can be done; elsewhere it says why not,
# and the tests are skipped.
set -eu

for name in chromium chromium-browser google-chrome; do
	if command -v "$name" >/dev/null 2>&1; then
		echo "the browser tests use $(command -v "$name")"
		exit 0
	fi
done
if ! command -v apt-get >/dev/null 2>&1; then
	echo "there is no Chromium and no apt-get, so the browser tests will be skipped"
	exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
	echo "there is no Chromium and only root can install it with apt-get, so the browser tests will be skipped"
	exit 0
fi
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium
