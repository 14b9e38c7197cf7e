package cli_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

func TestMain(m *testing.M) {
	if os.Getenv(console.CacheVariable) == "" { // else tests would leave caches with the user
		os.Setenv(console.CacheVariable, "off")
	}
	testscript.Main(m, map[string]func(){
		"hindcast": func() { os.Exit(cli.Run(context.Background(), os.Args[1:], console.System())) },
	})
}

// Every script runs the commands as a person or a CI job would.
func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("they take seconds; make test runs them")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv(console.CacheVariable, "off")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"write":   write,
			"lacks":   lacks,
			"signers": signers,
		},
	})
}

// exits CODE COMMAND ARGS… runs a command and requires its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command [args...]")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("%s is no exit code", args[0])
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("the exit code is %d, want %d", got, want)
	}
}

// write FILE TEXT… writes texts, with the escapes of Go, to a file: for what no archive can hold.
func write(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: write file text...")
	}
	var content string
	for _, arg := range args[1:] {
		text, err := strconv.Unquote(`"` + arg + `"`)
		if err != nil {
			ts.Fatalf("%s: %v", arg, err)
		}
		content += text
	}
	name, err := strconv.Unquote(`"` + args[0] + `"`)
	ts.Check(err)
	name = ts.MkAbs(name)
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o755))
	ts.Check(os.WriteFile(name, []byte(content), 0o644))
}

// lacks PATH TEXT requires that no file at or below a path has a text in its bytes, unpacked where it is an archive, or
// in its name.
func lacks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lacks PATH TEXT")
	}
	looked := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		looked++
		texts := [][]byte{data, []byte(name)}
		if packed, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
			for _, f := range packed.File {
				text, err := fs.ReadFile(packed, f.Name)
				if err != nil {
					return err
				}
				texts = append(texts, text, []byte(f.Name))
			}
		}
		for _, text := range texts {
			if bytes.Contains(text, []byte(args[1])) {
				ts.Fatalf("%s has %q", name, args[1])
			}
		}
		return nil
	}))
	if looked == 0 {
		ts.Fatalf("%s holds no file", args[0])
	}
}

// signers PUBLIC FILE writes a file of allowed signers with a public key.
func signers(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: signers PUBLIC FILE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte("release@example.org "+ts.ReadFile(args[0])), 0o600))
}
