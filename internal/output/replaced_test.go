//go:build unix

package output

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hindcast/internal/disk"
)

// whole requires that a target holds a site, the manifest included, and what is kept.
func whole(t *testing.T, target string, pages map[string]string, kept ...string) {
	t.Helper()
	fsys := os.DirFS(target)
	m, _, err := ReadManifest(fsys)
	if err != nil {
		t.Fatalf("the manifest of %s: %v", target, err)
	}
	if d, err := Compare(fsys, m); err != nil || !d.None() {
		t.Errorf("%s: %+v, %v", target, d, err)
	}
	got := map[string]string{}
	for _, f := range m.Files {
		got[f.Path] = read(t, target, f.Path)
	}
	if !maps.Equal(got, pages) {
		t.Errorf("%s holds %v, want %v", target, got, pages)
	}
	for _, name := range kept {
		if _, err := os.Lstat(filepath.Join(target, name)); err != nil {
			t.Errorf("kept: %v", err)
		}
	}
}

// sound are folders that are replaced, and what stays of them.
var sound = []struct {
	name string
	make func(p *place)
	keep []string
	test func(p *place) // what holds afterwards, beside the new site
}{
	{name: "nothing there"},
	{name: "an empty folder", make: func(p *place) { p.do(os.Mkdir(p.target, 0o755)) }},
	{name: "an old site", make: (*place).old},
	{name: "an old site that lacks a file", make: func(p *place) { p.old(); p.do(os.Remove(filepath.Join(p.target, "index.html"))) }},
	{name: "an old site without pages", make: func(p *place) {
		_, err := build(p.t, p.log, p.target, nil)
		p.do(err)
	}},
	{name: "a deep path", make: func(p *place) { p.target = p.path("a/deep/path/to/public") }},
	{name: "a name with spaces and line breaks", make: func(p *place) { p.target = p.path("my site\n2026"); p.old() }},
	{name: "a long name", make: func(p *place) { p.target = p.path(strings.Repeat("ä", 127)); p.old() }},
	{name: "a name that looks like a workplace", make: func(p *place) { p.target = p.path(".public.hindcast-1"); p.old() }},
	{name: "beside the records with a name alike", make: func(p *place) { p.target = p.path("log/incidents-site") }},
	{name: "a link", make: func(p *place) {
		p.do(os.Symlink("../www", p.target), os.Mkdir(p.path("www"), 0o755))
		p.old()
	}, test: func(p *place) {
		if to, err := os.Readlink(p.target); err != nil || to != "../www" {
			p.t.Errorf("the link is %q, %v", to, err)
		}
		whole(p.t, p.path("www"), site)
	}},
	{name: "a link to a link", make: func(p *place) {
		p.do(os.Symlink("../one", p.target), os.Symlink("two", p.path("one")), os.Mkdir(p.path("two"), 0o755))
	}, test: func(p *place) { whole(p.t, p.path("two"), site) }},
	{name: "a private folder", make: func(p *place) { p.old(); p.do(os.Chmod(p.target, 0o700)) }, test: func(p *place) { mode(p, 0o700) }},
	{name: "a folder of a group", make: func(p *place) {
		p.old()
		p.do(os.Chmod(p.target, 0o775|fs.ModeSetgid))
	}, test: func(p *place) { mode(p, 0o775|fs.ModeSetgid) }},
	{name: "a folder of another owner", make: func(p *place) { p.old(); asRoot(p.t); p.do(os.Chown(p.target, 4711, 4712)) }, test: func(p *place) {
		info, err := os.Stat(p.target)
		p.do(err)
		if uid, gid, _ := disk.Owner(info); uid != 4711 || gid != 4712 {
			p.t.Errorf("the owner is %d:%d", uid, gid)
		}
	}},
	{name: "files of another owner", make: func(p *place) {
		p.old()
		asRoot(p.t)
		p.do(os.Chown(filepath.Join(p.target, "index.html"), 4711, 4712))
	}},
	{name: "kept files alone", keep: []string{".git", "CNAME", ".nojekyll"}, make: func(p *place) {
		files(p.t, p.target, map[string]string{".git/HEAD": "ref", ".git/refs/heads/x": "1", "CNAME": "example.org"})
	}, test: func(p *place) { kept(p) }},
	{name: "kept files in an old site", keep: []string{"CNAME", ".git"}, make: func(p *place) {
		p.old()
		files(p.t, p.target, map[string]string{".git/HEAD": "ref", ".git/refs/heads/x": "1", "CNAME": "example.org"})
	}, test: func(p *place) { kept(p) }},
	{name: "kept links and pipes", keep: []string{"CNAME", "pipe"}, make: func(p *place) {
		p.old()
		p.do(os.Symlink("/nowhere", filepath.Join(p.target, "CNAME")), syscall.Mkfifo(filepath.Join(p.target, "pipe"), 0o600))
	}, test: func(p *place) {
		if to, err := os.Readlink(filepath.Join(p.target, "CNAME")); err != nil || to != "/nowhere" {
			p.t.Errorf("CNAME leads to %q, %v", to, err)
		}
		if info, err := os.Lstat(filepath.Join(p.target, "pipe")); err != nil || info.Mode().Type() != fs.ModeNamedPipe {
			p.t.Errorf("the pipe: %v, %v", info, err)
		}
	}},
}

func mode(p *place, want fs.FileMode) {
	p.t.Helper()
	info, err := os.Stat(p.target)
	p.do(err)
	if got := info.Mode() &^ fs.ModeDir; got != want {
		p.t.Errorf("the mode is %v, want %v", got, want)
	}
}

func kept(p *place) {
	p.t.Helper()
	for name, want := range map[string]string{".git/HEAD": "ref", ".git/refs/heads/x": "1", "CNAME": "example.org"} {
		if got := read(p.t, p.target, name); got != want {
			p.t.Errorf("%s holds %q", name, got)
		}
	}
}

func asRoot(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can give files away")
	}
}

// Each of these is replaced, nothing of the old site is left, and nothing is beside the new one.
func TestSoundFoldersAreReplaced(t *testing.T) {
	for _, f := range sound {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			if f.make != nil {
				f.make(p)
			}
			for range 2 { // the second finds what the first made
				tree, err := build(t, p.log, p.target, site, f.keep...)
				if err != nil {
					t.Fatal(err)
				}
				if len(tree.Left()) > 0 {
					t.Errorf("left: %q", tree.Left())
				}
				whole(t, p.target, site)
				if f.test != nil {
					f.test(p)
				}
				noWorkplace(t, p.top)
			}
		})
	}
}

// noWorkplace requires that no build left anything behind.
func noWorkplace(t *testing.T, top string) {
	t.Helper()
	for path := range snapshot(t, top) {
		if strings.HasSuffix(path, journalName) ||
			strings.Contains(filepath.Base(path), ".hindcast-") && filepath.Base(path) != ".public.hindcast-1" {
			t.Errorf("%s is left", path)
		}
	}
}

// A kept name can't be a page, nor can those that a site has for itself.
func TestNamesThatPagesCannotHave(t *testing.T) {
	for _, name := range []string{
		"CNAME", "cname", "Files/x", ManifestName, SignatureName, "Manifest.json", "hindcast.yaml",
		".git/hooks/post-checkout",
	} {
		p := newPlace(t)
		_, err := build(t, p.log, p.target, map[string]string{name: "x"}, "CNAME", "files")
		if !errors.As(err, new(*Refusal)) {
			t.Errorf("a page %s: %v", name, err)
		}
	}
}
