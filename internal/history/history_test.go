package history_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/history"
)

const limit = 1 << 10

// clone is a Git repository on the disk.
type clone struct {
	t   testing.TB
	dir string
}

func newClone(t testing.TB, options ...string) clone {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	c := clone{t, t.TempDir()}
	c.git(nil, append([]string{"init", "-q", "-b", "main"}, options...)...)
	return c
}

// git runs a command of git and returns what it prints.
func (c clone) git(in []byte, args ...string) string {
	c.t.Helper()
	cmd := exec.CommandContext(c.t.Context(), "git", args...)
	cmd.Dir, cmd.Stdin = c.dir, bytes.NewReader(in)
	cmd.Env = append(os.Environ(), "HOME="+c.dir, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Tester", "GIT_AUTHOR_EMAIL=tester@example.org", "GIT_AUTHOR_DATE=2026-05-01T12:00:00Z",
		"GIT_COMMITTER_NAME=Tester", "GIT_COMMITTER_EMAIL=tester@example.org", "GIT_COMMITTER_DATE=2026-05-01T12:00:00Z")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		errors.As(err, &exit)
		c.t.Fatalf("git %v: %v\n%s", args, err, exit.Stderr)
	}
	return strings.TrimSpace(string(out))
}

func (c clone) write(name, text string) {
	c.t.Helper()
	full := filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

func (c clone) commit() {
	c.git(nil, "add", "-A")
	c.git(nil, "commit", "-q", "--allow-empty", "-m", "records")
}

func (c clone) open(dir string) *history.Repo {
	c.t.Helper()
	repo, err := history.Open(c.t.Context(), filepath.Join(c.dir, dir))
	if err != nil {
		c.t.Fatal(err)
	}
	return repo
}

func (c clone) tree(dir, ref string) fs.FS {
	c.t.Helper()
	repo := c.open(dir)
	tip, err := repo.Tip(c.t.Context(), ref)
	if err != nil {
		c.t.Fatal(err)
	}
	tree, err := repo.Tree(c.t.Context(), tip, limit)
	if err != nil {
		c.t.Fatal(err)
	}
	return tree
}

// told is what a file system tells about a path, in words.
func told(fsys fs.FS, name string) string {
	link, err := fs.Lstat(fsys, name)
	if err != nil {
		return "lstat: " + word(err)
	}
	s := link.Mode().Type().String()
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return s + " stat: " + word(err)
	}
	s += " " + info.Mode().Type().String()
	if !info.IsDir() {
		text, err := fs.ReadFile(fsys, name)
		s += " " + string(text) + word(err)
	}
	return s
}

// word is an error as load tells errors apart.
func word(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, fs.ErrNotExist):
		return "not there"
	case strings.Contains(err.Error(), "escapes"):
		return "escapes"
	}
	return "unreadable"
}

// A commit reads as the files on the disk do that it was made of: what differs between the two is
// what a branch changed.
func TestTreeIsLikeTheDisk(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		c := newClone(t, "--object-format="+format)
		for _, name := range []string{
			"hindcast.yaml", "incidents/a.md", "incidents/2026/b/index.md", "knowledge/systems/s.md", "shared/linked.md",
			"incidents/new\nline.md", "incidents/\"q\" 'q'.md", "incidents/-rf.md", "incidents/tab\t.md", "incidents/\xff.md",
			"incidents/back\\slash.md", "incidents/\xfe/c.md", "incidents/*?[x].md", "incidents/ümlaut-漢.md",
		} {
			c.write(name, "text of "+name)
		}
		for name, target := range map[string]string{
			"incidents/in.md": "../shared/linked.md", "incidents/none.md": "nowhere.md", "incidents/out.md": "../../x.md",
			"incidents/absolute.md": "/etc/passwd", "incidents/loop.md": "loop.md", "incidents/folder": "../shared",
			"incidents/through.md": "folder/linked.md", "incidents/chain.md": "in.md", "knowledge/up.md": "systems/../../incidents/a.md",
			"incidents/under.md": "a.md/b.md", "incidents/root": "..",
		} {
			if err := os.Symlink(target, filepath.Join(c.dir, name)); err != nil {
				t.Skip(err)
			}
		}
		c.commit()
		root, err := os.OpenRoot(c.dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		tree, seen := c.tree(".", "HEAD"), 0
		for _, top := range []string{"incidents", "knowledge", "hindcast.yaml"} {
			disk := listing(t, root.FS(), top)
			if got := listing(t, tree, top); got != disk {
				t.Errorf("%s: %s holds\n%s\nwant\n%s", format, top, got, disk)
			}
			seen += strings.Count(disk, "\n")
		}
		if seen < 30 {
			t.Errorf("%s: only %d paths were compared", format, seen)
		}
	}
}

func listing(t *testing.T, fsys fs.FS, top string) string {
	var list strings.Builder
	err := fs.WalkDir(fsys, top, func(name string, d fs.DirEntry, err error) error {
		list.WriteString(name + ": " + d.Type().String() + " " + word(err) + " " + told(fsys, name) + "\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.String()
}

func TestTreeIsAFileSystem(t *testing.T) {
	c := newClone(t)
	c.write("hindcast.yaml", "title: Log\n")
	c.write("incidents/2026/a.md", "a")
	c.write("knowledge/b.md", "b")
	c.write("elsewhere/c.md", "c")
	c.commit()
	if err := fstest.TestFS(c.tree(".", "HEAD"), "hindcast.yaml", "incidents/2026/a.md", "knowledge/b.md"); err != nil {
		t.Error(err)
	}
	if _, err := fs.Stat(c.tree(".", "HEAD"), "elsewhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder beside the records is there: %v", err)
	}
	if got, err := fs.ReadFile(c.tree("elsewhere", "HEAD"), "incidents"); err == nil {
		t.Errorf("a folder without records holds %q", got)
	}
}

// What is too large, or no text, is there with its size and is not read.
func TestTreeReadsOnlyTexts(t *testing.T) {
	c := newClone(t)
	c.write("incidents/large.md", strings.Repeat("x", limit+1))
	c.write("incidents/picture.png", "png")
	c.write("incidents/fits.md", strings.Repeat("x", limit))
	c.commit()
	tree := c.tree(".", "main")
	for name, size := range map[string]int64{"large.md": limit + 1, "picture.png": 3, "fits.md": limit} {
		info, err := fs.Stat(tree, "incidents/"+name)
		if err != nil || info.Size() != size || !info.Mode().IsRegular() {
			t.Errorf("%s: %v, %v; want a file of %d bytes", name, info, err, size)
		}
		if _, err := fs.ReadFile(tree, "incidents/"+name); (err == nil) != (name == "fits.md") {
			t.Errorf("%s: read: %v", name, err)
		}
	}
}

// What the caller has is told and not read; where the settings differ, nothing is what the caller has.
func TestTreeBeside(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		c := newClone(t, "--object-format="+format)
		texts := map[string]string{
			"hindcast.yaml": "title: Log\n", "incidents/a.md": "A", "incidents/b.md": "B", "incidents/c.png": "C",
		}
		for name, text := range texts {
			c.write(name, text)
		}
		if err := os.Symlink("a.md", filepath.Join(c.dir, "incidents/d.md")); err != nil {
			t.Fatal(err)
		}
		c.commit()
		repo := c.open(".")
		tip, err := repo.Tip(t.Context(), "main")
		if err != nil {
			t.Fatal(err)
		}
		texts["incidents/b.md"], texts["incidents/d.md"], texts["incidents/e.md"] = "changed", "A", "gone"
		for settings, want := range map[string]string{"title: Log\n": "incidents/a.md incidents/d.md", "title: Other\n": "", "": ""} {
			known := map[string]string{}
			texts["hindcast.yaml"] = settings
			for name, text := range texts {
				known[name] = tip.BlobID([]byte(text))
			}
			if settings == "" {
				delete(known, "hindcast.yaml")
			}
			files, same, err := repo.TreeBeside(t.Context(), tip, limit, known)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(slices.Sorted(maps.Keys(same)), " "); got != want {
				t.Errorf("with the settings %q %q are the same, want %q", settings, got, want)
			}
			for _, name := range []string{"hindcast.yaml", "incidents/a.md", "incidents/b.md"} {
				if _, err := fs.ReadFile(files, name); (err == nil) == same[name] {
					t.Errorf("with the settings %q: read %s: %v", settings, name, err)
				}
			}
		}
	}
}

// All texts come from one process, and a second commit costs only what differs.
func TestTextsComeFromOneProcess(t *testing.T) {
	c := newClone(t)
	for _, name := range []string{"a", "b", "c"} {
		c.write("incidents/"+name+".md", "text of "+name)
	}
	c.commit()
	c.write("incidents/a.md", "another text")
	c.commit()
	trace := filepath.Join(t.TempDir(), "trace")
	t.Setenv("GIT_TRACE2_EVENT", trace)
	repo := c.open(".")
	for _, want := range []struct {
		ref string
		n   int
	}{{"HEAD", 1}, {"HEAD", 1}, {"HEAD~1", 2}, {"HEAD", 2}} {
		tip, err := repo.Tip(t.Context(), want.ref)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := repo.Tree(t.Context(), tip, limit); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(trace)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(text), `"name":"cat-file"`); n != want.n {
			t.Errorf("after %s: %d processes of cat-file, want %d", want.ref, n, want.n)
		}
	}
}

// Nobody's git writes such commits, and whoever forges one gets no panic and no way out.
func TestForgedTree(t *testing.T) {
	c := newClone(t)
	blob := c.git([]byte("text"), "hash-object", "-w", "--stdin")
	raw := unhex(t, blob)
	tree := func(entries ...string) []byte {
		var b bytes.Buffer
		for _, e := range entries {
			b.WriteString(e + "\x00")
			b.Write(raw)
		}
		return b.Bytes()
	}
	inner := c.git(tree("100644 .", "100644 ..", "100644 a.md", "100644 a.md", "100644 b/c.md", "120000 link.md",
		"100755 run.md"),
		"hash-object", "-t", "tree", "-w", "--literally", "--stdin")
	var outer bytes.Buffer
	for _, e := range []string{"40000 ..", "100644 incidents", "40000 incidents", "40000 knowledge"} {
		outer.WriteString(e + "\x00")
		if strings.HasPrefix(e, "4") {
			outer.Write(unhex(t, inner))
		} else {
			outer.Write(raw)
		}
	}
	top := c.git(outer.Bytes(), "hash-object", "-t", "tree", "-w", "--literally", "--stdin")
	c.git(nil, "update-ref", "refs/heads/main", c.git([]byte("forged"), "commit-tree", top))
	fsys := c.tree(".", "main")
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if strings.Contains(name, "..") {
			t.Errorf("a name that leads upwards is there: %s", name)
		}
		told(fsys, name)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if got, err := fs.ReadFile(fsys, "knowledge/a.md"); string(got) != "text" {
		t.Errorf("knowledge/a.md: %q, %v", got, err)
	}
}

func unhex(t *testing.T, id string) []byte {
	t.Helper()
	var raw []byte
	for i := 0; i+1 < len(id); i += 2 {
		hi, lo := strings.IndexByte("0123456789abcdef", id[i]), strings.IndexByte("0123456789abcdef", id[i+1])
		if hi < 0 || lo < 0 {
			t.Fatalf("%s is no id", id)
		}
		raw = append(raw, byte(hi<<4|lo))
	}
	return raw
}

func TestReasons(t *testing.T) {
	c := newClone(t)
	c.write("incidents/a.md", "a")
	c.commit()
	reason := func(err error) history.Reason {
		var e *history.Error
		if !errors.As(err, &e) || e.Error() == "" || e.Hint() == "" {
			t.Fatalf("%v is no reason with a remedy", err)
		}
		return e.Reason
	}
	repo := c.open(".")
	for ref, want := range map[string]history.Reason{
		"": history.BadRef, "-x": history.BadRef, "a\nb": history.BadRef, "\xff": history.BadRef, strings.Repeat("x", 1001): history.BadRef,
		"none": history.UnknownRef, "main..main": history.UnknownRef, "^main": history.UnknownRef, "main:incidents": history.UnknownRef,
	} {
		if _, err := repo.Tip(t.Context(), ref); reason(err) != want {
			t.Errorf("%q: %v", ref, err)
		}
	}
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(c.dir))
	if _, err := history.Open(t.Context(), t.TempDir()); reason(err) != history.NoRepository {
		t.Errorf("a folder without a repository: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := history.Open(t.Context(), c.dir); reason(err) != history.NoGit {
		t.Errorf("without git: %v", err)
	}
}

func TestCancelled(t *testing.T) {
	c := newClone(t)
	c.write("incidents/a.md", "a")
	c.commit()
	repo := c.open(".")
	tip, err := repo.Tip(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := repo.Tree(ctx, tip, limit); !errors.Is(err, context.Canceled) {
		t.Errorf("a tree that nobody waits for: %v", err)
	}
	if _, err := repo.MergeBase(ctx, tip); !errors.Is(err, context.Canceled) {
		t.Errorf("a merge base that nobody waits for: %v", err)
	}
	if _, err := history.Open(ctx, c.dir); !errors.Is(err, context.Canceled) {
		t.Errorf("a repository that nobody waits for: %v", err)
	}
}

// Whatever is given for a name, the answer is the one commit there is or a reason, and git does
// nothing else.
func FuzzTip(f *testing.F) {
	for _, seed := range []string{
		"main", "HEAD", "-x", "--upload-pack=touch x", "main^{tree}", "^main", "main..", ":/records", "@{0}", "@{-1}",
		"a b", "a\nb", "main@{yesterday}", ":(top)x", "$(touch x)", "\xff", "HEAD~1000000000", "main^{/records}", "main^0^0", "ümlaut",
	} {
		f.Add(seed)
	}
	c := newClone(f)
	c.write("incidents/a.md", "a")
	c.commit()
	main := c.git(nil, "rev-parse", "main")
	f.Fuzz(func(t *testing.T, ref string) {
		c := clone{t, c.dir}
		repo := c.open(".")
		tip, err := repo.Tip(t.Context(), ref)
		var reason *history.Error
		if err != nil && !errors.As(err, &reason) {
			t.Fatalf("%q: %v", ref, err)
		}
		if err == nil && string(tip) != main {
			t.Fatalf("%q is taken for %s", ref, tip)
		}
		if left, err := os.ReadDir(c.dir); err != nil || len(left) != 2 {
			t.Fatalf("%q left something behind: %v, %v", ref, left, err)
		}
	})
}
