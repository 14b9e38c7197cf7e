#!/bin/sh
# Puts the program of a release, checked against the sums of the release, where later steps of a CI job find it.
#
#   HINDCAST_VERSION    the version, as 1.2.3 or v1.2.3
#   HINDCAST_DOWNLOADS  where its files lie below v1.2.3, as https://github.com/OWNER/hindcast/releases/download
#   HINDCAST_SUMS       the SHA-256 of its file SHA256SUMS, so that nothing else is ever run; empty to trust the host
#   HINDCAST_BIN        the folder for the program
set -eu

fail() {
	echo "hindcast: $*" >&2
	exit 1
}

version=${HINDCAST_VERSION#v}
case $version in
[0-9]*.[0-9]*.[0-9]*) ;;
*) fail "\"$version\" is no version; name the release to use, such as 1.2.3" ;;
esac
ending=
case $(uname -s) in
Linux) os=linux ;;
Darwin) os=darwin ;;
MINGW* | MSYS* | CYGWIN*) os=windows ending=.exe ;;
*) fail "there is no release for $(uname -s)" ;;
esac
case $(uname -m) in
x86_64 | amd64) arch=amd64 ;;
aarch64 | arm64) arch=arm64 ;;
*) fail "there is no release for $(uname -m)" ;;
esac
name=hindcast_${version}_${os}_$arch$ending

sum() {
	if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

mkdir -p "$HINDCAST_BIN"
cd "$HINDCAST_BIN"
for file in SHA256SUMS "$name"; do
	curl --fail --silent --show-error --location --retry 3 --output "$file" "$HINDCAST_DOWNLOADS/v$version/$file"
done
if [ -n "$HINDCAST_SUMS" ] && [ "$(sum SHA256SUMS)" != "$HINDCAST_SUMS" ]; then
	fail "SHA256SUMS of version $version is not the file that was named by its sum"
fi
want=$(awk -v name="$name" '$2 == name { print $1 }' SHA256SUMS)
if [ -z "$want" ] || [ "$(sum "$name")" != "$want" ]; then
	fail "$name is not what SHA256SUMS says"
fi
mv "$name" "hindcast$ending"
chmod 755 "hindcast$ending"
if [ -n "${GITHUB_PATH:-}" ]; then
	echo "$HINDCAST_BIN" >>"$GITHUB_PATH"
fi
"./hindcast$ending" version
