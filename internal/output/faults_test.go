//go:build unix

package output

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"hindcast/internal/disk"
	"hindcast/internal/disk/disktest"
)

// twoSteps is a disk that can't exchange two folders in one step.
type twoSteps struct{ disk.Disk }

func (twoSteps) Exchange(string, string) error { return errors.ErrUnsupported }

// faultyBuild builds on a disk of which a step fails.
func faultyBuild(
	t *testing.T, p *place, pages map[string]string, fault *disktest.Faulty, steps func(disk.Disk) disk.Disk,
) error {
	t.Helper()
	opts := Options{Root: p.log, About: About{Audience: "public", Keep: []string{"CNAME", ".git"}}}
	opts.Open = func(path string) (disk.Disk, error) {
		d, err := openQuick(path)
		fault.Disk = steps(d)
		return fault, err
	}
	tree, err := Begin(t.Context(), p.target, opts)
	if err != nil {
		return err
	}
	return fill(t, tree, pages)
}

// stands reports whether the target holds the old site or the new one, whole; which is empty where it
// holds neither.
func stands(t *testing.T, target string, sites map[string]map[string]string) (which string) {
	t.Helper()
	m, _, err := ReadManifest(os.DirFS(target))
	if err != nil {
		return ""
	}
	m.Keep = []string{".git", "CNAME"} // the old site was written before they came
	if d, err := Compare(os.DirFS(target), m); err != nil || !d.None() {
		t.Errorf("what stands there is not whole: %+v, %v", d, err)
	}
	for name, pages := range sites {
		if text, err := os.ReadFile(filepath.Join(target, "index.html")); err == nil && string(text) == pages["index.html"] &&
			len(m.Files) == len(pages) {
			which = name
		}
	}
	return which
}

// keptSomewhere requires that each kept file is at one place, with its bytes.
func keptSomewhere(t *testing.T, top string) {
	t.Helper()
	for name, want := range map[string]string{"CNAME": "example.org", ".git/HEAD": "ref"} {
		found := 0
		for path, what := range snapshot(t, top) {
			if !strings.HasPrefix(path, "log/.git") && strings.HasSuffix(path, "/"+name) &&
				strings.HasSuffix(what, digest([]byte(want))) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s is there %d times", name, found)
		}
	}
}

var oldSite = map[string]string{"index.html": "old", "gone/x.html": "old"}

// newFaultyPlace has an old site with kept files; with nothing, there is no target yet.
func newFaultyPlace(t *testing.T, nothing bool) *place {
	t.Helper()
	p := newPlace(t)
	if !nothing {
		p.old()
		files(t, p.target, map[string]string{"CNAME": "example.org", ".git/HEAD": "ref"})
	}
	return p
}

var faultKinds = []struct {
	name       string
	dead, torn bool
}{
	{"fails", false, false},
	{"fails with half written", false, true},
	{"killed", true, false},
	{"killed with half written", true, true},
}

var disks = []struct {
	name  string
	steps func(disk.Disk) disk.Disk
}{
	{"in one step", func(d disk.Disk) disk.Disk { return d }},
	{"in two steps", func(d disk.Disk) disk.Disk { return twoSteps{d} }},
}

// A fault at every step, of every kind: the old site or the new one stands whole, nothing that is kept
// is lost, and the next build gives the new site with nothing left beside it.
func TestFaultAtEveryStep(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for _, d := range disks {
		for _, nothing := range []bool{false, true} {
			counted := &disktest.Faulty{}
			if err := faultyBuild(t, newFaultyPlace(t, nothing), site, counted, d.steps); err != nil {
				t.Fatal(err)
			}
			steps := counted.Steps()
			if len(steps) < 25 {
				t.Fatalf("there are %d steps only: %q", len(steps), steps)
			}
			for at := range steps {
				for _, kind := range faultKinds {
					t.Run(fmt.Sprintf("%s/nothing there=%v/%d/%s", d.name, nothing, at+1, kind.name), func(t *testing.T) {
						t.Parallel()
						p := newFaultyPlace(t, nothing)
						fault := &disktest.Faulty{At: at + 1, Err: syscall.ENOSPC, Dead: kind.dead, Torn: kind.torn}
						err := faultyBuild(t, p, site, fault, d.steps)
						afterFault(t, p, nothing, fault, err)
						nextBuild(t, p, nothing)
					})
				}
			}
		}
	}
}

func afterFault(t *testing.T, p *place, nothing bool, fault *disktest.Faulty, err error) {
	t.Helper()
	step := fault.Steps()[fault.At-1]
	which := stands(t, p.target, map[string]map[string]string{"old": oldSite, "new": site})
	between := strings.HasPrefix(step, "rename .public.hindcast-") && fault.Dead // of the two steps
	switch {
	case err == nil && which != "new":
		t.Errorf("%s: no error, and the new site does not stand", step)
	case err != nil && !errors.Is(err, syscall.ENOSPC):
		t.Errorf("%s: the error is another: %v", step, err)
	case which == "" && !nothing && !between:
		t.Errorf("%s: no site stands", step)
	}
	if _, gone := os.Lstat(p.target); which == "" && !errors.Is(gone, fs.ErrNotExist) {
		t.Errorf("%s: something stands that is no site", step)
	}
	if !nothing {
		keptSomewhere(t, p.top)
	}
}

func nextBuild(t *testing.T, p *place, nothing bool) {
	t.Helper()
	tree, err := build(t, p.log, p.target, site, "CNAME", ".git")
	if err != nil {
		t.Fatalf("the next build: %v", err)
	}
	if len(tree.Left()) > 0 {
		t.Errorf("the next build left %q", tree.Left())
	}
	whole(t, p.target, site)
	noWorkplace(t, p.top)
	if nothing {
		return
	}
	keptSomewhere(t, p.top)
	for _, name := range []string{"CNAME", ".git/HEAD"} {
		read(t, p.target, name)
	}
}

// Builds that are killed one after the other, each while it clears up after the last.
func TestKilledAgainAndAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	const seed, runs = 12, 60
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range runs {
		p, steps := newFaultyPlace(t, false), disks[random.IntN(2)].steps
		for range 3 {
			fault := &disktest.Faulty{At: 1 + random.IntN(45), Err: syscall.EIO, Dead: true, Torn: random.IntN(2) == 0}
			if err := faultyBuild(t, p, site, fault, steps); err != nil && !errors.Is(err, syscall.EIO) {
				t.Errorf("the error is another: %v", err)
			}
			keptSomewhere(t, p.top)
		}
		nextBuild(t, p, false)
	}
}

// during runs a function before the first step of a kind.
type during struct {
	disk.Disk
	once *sync.Once
	what string
	run  func()
}

func (d during) step(what string) {
	if strings.HasPrefix(what, d.what) {
		d.once.Do(d.run)
	}
}

func (d during) Exchange(a, b string) error { d.step("exchange"); return d.Disk.Exchange(a, b) }
func (d during) SyncAll(name string) error  { d.step("sync all"); return nil }
func (d during) Remove(name string) error   { d.step("remove"); return d.Disk.Remove(name) }

// What somebody puts into the old site while a build runs is never lost: before the last look the build
// refuses, after it the file goes back to its place, or stays beside the site, and is named.
func TestSomebodyWritesMeanwhile(t *testing.T) {
	for _, c := range []struct {
		name, when, file string
		refused          bool
		at               string // where it is afterwards
	}{
		{"a new file before the last look", "sync all", "notes.txt", true, "log/public/notes.txt"},
		{"a changed file before the last look", "sync all", "index.html", true, "log/public/index.html"},
		{"a new file before the exchange", "exchange", "notes.txt", false, "log/public/notes.txt"},
		{"a new folder before the exchange", "exchange", "drafts/notes.txt", false, "log/public/drafts/notes.txt"},
		{"a folder that the new site has before the exchange", "exchange", "a/mine.html", false, "/site/a/mine.html"},
		{"a changed file before the exchange", "exchange", "index.html", false, "/site/index.html"},
		{"a file in a folder that the new site lacks", "exchange", "gone/notes.txt", false, "/site/gone/notes.txt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newFaultyPlace(t, false)
			write := func() { files(t, p.target, map[string]string{c.file: "own"}) } // as long as what is there
			fault := &disktest.Faulty{}
			err := faultyBuild(t, p, site, fault, func(d disk.Disk) disk.Disk {
				return during{d, new(sync.Once), c.when, write}
			})
			if errors.As(err, new(*Refusal)) != c.refused || !c.refused && err != nil {
				t.Fatalf("the error is %v", err)
			}
			found := ""
			for path, what := range snapshot(t, p.top) {
				if strings.HasSuffix(path, c.at) && strings.HasSuffix(what, digest([]byte("own"))) {
					found = path
				}
			}
			if found == "" {
				t.Errorf("what was written is gone: %v", snapshot(t, p.top))
			}
			keptSomewhere(t, p.top)
		})
	}
}

// What stayed beside the site is named by each later build and never removed.
func TestWhatStaysBesideIsNamed(t *testing.T) {
	p := newFaultyPlace(t, false)
	write := func() { files(t, p.target, map[string]string{"index.html": "mine"}) }
	if err := faultyBuild(t, p, site, &disktest.Faulty{}, func(d disk.Disk) disk.Disk {
		return during{d, new(sync.Once), "exchange", write}
	}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		tree, err := build(t, p.log, p.target, site, "CNAME", ".git")
		if err != nil || len(tree.Left()) != 1 {
			t.Fatalf("left %q, %v", tree.Left(), err)
		}
		if got := read(t, tree.Left()[0].Path); got != "mine" {
			t.Errorf("%s holds %q", tree.Left()[0], got)
		}
	}
}

// Two builds at once, again and again: each ends, one whole site stands, and nothing else is left.
func TestBuildsAtOnce(t *testing.T) {
	p := newFaultyPlace(t, false)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for n := range 10 {
				pages := map[string]string{"index.html": fmt.Sprintf("%d.%d", i, n), fmt.Sprintf("only/%d.html", i): "x"}
				if err := faultyBuild(t, p, pages, &disktest.Faulty{}, disks[i%2].steps); err != nil {
					t.Errorf("build %d.%d: %v", i, n, err)
				}
			}
		})
	}
	group.Wait()
	m, _, err := ReadManifest(os.DirFS(p.target))
	if err != nil || len(m.Files) != 2 {
		t.Fatalf("the manifest: %+v, %v", m, err)
	}
	if d, err := Compare(os.DirFS(p.target), m); err != nil || !d.None() {
		t.Errorf("%+v, %v", d, err)
	}
	keptSomewhere(t, p.top)
	noWorkplace(t, p.top)
}
