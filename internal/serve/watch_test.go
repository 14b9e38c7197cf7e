package serve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"

	"hindcast/internal/publish"
)

// A site depends on the settings and on what lies in its folders, not on what editors and builds leave.
func TestMatters(t *testing.T) {
	root := filepath.FromSlash("/log")
	for name, want := range map[string]bool{
		"hindcast.yaml": true, "incidents": true, "incidents/a.md": true, "incidents/2026/a/p.gif": true,
		"knowledge/systems/a.md": true, "templates/page.html": true, "site/static/CNAME": true,
		"": false, "public/index.html": false, "README.md": false, "notes/hindcast.yaml": false,
		"incidents-old/a.md": false, ".git/index": false, "../other/incidents/a.md": false,
		"incidents/.a.md.swp": false, "incidents/a.md~": false, "incidents/a.swp": false, "incidents/.#a.md": false,
	} {
		if got := matters(root, filepath.Join(root, filepath.FromSlash(name)), watched(root)); got != want {
			t.Errorf("%q matters: %v", name, got)
		}
	}
}

// The folder of articles matters as well, and where it is the top one, everything but what is hidden and sites.
func TestMattersInAFolderOfArticles(t *testing.T) {
	root := t.TempDir()
	put(t, root, "hindcast.yaml", "articles: {folder: handbook}\n", 0)
	put(t, root, "handbook/a.md", "# A\n", 0)
	put(t, root, "b.md", "# B\n", 0)
	put(t, root, "public/manifest.json", "{\n \"form\": 1,\n \"program\": {\n  \"name\": \"hindcast\"\n", 0)
	matter := func() (list []string) {
		for _, name := range []string{"handbook/a.md", "handbook/in/c.md", "b.md", "public/index.html", ".git/index"} {
			if matters(root, filepath.Join(root, filepath.FromSlash(name)), watched(root)) {
				list = append(list, name)
			}
		}
		return list
	}
	if got := matter(); !slices.Equal(got, []string{"handbook/a.md", "handbook/in/c.md"}) {
		t.Errorf("%q matter", got)
	}
	put(t, root, "hindcast.yaml", "articles: {folder: .}\n", 0)
	if got := matter(); !slices.Equal(got, []string{"handbook/a.md", "handbook/in/c.md", "b.md"}) {
		t.Errorf("in the top: %q matter", got)
	}
}

// put writes a file below a folder and makes it as old as said, so that each looks changed by its time.
func put(t *testing.T, root, name, text string, age time.Duration) {
	t.Helper()
	full := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Add(-age)
	if err := os.Chtimes(full, at, at); err != nil {
		t.Fatal(err)
	}
}

// Where it looks every so often, a change of a name, size or time is reported once.
func TestPoll(t *testing.T) {
	root := t.TempDir()
	put(t, root, "incidents/a.md", "one", 0)
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var reported atomic.Int64
		ended := make(chan error)
		go func() {
			ended <- watchBy(time.Minute, t.Logf)(ctx, root, func(string) { reported.Add(1) })
		}()
		for _, c := range []struct {
			name   string
			change func()
			want   int64
		}{
			{"nothing", func() {}, 0},
			{"another size", func() { put(t, root, "incidents/a.md", "three", 0) }, 1},
			{"another time", func() { put(t, root, "incidents/a.md", "three", time.Minute) }, 1},
			{"a new file in a new folder", func() { put(t, root, "knowledge/systems/b.md", "x", 0) }, 1},
			{"settings", func() { put(t, root, "hindcast.yaml", "x", 0) }, 1},
			{"what an editor leaves", func() { put(t, root, "incidents/.a.md.swp", "x", 0) }, 0},
			{"a file elsewhere", func() { put(t, root, "public/index.html", "x", 0) }, 0},
			{"a file that is gone", func() { _ = os.Remove(filepath.Join(root, "incidents", "a.md")) }, 1},
		} {
			reported.Store(0)
			c.change()
			time.Sleep(3 * time.Minute) // in the clock of the test alone
			synctest.Wait()
			if got := reported.Load(); got != c.want {
				t.Errorf("%s: reported %d times", c.name, got)
			}
		}
		stop()
		if err := <-ended; err != nil {
			t.Errorf("it ends with %v", err)
		}
	})
}

// watchedBelow is what a preview is told of a folder, as paths relative to it.
func watchedBelow(t *testing.T, root string) (reported <-chan string) {
	t.Helper()
	all, ended := make(chan string, 1000), make(chan error)
	w := watching{
		root: root, log: t.Logf, open: fsnotify.NewWatcher, settle: time.Millisecond, every: time.Hour,
		changed: func(path string) {
			rel, _ := filepath.Rel(root, path)
			all <- filepath.ToSlash(rel)
		},
	}
	ctx, stop := context.WithCancel(t.Context())
	go func() { ended <- w.run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := await(t, "the end", ended); err != nil {
			t.Errorf("it ends with %v", err)
		}
	})
	return all
}

// saves writes a file until that was reported three times.
func saves(t *testing.T, reported <-chan string, root, name string) {
	t.Helper()
	for len(reported) > 0 {
		<-reported // of what was before
	}
	deadline := time.Now().Add(20 * time.Second)
	for n, seen := 0, 0; seen < 3; n++ {
		put(t, root, name, strings.Repeat("x", n), time.Duration(n))
		if comes(reported, name) {
			seen++
		} else if time.Now().After(deadline) {
			t.Fatalf("%d changes of %s are reported", seen, name)
		}
	}
}

// comes reports whether a path is reported within a moment.
func comes(reported <-chan string, name string) bool {
	moment := time.After(10 * time.Millisecond)
	for {
		select {
		case path := <-reported:
			if path == name {
				return true
			}
		case <-moment:
			return false
		}
	}
}

// Changes are reported as the system notifies, in folders made later too.
func TestWatch(t *testing.T) {
	root := t.TempDir()
	put(t, root, "incidents/a.md", "one", 0)
	reported := watchedBelow(t, root)
	for _, name := range strings.Fields("incidents/a.md hindcast.yaml incidents/2026/b/index.md knowledge/systems/c.md") {
		saves(t, reported, root, name)
	}
}

// Folders that appear in one step are watched, however deep, under the names that they have now, and what lies in them
// counts as changed.
func TestWatchMovedFolders(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	put(t, root, "incidents/2026/a/index.md", "one", 0)
	put(t, outside, "new/deep/er/b.md", "one", 0)
	move := func(from, to string) func() {
		return func() {
			if err := os.Rename(filepath.FromSlash(from), filepath.FromSlash(to)); err != nil {
				t.Fatal(err)
			}
		}
	}
	reported := watchedBelow(t, root)
	saves(t, reported, root, "incidents/2026/a/index.md")
	for _, c := range []struct {
		name   string
		change func()
		saved  string
	}{
		{"renamed", move(root+"/incidents/2026", root+"/incidents/2027"), "incidents/2027/a/index.md"},
		{"renamed again", move(root+"/incidents/2027", root+"/incidents/2028"), "incidents/2028/a/index.md"},
		{"renamed back", move(root+"/incidents/2028", root+"/incidents/2026"), "incidents/2026/a/index.md"},
		{"moved in", move(outside+"/new", root+"/knowledge"), "knowledge/deep/er/b.md"},
		{"moved into another", move(root+"/incidents/2026", root+"/knowledge/deep/2026"), "knowledge/deep/2026/a/index.md"},
		{"made in one step", func() { put(t, root, "site/static/x/y/z.txt", "one", 0) }, "site/static/x/y/z.txt"},
	} {
		c.change()
		for path := ""; path != c.saved; {
			path = await(t, c.name+": "+c.saved, reported)
		}
		saves(t, reported, root, c.saved)
	}
}

// Where a folder can't be watched, that is said, and changes are looked for.
func TestWatchFallsBack(t *testing.T) {
	root := t.TempDir()
	put(t, root, "incidents/a.md", "one", 0)
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var reported atomic.Int64
		var said string
		w := watching{
			root: root, changed: func(string) { reported.Add(1) }, every: 5 * time.Second,
			open: func() (*fsnotify.Watcher, error) { return nil, errors.New("no space left for watches") },
			log:  func(format string, args ...any) { said = fmt.Sprintf(format, args...) },
		}
		ended := make(chan error)
		go func() { ended <- w.run(ctx) }()
		synctest.Wait()
		put(t, root, "incidents/a.md", "three", 0)
		time.Sleep(6 * time.Second)
		synctest.Wait()
		stop()
		if err := <-ended; err != nil || reported.Load() != 1 {
			t.Errorf("reported %d times, ended with %v", reported.Load(), err)
		}
		const want = "changes are looked for every 5s, since the folders can't be watched: no space left for watches"
		if said != want {
			t.Errorf("it says %q", said)
		}
	})
}

// A look costs no more memory the more often it is taken.
func TestPollKeepsNothing(t *testing.T) {
	root := t.TempDir()
	for i := range 100 {
		put(t, root, fmt.Sprintf("incidents/%d.md", i), "one", 0)
	}
	first := look(root)
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := used()
	for range 50 {
		if look(root) != first {
			t.Fatal("it sees a change where none is")
		}
	}
	if after := used(); after > before+100_000 {
		t.Errorf("%d bytes more are held", after-before)
	}
}

var errNoSettings = errors.New("there are no settings")

// Many changes make one build, a moment after the last of them.
func TestRebuildWhenQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		begin := time.Now()
		var builds []time.Duration
		s := New(Options{Build: func(context.Context) (*publish.Site, error) {
			builds = append(builds, time.Since(begin))
			return nil, errNoSettings
		}})
		changes := make(chan struct{}, 1)
		go s.rebuildWhenQuiet(ctx, changes)
		for range 5 {
			changes <- struct{}{}
			time.Sleep(60 * time.Millisecond)
		}
		time.Sleep(time.Second)
		changes <- struct{}{}
		time.Sleep(time.Second)
		stop()
		synctest.Wait()
		if len(builds) != 2 || builds[0] != 340*time.Millisecond || builds[1] != 1400*time.Millisecond {
			t.Errorf("built after %v", builds)
		}
	})
}

// await is what comes from a channel.
func await[T any](t *testing.T, what string, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(20 * time.Second):
		t.Fatalf("%s does not come", what)
	}
	panic("unreachable")
}

// A running preview builds at once and after each change, also one that comes before the first build has ended, and logs
// when it can see no more changes.
func TestRun(t *testing.T) {
	listener, err := Listen(t.Context(), "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	built, watching, lost := make(chan struct{}), make(chan func(string)), make(chan struct{})
	var mu sync.Mutex
	var lines []string
	s := New(Options{
		Root: "the root", Quiet: time.Nanosecond,
		Build: func(context.Context) (*publish.Site, error) { built <- struct{}{}; return nil, errNoSettings },
		Watch: func(_ context.Context, root string, changed func(path string)) error {
			watching <- changed
			<-lost
			return errors.New("no more of " + root)
		},
		Log: func(format string, args ...any) {
			mu.Lock()
			defer mu.Unlock()
			lines = append(lines, fmt.Sprintf(format, args...))
			if strings.HasPrefix(format, "changes are not seen") {
				stop()
			}
		},
	})
	ended := make(chan error)
	go func() { ended <- s.Run(ctx, listener) }()
	changed := await(t, "the watch", watching)
	changed("")
	await(t, "the first build", built)
	await(t, "the build after a change before it", built)
	changed("")
	await(t, "the build after a change", built)
	close(lost)
	if err := await(t, "the end", ended); err != nil {
		t.Errorf("it ends with %v", err)
	}
	mu.Lock()
	defer mu.Unlock()
	const notBuilt, notSeen = "not built: there are no settings", "changes are not seen any more: no more of the root"
	if !slices.Contains(lines, notBuilt) || !slices.Contains(lines, notSeen) {
		t.Errorf("the log is %q", lines)
	}
}

// Builds have rising numbers, over restarts too, and an open page hears of the newest, however slowly it reads.
func TestBuildNumbers(t *testing.T) {
	s := New(Options{Build: func(context.Context) (*publish.Site, error) { return nil, errNoSettings }})
	start := s.now.number
	if early := int(time.Now().Add(-time.Minute).UnixMilli()); start <= early {
		t.Errorf("the first number is %d", start)
	}
	page, ok := s.listen()
	if !ok {
		t.Fatal("there is no room")
	}
	for range 3 {
		s.Rebuild(t.Context())
	}
	if got := <-page; got != start+3 {
		t.Errorf("the page hears of build %d of %d", got-start, s.now.number-start)
	}
	s.leave(page)
	s.Rebuild(t.Context())
	if len(page) > 0 || len(s.open) > 0 {
		t.Error("a page that is closed hears of builds")
	}
}
