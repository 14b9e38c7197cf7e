package load_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// counted is a file system that counts how often each file is opened.
type counted struct {
	fs.FS
	mu     sync.Mutex
	opened map[string]int
}

func (c *counted) Open(name string) (fs.File, error) {
	c.mu.Lock()
	c.opened[name]++
	c.mu.Unlock()
	return c.FS.Open(name)
}

func (c *counted) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

func remembering(t interface{ Fatal(...any) }, fsys fs.FS, m *load.Memory, people ...string) *incident.Log {
	log, err := load.NewLoader(load.DefaultLimits, people...).With(m).Log(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// With a memory, or the cache of processes before, a log is what it is without one, whatever happens to the files in
// between.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	texts := []string{
		"---\nid: INC-2026-0001\ntitle: A\n---\n## What happened\nText, [a](a.png), by Ann Author.\n", "---\nbroken: [\n---\n", "",
		"---\nid: INC-2026-0002\ntitel: B\ntlp: AMBER\n---\n:::tlp RED\nhidden\n:::\n", "---\ntitle: Not so long\n---\n",
	}
	names := []string{
		"incidents/a.md", "incidents/b.md", "knowledge/systems/s.md", "knowledge/playbooks/p.md", "knowledge/x.md",
		"incidents/a.png", "hindcast.yaml",
	}
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		memory := load.NewMemory(clock)
		files := fstest.MapFS{}
		people := []string{"Ann Author"}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			name := rapid.SampledFrom(names).Draw(t, "name")
			switch rapid.SampledFrom([]string{"write", "write", "remove", "wait", "people"}).Draw(t, "step") {
			case "write":
				text := rapid.SampledFrom(texts).Draw(t, "text")
				if name == "hindcast.yaml" {
					text = rapid.SampledFrom([]string{"limits: {text_bytes: 1000}\n", "title: T\n", "limits: {}\n"}).Draw(t, "settings")
				}
				files[name] = &fstest.MapFile{Data: []byte(text), ModTime: now}
			case "remove":
				delete(files, name)
			case "wait":
				now = now.Add(rapid.SampledFrom([]time.Duration{time.Millisecond, time.Second, time.Minute}).Draw(t, "for"))
			case "people":
				people = rapid.SampledFrom([][]string{nil, {"Ann Author"}}).Draw(t, "people")
			}
			got, want := remembering(t, files, memory, people...), remembering(t, files, nil, people...)
			program := rapid.SampledFrom([]string{"one", "two"}).Draw(t, "program")
			kept := load.OpenMemory(clock, folder, program)
			cached := remembering(t, files, kept, people...)
			if err := kept.Save(); err != nil {
				t.Fatal(err)
			}
			w := described(want)
			if g := described(got); !reflect.DeepEqual(g, w) {
				t.Fatalf("with a memory:\n%v\nwithout:\n%v", g, w)
			}
			if g := described(cached); !reflect.DeepEqual(g, w) {
				t.Fatalf("with a cache:\n%v\nwithout:\n%v", g, w)
			}
		}
	})
}

// described is what a log holds, file by file.
func described(log *incident.Log) []string {
	var all []string
	add := func(f *incident.File, front any) {
		without := f.Text.Without(func(mark string) bool { return mark == "RED" })
		all = append(all, fmt.Sprintf("%s %x %v %v %+v %v %+v", f.Path, f.Sum, f.Faults, f.Guess, f.Text.Keep(), without.Blocks, front))
		if f.Places != nil {
			for _, key := range []string{"id", "title", "titel", "tlp", "limits"} {
				all = append(all, fmt.Sprint(f.Places.Value(key)))
			}
		}
	}
	for _, r := range log.Records {
		add(&r.File, r.Front)
	}
	for _, s := range log.Systems {
		add(&s.File, s.SystemFront)
	}
	for _, a := range log.Articles {
		add(&a.File, a.ArticleFront)
	}
	return all
}

// A file is read again where it changed, or may have.
func TestMemoryReadsWhatChanged(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	memory := load.NewMemory(func() time.Time { return now })
	file := func(text string, changed time.Time) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + text + "\n---\n"), ModTime: changed}
	}
	old := now.Add(-time.Hour)
	files := fstest.MapFS{
		"incidents/old.md": file("a", old), "incidents/fresh.md": file("b", now), "incidents/timeless.md": file("c", time.Time{}),
		"incidents/edited.md": file("d", old), "incidents/broken.md": {Data: []byte("x"), ModTime: old},
	}
	remembering(t, files, memory)
	files["incidents/edited.md"] = file("e", old.Add(time.Minute))
	opened := &counted{FS: files, opened: map[string]int{}}
	remembering(t, opened, memory)
	maps.DeleteFunc(opened.opened, func(name string, _ int) bool { return name == "." || fs.ValidPath(name) && files[name] == nil })
	want := []string{"incidents/broken.md", "incidents/edited.md", "incidents/fresh.md", "incidents/timeless.md"}
	if got := slices.Sorted(maps.Keys(opened.opened)); !slices.Equal(got, want) {
		t.Errorf("read again were %v, want %v", got, want)
	}
}
