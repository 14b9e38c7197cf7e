package cli_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

// A fault of the program ends a command with a sentence, and with its trace only where that is asked for.
func TestFaultOfTheProgram(t *testing.T) {
	for args, traced := range map[string]bool{"due": false, "due --verbose": true} {
		var out, notes bytes.Buffer
		env := console.Env{
			Out: &out, Err: &notes, Dir: "../..", Getenv: func(string) string { return "" },
			Clock: func() time.Time { panic("the clock stands\x1b still") },
		}
		code := cli.Run(t.Context(), strings.Fields(args), env)
		said := notes.String()
		if code != 3 || !strings.HasPrefix(said, "hindcast: this is a fault of Hindcast: the clock stands") ||
			strings.Contains(said, "\x1b") {
			t.Errorf("%s ends with %d: %s", args, code, said)
		}
		if got := strings.Contains(said, "goroutine"); got != traced {
			t.Errorf("%s shows a trace: %v", args, got)
		}
	}
}
