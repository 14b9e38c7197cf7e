#!/bin/sh
# Puts the program hindcast where the later steps of a CI job find it. Every job runs this first.
set -eu

# SET THIS LINE: the command that installs hindcast, in a version that you choose, into
# "$HOME/.local/bin". It stays empty where the image of your runners holds the program already.
# With the source in a Git repository of yours, for one:
#   INSTALL='git clone --quiet --depth 1 --branch v1.2.3 https://git.example.org/hindcast /tmp/hindcast && cd /tmp/hindcast && go build -o "$HOME/.local/bin/" ./cmd/hindcast'
INSTALL=''

mkdir -p "$HOME/.local/bin"
PATH="$HOME/.local/bin:$PATH"
export PATH
if [ -n "${GITHUB_PATH:-}" ]; then
	echo "$HOME/.local/bin" >>"$GITHUB_PATH"
fi
if [ -n "$INSTALL" ]; then
	sh -euc "$INSTALL"
elif ! command -v hindcast >/dev/null; then
	echo "hindcast is not installed: set the line INSTALL in .ci/install-hindcast.sh" >&2
	exit 1
fi
hindcast version
