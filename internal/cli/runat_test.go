package cli_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

// runAt runs a command in a folder as at some time, and returns its exit code and what it printed.
func runAt(t *testing.T, now time.Time, dir string, args ...string) (code int, out, notes string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = cli.Run(t.Context(), args, console.Env{
		In: strings.NewReader(""), Out: &stdout, Err: &stderr, Dir: dir,
		Getenv: func(string) string { return "" }, Clock: func() time.Time { return now },
	})
	return code, stdout.String(), stderr.String()
}
