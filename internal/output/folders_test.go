//go:build unix

package output

import (
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// site is what the builds of these tests write.
var site = map[string]string{"index.html": "new", "a/b/page.html": "page", "style.css": "x"}

// build writes a site into a target, as a command does.
func build(t *testing.T, root, target string, pages map[string]string, keep ...string) (*Tree, error) {
	t.Helper()
	tree, err := Begin(t.Context(), target, Options{
		Root: root, About: About{Audience: "public", Keep: keep}, Open: openQuick,
	})
	if err != nil {
		return nil, err
	}
	return tree, fill(t, tree, pages)
}

// fill writes the pages and commits.
func fill(t *testing.T, tree *Tree, pages map[string]string) error {
	t.Helper()
	var err error
	for name, text := range pages {
		if err == nil {
			err = tree.Write(name, []byte(text))
		}
	}
	if err == nil {
		err = tree.Commit(t.Context())
	}
	return errors.Join(err, tree.Close())
}

// place is where a test of a folder takes place: a records repository and a folder for the site.
type place struct {
	t        *testing.T
	top, log string
	target   string
}

func (p *place) do(errs ...error) {
	p.t.Helper()
	if err := errors.Join(errs...); err != nil {
		p.t.Fatal(err)
	}
}

// old puts a site of an earlier build into the target.
func (p *place) old() {
	p.t.Helper()
	if _, err := build(p.t, p.log, p.target, map[string]string{"index.html": "old", "gone/x.html": "old"}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) path(name string) string { return filepath.Join(p.top, name) }

// manifest puts a manifest of a form of this program, changed by a function, beside files of a user.
func (p *place) manifest(change func(m map[string]any)) {
	p.t.Helper()
	p.old()
	data, err := os.ReadFile(filepath.Join(p.target, ManifestName))
	p.do(err)
	m := map[string]any{}
	p.do(json.Unmarshal(data, &m))
	change(m)
	data, err = json.Marshal(m)
	p.do(err, os.WriteFile(filepath.Join(p.target, ManifestName), data, 0o644))
}

func addFile(path string) func(m map[string]any) {
	return func(m map[string]any) {
		m["files"] = append(m["files"].([]any), map[string]any{"path": path, "size": 3, "sha256": digest([]byte("old"))})
	}
}

// foreign are folders that hold something that no build wrote. Each is refused, and left as it was to
// the last byte, with all that lies around it.
var foreign = []struct {
	name string
	say  string
	make func(p *place)
}{
	{"a file of somebody's", "no build wrote: thesis.txt", func(p *place) { files(p.t, p.target, map[string]string{"thesis.txt": "x"}) }},
	{"a manifest of a web app", "no build wrote: app.js", func(p *place) {
		files(p.t, p.target, map[string]string{ManifestName: `{"name": "App", "start_url": "/"}`, "app.js": "x"})
	}},
	{"a manifest of a browser extension", "no build wrote: background.js", func(p *place) {
		files(p.t, p.target, map[string]string{ManifestName: `{"manifest_version": 3, "name": "x"}`, "background.js": "x"})
	}},
	{"a manifest of a bundler", "no build wrote: assets/", func(p *place) {
		files(p.t, p.target, map[string]string{
			ManifestName: `{"index.html": {"file": "assets/index-1.js"}}`, "assets/index-1.js": "x",
		})
	}},
	{"a manifest of another builder with files", "no build wrote: index.html", func(p *place) {
		files(p.t, p.target, map[string]string{
			ManifestName: `{"form": 1, "program": {"name": "other", "version": "1"}, "audience": "public", "files": []}`,
			"index.html": "x",
		})
	}},
	{"a list of files without a form", "no build wrote: gone/, index.html", func(p *place) {
		p.manifest(func(m map[string]any) { delete(m, "form") })
	}},
	{"a manifest of a later form", "no build wrote: gone/, index.html", func(p *place) {
		p.manifest(func(m map[string]any) { m["form"] = 2 })
	}},
	{"a manifest without an audience", "no build wrote: gone/, index.html", func(p *place) {
		p.manifest(func(m map[string]any) { delete(m, "audience") })
	}},
	{"a manifest with something after it", "no build wrote: gone/, index.html", func(p *place) {
		p.old()
		data, err := os.ReadFile(filepath.Join(p.target, ManifestName))
		p.do(err, os.WriteFile(filepath.Join(p.target, ManifestName), append(data, "{}"...), 0o644))
	}},
	{"a torn manifest", "no build wrote: gone/, index.html", func(p *place) {
		p.old()
		p.do(os.Truncate(filepath.Join(p.target, ManifestName), 100))
	}},
	{"a path that leads out", "no build wrote: gone/, index.html", func(p *place) {
		files(p.t, p.top, map[string]string{"old": "old"})
		p.manifest(addFile("../old"))
	}},
	{"an absolute path", "no build wrote: gone/, index.html", func(p *place) { p.manifest(addFile("/etc/passwd")) }},
	{"a path twice", "no build wrote: gone/, index.html", func(p *place) { p.manifest(addFile("index.html")) }},
	{"a path with a backslash", "no build wrote: gone/, index.html", func(p *place) { p.manifest(addFile(`..\old`)) }},
	{"a sum that is none", "no build wrote: gone/, index.html", func(p *place) {
		p.manifest(func(m map[string]any) { m["files"].([]any)[0].(map[string]any)["sha256"] = "" })
	}},
	{"a manifest that keeps itself", "no build wrote: gone/, index.html", func(p *place) {
		p.manifest(func(m map[string]any) { m["keep"] = []string{ManifestName} })
	}},
	{"a manifest that keeps what is not kept now", "no build wrote: CNAME", func(p *place) {
		p.manifest(func(m map[string]any) { m["keep"] = []string{"CNAME"} })
		files(p.t, p.target, map[string]string{"CNAME": "example.org"})
	}},
	{"a file more", "no build wrote: a/b/notes.txt", func(p *place) {
		p.do(func() error { _, err := build(p.t, p.log, p.target, site); return err }())
		files(p.t, p.target, map[string]string{"a/b/notes.txt": "x"})
	}},
	{"a changed file of the same size", "changed since a build wrote them: index.html", func(p *place) {
		p.old()
		files(p.t, p.target, map[string]string{"index.html": "OLD"})
	}},
	{"a file more and a changed one", "no build wrote (CNAME), and others that were changed since (index.html)", func(p *place) {
		p.old()
		files(p.t, p.target, map[string]string{"index.html": "changed", "CNAME": "x"})
	}},
	{"many files more", "n1, n2, n3, n4, n5 and 2 more", func(p *place) {
		p.old()
		for _, name := range []string{"n1", "n2", "n3", "n4", "n5", "n6", "n7"} {
			files(p.t, p.target, map[string]string{name: ""})
		}
	}},
	{"an empty folder", "no build wrote: drafts/", func(p *place) { p.old(); p.do(os.Mkdir(filepath.Join(p.target, "drafts"), 0o700)) }},
	{"a name with a line break", "no build wrote: a b�[31m", func(p *place) {
		p.old()
		files(p.t, p.target, map[string]string{"a\nb\x1b[31m": ""})
	}},
	{"names in another case", "no build wrote: Index.html", func(p *place) {
		p.old()
		p.do(os.Rename(filepath.Join(p.target, "index.html"), filepath.Join(p.target, "Index.html")))
	}},
	{"a link in the site", "no build wrote: current", func(p *place) { p.old(); p.do(os.Symlink("index.html", filepath.Join(p.target, "current"))) }},
	{"a link in the place of a file", "changed since a build wrote them: index.html", func(p *place) {
		p.old()
		files(p.t, p.top, map[string]string{"elsewhere": "old"})
		p.do(os.Remove(filepath.Join(p.target, "index.html")),
			os.Symlink(p.path("elsewhere"), filepath.Join(p.target, "index.html")))
	}},
	{"a link in the place of a folder", "no build wrote: gone", func(p *place) {
		p.old()
		p.do(os.Rename(filepath.Join(p.target, "gone"), p.path("gone")),
			os.Symlink(p.path("gone"), filepath.Join(p.target, "gone")))
	}},
	{"a link in the place of the manifest", "no build wrote: gone/, index.html", func(p *place) {
		p.old()
		p.do(os.Rename(filepath.Join(p.target, ManifestName), p.path("m")),
			os.Symlink(p.path("m"), filepath.Join(p.target, ManifestName)))
	}},
	{"a folder in the place of a file", "no build wrote: index.html/", func(p *place) {
		p.old()
		p.do(os.Remove(filepath.Join(p.target, "index.html")))
		files(p.t, p.target, map[string]string{"index.html/mine": "x"})
	}},
	{"a pipe", "no build wrote: pipe", func(p *place) { p.old(); p.do(syscall.Mkfifo(filepath.Join(p.target, "pipe"), 0o644)) }},
	{"a pipe in the place of a file", "changed since a build wrote them: index.html", func(p *place) {
		p.old()
		p.do(os.Remove(filepath.Join(p.target, "index.html")), syscall.Mkfifo(filepath.Join(p.target, "index.html"), 0o644))
	}},
	{"a pipe in the place of the manifest", "no build wrote: gone/, index.html", func(p *place) {
		p.old()
		p.do(os.Remove(filepath.Join(p.target, ManifestName)), syscall.Mkfifo(filepath.Join(p.target, ManifestName), 0o644))
	}},
	{"a note in the place of a signature", "no build wrote: manifest.json.sig", func(p *place) { p.old(); files(p.t, p.target, map[string]string{SignatureName: "x"}) }},
	{"a work tree of Git", "it is a work tree of Git", func(p *place) { p.old(); files(p.t, p.target, map[string]string{".git/HEAD": "x"}) }},
	{"a linked work tree of Git", "it is a work tree of Git", func(p *place) { p.old(); files(p.t, p.target, map[string]string{".git": "gitdir: x"}) }},
	{"another records repository", "it is a records repository", func(p *place) { files(p.t, p.target, map[string]string{"hindcast.yaml": "title: x"}) }},
	{"a site with settings", "it is a records repository", func(p *place) { p.old(); files(p.t, p.target, map[string]string{"hindcast.yaml": "title: x"}) }},
	{"deep folders", "no build wrote: d/", func(p *place) {
		p.old()
		p.do(os.MkdirAll(filepath.Join(p.target, strings.Repeat("d/", 800)), 0o755))
	}},
	{"the records repository", "it is the records repository, or holds it", func(p *place) { p.target = p.log }},
	{"the folder above it", "it is the records repository, or holds it", func(p *place) { p.target = p.top }},
	{"the root of the system", "it is the records repository, or holds it", func(p *place) { p.target = "/" }},
	{"the records", "it lies in the folder incidents", func(p *place) { p.target = filepath.Join(p.log, "incidents") }},
	{"a folder of the records", "it lies in the folder incidents", func(p *place) { p.target = filepath.Join(p.log, "incidents/2026/new") }},
	{"the templates, which are not there", "it lies in the folder templates", func(p *place) { p.target = filepath.Join(p.log, "templates/x") }},
	{"the folder of static files", "it lies in the folder site", func(p *place) { p.target = filepath.Join(p.log, "site") }},
	{"the knowledge by another way", "it lies in the folder knowledge", func(p *place) { p.target = p.log + "/public/../knowledge/x" }},
	{"the hooks of Git", "it lies in the folder .git", func(p *place) { p.target = filepath.Join(p.log, ".git/hooks") }},
	{"the hooks of another repository", "it lies in a folder of Git's own", func(p *place) { p.target = p.path("other/.git/hooks") }},
	{"a link to the records repository", "it is the records repository, or holds it", func(p *place) {
		p.target = p.path("link")
		p.do(os.Symlink(p.log, p.target))
	}},
	{"a link to the folder above it", "it is the records repository, or holds it", func(p *place) { p.do(os.Symlink(p.top, p.target)) }},
	{"a link to the records", "it lies in the folder incidents", func(p *place) { p.do(os.Symlink(filepath.Join(p.log, "incidents"), p.target)) }},
	{"a folder below a link to the records", "it lies in the folder incidents", func(p *place) {
		p.do(os.Symlink(filepath.Join(p.log, "incidents"), p.path("link")))
		p.target = p.path("link/new")
	}},
	{"a link to a foreign folder", "no build wrote: thesis.txt", func(p *place) {
		files(p.t, p.path("mine"), map[string]string{"thesis.txt": "x"})
		p.do(os.Symlink(p.path("mine"), p.target))
	}},
	{"a link that leads nowhere", "it is a link that leads nowhere", func(p *place) { p.do(os.Symlink("nowhere", p.target)) }},
	{"a link to itself", "it is a link that leads nowhere", func(p *place) { p.do(os.Symlink("public", p.target)) }},
	{"a file", "it is a file", func(p *place) { files(p.t, p.log, map[string]string{"public": "x"}) }},
	{"a link to a file", "it is a file", func(p *place) { files(p.t, p.top, map[string]string{"f": "x"}); p.do(os.Symlink("../f", p.target)) }},
	{"a pipe as the target", "it is a pipe", func(p *place) { p.do(syscall.Mkfifo(p.target, 0o644)) }},
	{"a device", "it is a device", func(p *place) { p.target = "/dev/null" }},
	{"a socket", "it is a socket", func(p *place) {
		l, err := net.Listen("unix", filepath.Join(p.log, "public"))
		p.do(err)
		p.t.Cleanup(func() { l.Close() })
	}},
	{"below a file", "a part of its path is", func(p *place) {
		files(p.t, p.log, map[string]string{"f": "x"})
		p.target = filepath.Join(p.log, "f/public")
	}},
	{"far below a file", "a part of its path is", func(p *place) {
		files(p.t, p.log, map[string]string{"f": "x"})
		p.target = filepath.Join(p.log, "f/deep/public")
	}},
}

func newPlace(t *testing.T) *place {
	t.Helper()
	top := t.TempDir()
	p := &place{t: t, top: top, log: filepath.Join(top, "log"), target: filepath.Join(top, "log/public")}
	files(t, p.log, map[string]string{
		"hindcast.yaml": "title: Log", ".git/HEAD": "ref: x", "incidents/2026/INC-2026-0001.md": "record",
		"knowledge/systems/assistant.md": "system", "site/static/custom.css": "css",
	})
	return p
}

func TestForeignFoldersStay(t *testing.T) {
	if len(foreign) < 25 {
		t.Errorf("there are %d folders only", len(foreign))
	}
	for _, f := range foreign {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			f.make(p)
			before := snapshot(t, p.top)
			_, err := build(t, p.log, p.target, site)
			var refusal *Refusal
			switch {
			case !errors.As(err, &refusal):
				t.Errorf("want a refusal, got %v", err)
			case !strings.Contains(err.Error(), f.say):
				t.Errorf("want %q in %q", f.say, err)
			case refusal.Hint() == "" || strings.Contains(err.Error(), "\n"):
				t.Errorf("no single sentence with a remedy: %q, %q", err, refusal.Hint())
			}
			same(t, before, snapshot(t, p.top))
		})
	}
}
