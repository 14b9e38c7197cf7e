#!/bin/sh
# Installs what the browser tests need from Debian, where that can be done: Chromium, and Java for the
# HTML checker; and the web servers and rclone, with which docs/hosting.md is tested. Elsewhere it says why not, and the tests are skipped.
set -eu

missing=""
found=""
for name in chromium chromium-browser google-chrome; do
	if command -v "$name" >/dev/null 2>&1; then
		found=$(command -v "$name")
		break
	fi
done
if [ -n "$found" ]; then
	echo "the browser tests use $found"
else
	missing="chromium"
fi
# The checker needs Java 17, which the default of Debian is from Debian 12 on.
if ! command -v java >/dev/null 2>&1; then
	missing="$missing default-jre-headless"
fi
for name in nginx caddy openssl rclone; do
	command -v "$name" >/dev/null 2>&1 || missing="$missing $name"
done
if [ -z "$missing" ]; then
	exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
	echo "there is no apt-get to install what is missing ($missing), so tests will be skipped"
	exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
	echo "only root can install what is missing ($missing) with apt-get, so tests will be skipped"
	exit 0
fi
apt-get update
# shellcheck disable=SC2086 # a list of names
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
