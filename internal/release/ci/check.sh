#!/bin/sh
# Checks records and annotates what it finds on GitHub.
#
#   HINDCAST_DIRECTORY  the folder of the records
#   HINDCAST_BASE       the branch that is merged into, whose findings don't decide; empty outside of pull requests
#   HINDCAST_STRICT     true where warnings fail as well
set -eu

set -- --format github
if [ -n "$HINDCAST_BASE" ]; then
	set -- "$@" --base "origin/$HINDCAST_BASE"
fi
if [ "$HINDCAST_STRICT" = true ]; then
	set -- "$@" --strict
fi
exec hindcast -C "$HINDCAST_DIRECTORY" validate "$@"
