package console

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"hindcast/internal/progress"
)

// shown is an app that draws on a terminal, and what it drew. Only the test draws.
func shown(t *testing.T) (*App, *display, *bytes.Buffer) {
	t.Helper()
	var drawn bytes.Buffer
	a := &App{Env: Env{Err: &drawn, Clock: time.Now, ErrTerminal: true}}
	d := &display{app: a}
	a.display = d
	return a, d, &drawn
}

// A stage has one line, which is gone when something else is printed and when it ends.
func TestLineIsWiped(t *testing.T) {
	a, d, drawn := shown(t)
	count := progress.Begin(a.Stages(), progress.Stage{Name: "checking", Unit: "file", Total: 4})
	count.Add(0)
	d.draw()
	line := drawn.String()
	if !strings.HasPrefix(line, "\rchecking  25% [") || !strings.Contains(line, "(1/4, ") ||
		!strings.Contains(line, "files/s)") || strings.Contains(line, "\n") {
		t.Errorf("it drew %q", line)
	}
	const wiped = "\x1b[2K\r"
	drawn.Reset()
	a.Note("something else")
	if got := drawn.String(); got != wiped+"something else\n" {
		t.Errorf("a note gives %q", got)
	}
	d.draw()
	drawn.Reset()
	count.End()
	d.draw()
	if got := drawn.String(); got != wiped {
		t.Errorf("the end gives %q", got)
	}
}

// What not everyone may see is drawn without counts, and so is the line that --verbose prints of it.
func TestSecretStageHasNoCounts(t *testing.T) {
	a, d, drawn := shown(t)
	a.Verbose = true
	count := progress.Begin(a.SecretStages(), progress.Stage{Name: "reading records", Unit: "file", Total: 40})
	for range 10 {
		count.Add(1234)
	}
	d.draw()
	count.End()
	numbers := regexp.MustCompile(`\b(10|40|30|1234|12340|12)\b`)
	if got := drawn.String(); !strings.Contains(got, "25%") || numbers.MatchString(got) {
		t.Errorf("it shows %q", got)
	}
	if got := drawn.String(); !regexp.MustCompile(`reading records: [0-9.µms]+\n$`).MatchString(got) {
		t.Errorf("the end is %q", got)
	}
}

// With --verbose a stage that ended says what was done in it.
func TestVerboseStage(t *testing.T) {
	var notes bytes.Buffer
	now := time.Unix(0, 0)
	a := &App{Env: Env{Err: &notes, Clock: func() time.Time { return now }, Getenv: func(string) string { return "" }}}
	a.Verbose = true
	a.StartDisplay(t.Context())
	count := a.Stage("reading records", "file", 2)
	count.Add(1_200_000)
	count.Add(300_000)
	now = now.Add(1270 * time.Millisecond)
	count.End()
	a.Stage("comparing", "", 0).End()
	a.StopDisplay()
	if got, want := notes.String(), "reading records: 2 files, 1.5 MB, 1.27s\ncomparing: 0s\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Nothing is shown where stderr is no terminal, or one that can't wipe a line, or where nobody wants to see it.
func TestNoDisplay(t *testing.T) {
	for name, set := range map[string]func(*App){
		"no terminal":   func(a *App) { a.ErrTerminal = false },
		"dumb terminal": func(a *App) { a.Getenv = func(string) string { return "dumb" } },
		"quiet":         func(a *App) { a.Quiet, a.Verbose = true, true },
	} {
		a := &App{Env: Env{ErrTerminal: true, Clock: time.Now, Getenv: func(string) string { return "" }}}
		set(a)
		a.StartDisplay(t.Context())
		if a.Stages() != nil || a.SecretStages() != nil {
			t.Errorf("%s: stages are shown", name)
		}
		a.StopDisplay()
	}
}
