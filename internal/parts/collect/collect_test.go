package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"hindcast/internal/parts"
)

// The collected licences are those of what is linked now, and nothing was edited by hand.
func TestLicencesAreCollected(t *testing.T) {
	fresh, err := collect("../../..")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := parts.Known()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(fresh, kept) {
		t.Error("collected.json.gz is not what the modules hold; run go generate ./internal/parts")
	}
}

func TestRead(t *testing.T) {
	apache := licenceText(t, "github.com/spf13/cobra")
	for name, c := range map[string]struct {
		files         map[string]string
		want, problem string
	}{
		"one licence":        {files: map[string]string{"LICENSE": apache, "licence.go": "package p", "README": "no licence"}, want: "Apache-2.0"},
		"of a linked part":   {files: map[string]string{"LICENSE": apache, "fonts/COPYING": licenceText(t, "github.com/spf13/pflag")}, want: "Apache-2.0 AND BSD-3-Clause"},
		"of another part":    {files: map[string]string{"LICENSE": apache, "cmd/COPYING": licenceText(t, "github.com/spf13/pflag")}, want: "Apache-2.0"},
		"none":               {files: map[string]string{"README": "no licence"}, problem: "has no file with its licence"},
		"a notice alone":     {files: map[string]string{"NOTICE": apache}, problem: "has no file with its licence"},
		"words of their own": {files: map[string]string{"LICENSE": "Do what you like on Tuesdays."}, problem: "only 0%"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range c.files {
				file = filepath.Join(dir, file)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			modules := map[string]*module{}
			add(modules, parts.Part{Module: "example.org/m", Version: "v1.0.0"}, dir, dir)
			if fonts := filepath.Join(dir, "fonts"); c.files["fonts/COPYING"] != "" {
				add(modules, parts.Part{Module: "example.org/m", Version: "v1.0.0"}, dir, fonts)
			}
			m := modules["example.org/m"]
			switch err := m.read(); {
			case c.problem != "" && (err == nil || !strings.Contains(err.Error(), c.problem)):
				t.Errorf("the problem is %v, want %s", err, c.problem)
			case c.problem == "" && (err != nil || m.Licence != c.want):
				t.Errorf("the licence is %q, want %q; %v", m.Licence, c.want, err)
			}
		})
	}
}

func licenceText(t *testing.T, module string) string {
	t.Helper()
	known, err := parts.Known()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range known {
		if p.Module == module {
			return p.Texts[0].Text
		}
	}
	t.Fatalf("no licence of %s was collected", module)
	return ""
}
