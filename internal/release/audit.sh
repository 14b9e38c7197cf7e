#!/bin/sh
# Looks for known vulnerabilities in what is linked, in what tests need, and in the npm packages that tests and
# types need. A database that can't be reached is said and is no failure; what is found, and any other fault, is one.
set -u
cd "$(dirname "$0")/../.."

vulncheck=golang.org/x/vuln/cmd/govulncheck@v1.9.0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
unreached=0

# look NAME SENTENCE COMMAND… runs a command, and tells by a sentence in its messages that a database was not reached.
look() {
	name=$1 sentence=$2
	shift 2
	if "$@" >"$scratch/out" 2>"$scratch/err"; then
		echo "audit: $name: nothing known"
	elif grep -q "$sentence" "$scratch/err"; then
		echo "audit: $name: NOT CHECKED, the database of vulnerabilities can't be reached"
		unreached=$((unreached + 1))
	else
		cat "$scratch/out" "$scratch/err"
		echo "audit: $name: FAILED, see above"
		status=1
	fi
}

# Installed first: go run would hide by which exit code it ended.
if ! GOBIN="$scratch" go install "$vulncheck"; then
	echo "audit: FAILED, govulncheck can't be installed" >&2
	exit 1
fi
for file in $(git ls-files 'go.mod' '*/go.mod'); do
	dir=$(dirname "$file")
	look "Go modules of $dir" 'fetching vulnerabilities' "$scratch/govulncheck" -C "$dir" -test ./...
done
for file in $(git ls-files '*/package-lock.json'); do
	dir=$(dirname "$file")
	if command -v npm >/dev/null 2>&1; then
		look "npm packages of $dir" 'audit endpoint returned an error' npm --prefix "$dir" audit --package-lock-only
	else
		echo "audit: npm packages of $dir: NOT CHECKED, npm is not installed"
		unreached=$((unreached + 1))
	fi
done
if [ "$unreached" -gt 0 ]; then
	echo "audit: $unreached of the checks could not be made; run it again where the databases can be reached"
fi
exit "$status"
