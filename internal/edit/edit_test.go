package edit_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hindcast/internal/disk"
	"hindcast/internal/disk/disktest"
	"hindcast/internal/edit"
)

const (
	before = "title: before\n"
	after  = "title: after, and longer\n"
	theirs = "title: what a person typed meanwhile\n"
)

var change = edit.Change{Path: "d/a.md", Old: []byte(before), New: []byte(after)}

// folder is a folder that holds d/a.md.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "d"), 0o755),
		os.WriteFile(filepath.Join(dir, "d", "a.md"), []byte(before), 0o640)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t *testing.T, dir string) *disk.Folder {
	t.Helper()
	d, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// left lists the files in d.
func left(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "d"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestApply(t *testing.T) {
	dir := folder(t)
	d := open(t, dir)
	if err := edit.Apply(t.Context(), d, change); err != nil || read(t, dir, "d/a.md") != after {
		t.Fatalf("%q, %v", read(t, dir, "d/a.md"), err)
	}
	info, err := os.Stat(filepath.Join(dir, "d", "a.md"))
	if err != nil || info.Mode() != 0o640 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	if err := edit.Apply(t.Context(), d, change); !edit.WasChanged(err) {
		t.Errorf("the same change again: %v", err)
	}
	made := edit.Change{Path: "new/er/b.md", New: []byte("b")}
	if err := edit.Apply(t.Context(), d, made); err != nil || read(t, dir, "new/er/b.md") != "b" {
		t.Errorf("a new file: %v", err)
	}
	if err := edit.Apply(t.Context(), d, made); !edit.WasChanged(err) || read(t, dir, "new/er/b.md") != "b" {
		t.Errorf("a new file where one is: %v", err)
	}
	if got := left(t, dir); got != "a.md" {
		t.Errorf("left in the folder: %s", got)
	}
}

func TestApplyThroughLinks(t *testing.T) {
	dir := folder(t)
	outside := filepath.Join(t.TempDir(), "out.md")
	place := func(name string) string { return filepath.Join(dir, "d", name) }
	if err := errors.Join(os.WriteFile(outside, []byte(before), 0o644), os.Symlink("two.md", place("one.md")),
		os.Symlink("../d/a.md", place("two.md")),
		os.Symlink(outside, place("absolute.md")),
		os.Symlink("../../"+filepath.Base(filepath.Dir(outside))+"/out.md", place("up.md")),
		os.Symlink("loop.md", place("loop.md")), os.Symlink("nowhere.md", place("broken.md"))); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir)
	for _, name := range []string{"absolute.md", "up.md", "loop.md", "broken.md"} {
		for _, old := range [][]byte{[]byte(before), nil} {
			if err := edit.Apply(t.Context(), d, edit.Change{Path: "d/" + name, Old: old, New: []byte(after)}); err == nil {
				t.Errorf("%s was edited", name)
			}
		}
	}
	if text, err := os.ReadFile(outside); err != nil || string(text) != before {
		t.Errorf("the file outside is %q, %v", text, err)
	}
	if err := edit.Apply(t.Context(), d, edit.Change{
		Path: "d/one.md", Old: []byte(before), New: []byte(after),
	}); err != nil || read(t, dir, "d/a.md") != after {
		t.Errorf("through two links: %v", err)
	}
	for _, name := range []string{"one.md", "two.md"} {
		if info, err := os.Lstat(place(name)); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v", name, err)
		}
	}
}

func TestApplyRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(file string) error
		says  string
	}{
		"several names": {func(file string) error { return os.Link(file, file+".other") }, "hard links"},
		"read-only":     {func(file string) error { return os.Chmod(file, 0o444) }, "read-only"},
		"gone":          {os.Remove, "changed meanwhile"},
		"a folder":      {func(file string) error { return errors.Join(os.Remove(file), os.Mkdir(file, 0o755)) }, "not a regular file"},
		"folder gone":   {func(file string) error { return os.RemoveAll(filepath.Dir(file)) }, "changed meanwhile"},
	} {
		dir := folder(t)
		if err := c.spoil(filepath.Join(dir, "d", "a.md")); err != nil {
			t.Fatal(err)
		}
		err := edit.Apply(t.Context(), open(t, dir), change)
		var refusal *edit.Error
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// repaired makes another change beside the file, as a later run would, and reports what is left then.
func repaired(t *testing.T, dir string) string {
	t.Helper()
	if err := edit.Apply(t.Context(), disktest.Quick{Disk: open(t, dir)}, edit.Change{
		Path: "d/b.md", New: []byte("b"),
	}); err != nil {
		t.Fatal(err)
	}
	return left(t, dir)
}

func stepsOf(t *testing.T, c edit.Change) []string {
	t.Helper()
	d := &disktest.Faulty{Disk: open(t, folder(t))}
	if err := edit.Apply(t.Context(), d, c); err != nil {
		t.Fatal(err)
	}
	return d.Steps()
}

// A step that fails, or at which the program is killed, leaves the file as it was or as it is to be,
// and the next run leaves nothing beside it.
func TestFaultsAtEveryStep(t *testing.T) {
	full := errors.New("no space left on device")
	for _, c := range []edit.Change{change, {Path: "d/c.md", New: []byte(after)}} {
		steps := stepsOf(t, c)
		if len(steps) < 6 {
			t.Fatalf("only %q", steps)
		}
		for at := range steps {
			for _, mode := range []struct{ Dead, Torn bool }{{}, {Dead: true}, {Dead: true, Torn: true}, {Torn: true}} {
				dir := folder(t)
				d := &disktest.Faulty{
					Disk: disktest.Quick{Disk: open(t, dir)}, At: at + 1, Err: full, Dead: mode.Dead, Torn: mode.Torn,
				}
				err := edit.Apply(t.Context(), d, c)
				var told *edit.Error
				if !errors.As(err, &told) || !strings.Contains(err.Error(), "no space left") {
					t.Errorf("%s: %v", steps[at], err)
				}
				text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(c.Path)))
				isOld := string(text) == string(c.Old) && (c.Old != nil) == (err == nil)
				if !isOld && string(text) != after {
					t.Errorf("%s failed: the file holds %q, %v", steps[at], text, err)
				}
				if got := repaired(t, dir); strings.Contains(got, ".hindcast") {
					t.Errorf("%s failed: left after the next run: %s", steps[at], got)
				}
				if again, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(c.Path))); string(again) != string(text) {
					t.Errorf("%s failed: the next run made %q of %q, %v", steps[at], again, text, err)
				}
			}
		}
	}
}

// saves are the ways in which editors save, each with what it does at two moments.
var saves = map[string]func(file string) (begin, end func() error){
	"renamed over": func(file string) (func() error, func() error) {
		return func() error {
			return os.WriteFile(file+"~", []byte(theirs), 0o644)
		}, func() error { return os.Rename(file+"~", file) }
	},
	"truncated and written": func(file string) (func() error, func() error) {
		var f *os.File
		return func() (err error) { f, err = os.Create(file); return err }, func() error {
			_, err := f.WriteString(theirs)
			return errors.Join(err, f.Close())
		}
	},
	"written in place": func(file string) (func() error, func() error) {
		var f *os.File
		return func() (err error) { f, err = os.OpenFile(file, os.O_WRONLY, 0); return err }, func() error {
			_, err := f.WriteString(theirs)
			return errors.Join(err, f.Truncate(int64(len(theirs))), f.Close())
		}
	},
	"moved away and created": func(file string) (func() error, func() error) {
		return func() error { return os.Rename(file, file+"~") }, func() error {
			return errors.Join(os.WriteFile(file, []byte(theirs), 0o644), os.Remove(file+"~"))
		}
	},
}

// long lets tests try what the normal run takes a sample of; docs/testing.md has all such variables.
var long = os.Getenv("HINDCAST_TEST_LONG") != ""

// Whenever somebody saves while a change is made, what they saved stays: the change is refused, or
// was made before. That holds for saves that last for some steps, too, and where the program is
// killed in the middle: then the next run puts back what it had taken out.
func TestSavesAtEveryStep(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	steps := stepsOf(t, change)
	killed := errors.New("killed")
	for how, save := range saves {
		for begins := range steps {
			for ends := begins; ends <= len(steps)+1; ends++ {
				for dies := range len(steps) + 4 { // 0: it is not killed
					if !long && dies > 0 && ends > begins && (begins+ends+dies)%5 > 0 {
						continue
					}
					dir := folder(t)
					file := filepath.Join(dir, "d", "a.md")
					begin, end := save(file)
					var failed error
					ended := false
					d := &disktest.Faulty{Disk: disktest.Quick{Disk: open(t, dir)}, At: dies, Err: killed, Dead: true}
					d.Before = func(step int) {
						if step == begins+1 {
							failed = errors.Join(failed, begin())
						}
						if step == ends+1 && !ended {
							ended = true
							failed = errors.Join(failed, end())
						}
					}
					err := edit.Apply(t.Context(), d, change)
					if len(d.Steps()) <= begins {
						continue
					}
					if !ended {
						failed = errors.Join(failed, end())
					}
					if failed != nil {
						t.Fatal(failed)
					}
					what := fmt.Sprintf("%s from step %d to %d, killed at %d (%s)", how, begins+1, ends+1, dies,
						strings.Join(d.Steps(), ", "))
					if dies > 0 {
						repaired(t, dir)
					} else if got := left(t, dir); got != "a.md" {
						t.Errorf("%s: left: %s", what, got)
					}
					if got := read(t, dir, "d/a.md"); got != theirs {
						t.Errorf("%s: the file holds %q, %v", what, got, err)
					}
				}
			}
		}
	}
}

// A staged file of a run that goes on is left to it, and one run waits for the other.
func TestTwoRuns(t *testing.T) {
	dir := folder(t)
	results := make(chan error, 8)
	for i := range cap(results) {
		d := open(t, dir)
		go func() {
			results <- edit.Apply(t.Context(), d, edit.Change{
				Path: "d/a.md", Old: []byte(before), New: fmt.Appendf(nil, "of run %d\n", i),
			})
		}()
	}
	won := 0
	for range cap(results) {
		switch err := <-results; {
		case err == nil:
			won++
		case !edit.WasChanged(err):
			t.Error(err)
		}
	}
	if won != 1 || !strings.HasPrefix(read(t, dir, "d/a.md"), "of run ") || left(t, dir) != "a.md" {
		t.Errorf("%d runs won; %q; left: %s", won, read(t, dir, "d/a.md"), left(t, dir))
	}
}
