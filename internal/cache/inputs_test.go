package cache_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/cache"
)

// made is what a test keeps.
type made struct {
	Text   string
	Counts map[string]int
}

func inputs(t *testing.T, kept, files string, with ...any) *cache.Inputs {
	t.Helper()
	in, err := cache.NewInputs(kept, time.Now, os.DirFS(files), []string{"records", "settings.yaml"}, with...)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// settled sets the clock of a test to when the files are old enough that their times tell.
func settled() time.Time { return time.Now().Add(time.Hour) }

func write(t *testing.T, folder, name, text string) {
	t.Helper()
	name = filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestKept(t *testing.T) {
	kept, files := filepath.Join(t.TempDir(), "repo", "kept"), t.TempDir()
	write(t, files, "records/a.md", "one")
	in := inputs(t, kept, files, "internal")
	var got made
	if in.Kept("a", &got) {
		t.Errorf("a new folder holds %v", got)
	}
	want := made{"text", map[string]int{"x": 1}}
	time.Sleep(10 * time.Millisecond) // clocks of file systems are coarse
	in = inputs(t, kept, files, "internal")
	if err := in.Keep("a", &want); err != nil {
		t.Fatal(err)
	}
	there := func(what string, want bool, in *cache.Inputs, name string) {
		t.Helper()
		var got made
		if in.Kept(name, &got) != want || want && (got.Text != "text" || got.Counts["x"] != 1) {
			t.Errorf("%s: found %+v", what, got)
		}
	}
	there("the same", true, inputs(t, kept, files, "internal"), "a")
	there("another name", false, inputs(t, kept, files, "internal"), "b")
	there("another setting", false, inputs(t, kept, files, "public"), "a")
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 3600))
	for what, pair := range map[string][2]any{
		"another large number": {struct{ N int64 }{5 << 20}, struct{ N int64 }{6 << 20}},
		"another zone":         {at, time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 7200))},
	} {
		if err := inputs(t, kept, files, pair[0]).Keep("pair", &want); err != nil {
			t.Fatal(err)
		}
		there(what, false, inputs(t, kept, files, pair[1]), "pair")
		there("the same", true, inputs(t, kept, files, pair[0]), "pair")
	}
	there("nothing known", false, nil, "a")
	write(t, files, "other.md", "no input")
	there("a file that is no input", true, inputs(t, kept, files, "internal"), "a")
	write(t, files, "records/a.md", "two")
	there("other bytes of the same size", false, inputs(t, kept, files, "internal"), "a")
	write(t, files, "records/a.md", "one")
	there("as it was", true, inputs(t, kept, files, "internal"), "a")
	write(t, files, "settings.yaml", "")
	there("one more", false, inputs(t, kept, files, "internal"), "a")
	if os.Remove(filepath.Join(files, "settings.yaml")) != nil || os.Mkdir(filepath.Join(files, "records", "b"), 0o755) != nil {
		t.Fatal("can't change the files")
	}
	there("a folder more", false, inputs(t, kept, files, "internal"), "a")
	if err := (*cache.Inputs)(nil).Keep("a", &want); err != nil {
		t.Error(err)
	}
	if _, err := cache.NewInputs("", time.Now, fstest.MapFS{"records": {Mode: os.ModeNamedPipe}}, []string{"records"}); err == nil {
		t.Error("a pipe is hashed")
	}
}

// What was made while a file changed is not kept.
func TestChangedMeanwhile(t *testing.T) {
	kept, files := t.TempDir(), t.TempDir()
	write(t, files, "records/a.md", "one")
	in := inputs(t, kept, files)
	time.Sleep(10 * time.Millisecond)
	write(t, files, "records/b.md", "two")
	if err := in.Keep("a", &made{"of what was there before", nil}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(files, "records", "b.md")); err != nil {
		t.Fatal(err)
	}
	if inputs(t, kept, files).Kept("a", &made{}) {
		t.Error("it is kept")
	}
}

// A file whose time tells that it did not change is not read again; one that changed in any way is, whatever its size
// and its times.
func TestSumsAreRemembered(t *testing.T) {
	kept, files := t.TempDir(), t.TempDir()
	name := filepath.Join(files, "records", "a.md")
	write(t, files, "records/a.md", "one")
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	key := func() *cache.Inputs {
		in, err := cache.NewInputs(kept, settled, os.DirFS(files), []string{"records"})
		if err != nil {
			t.Fatal(err)
		}
		return in
	}
	first := key()
	if err := first.Keep("a", &made{"one", nil}); err != nil {
		t.Fatal(err)
	}
	if os.Chmod(name, 0) != nil || os.Chmod(name, info.Mode()) != nil { // changes its time and nothing else
		t.Fatal("can't change the file")
	}
	if !key().Kept("a", &made{}) {
		t.Error("the same bytes have another sum")
	}
	write(t, files, "records/a.md", "two")
	if err := os.Chtimes(name, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if key().Kept("a", &made{}) {
		t.Error("a file that was written is taken for the one before")
	}
}

// Wherever a note is cut off or changed, it is not found.
func TestBrokenNotes(t *testing.T) {
	kept, files := t.TempDir(), t.TempDir()
	write(t, files, "records/a.md", "one")
	time.Sleep(10 * time.Millisecond)
	in := inputs(t, kept, files)
	if err := in.Keep("a", &made{"text", map[string]int{"x": 1}}); err != nil {
		t.Fatal(err)
	}
	for _, note := range []string{"a.note", "sums.note"} {
		whole, err := os.ReadFile(filepath.Join(kept, note))
		if err != nil {
			t.Fatal(err)
		}
		for at := range whole {
			broken := append([]byte{}, whole...)
			if broken[at] ^= 0x55; at%2 == 0 {
				broken = broken[:at]
			}
			if err := os.WriteFile(filepath.Join(kept, note), broken, 0o600); err != nil {
				t.Fatal(err)
			}
			var got made
			if found := inputs(t, kept, files).Kept("a", &got); found != (note == "sums.note") {
				t.Fatalf("%s broken at byte %d: found %v, %+v", note, at, found, got)
			}
		}
		if err := os.WriteFile(filepath.Join(kept, note), whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := cache.Remove(kept); err != nil || len(packs(t, kept)) != 0 {
		t.Errorf("%v are left, %v", packs(t, kept), err)
	}
}
