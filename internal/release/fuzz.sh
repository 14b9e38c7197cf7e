#!/bin/sh
# Runs each fuzz target for as long as FUZZTIME says, one minute without it, one after the other. What one finds stays under its
# package's testdata/fuzz, where every later test run tries it again.
set -u
cd "$(dirname "$0")/../.."

status=0
failed=""
targets=0
for file in $(git ls-files '*_test.go' | xargs grep -l '^func Fuzz'); do
	for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$file"); do
		targets=$((targets + 1))
		if ! (cd "$(dirname "$file")" && go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-1m}" .); then
			failed="$failed $target"
			status=1
		fi
	done
done
echo "fuzz: $targets targets, failed:${failed:- none}"
exit "$status"
