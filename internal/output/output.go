// Package output writes a generated site all or nothing: into a staging folder beside the target,
// which then takes the target's place. It knows paths and bytes, and replaces or removes only what a
// build wrote, file by file.
//
// Beside the target stands a workplace, a folder named .TARGET.hindcast-RANDOM:
//
//	journal   what is going to be written, path by path; held by a lock as long as the build runs
//	site/     the new site, and from the exchange on the old one
//	old/      the old site, where the system can't exchange two folders in one step
//
// Whatever a killed build leaves there, the next one takes it for what it is: it gives back kept files
// and removes what the journal, or the manifest of the site that lies there, lists.
package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/disk"
	"hindcast/internal/progress"
)

// Options is what a site depends on beside its files.
type Options struct {
	Root  string // of the records repository, which no site may take the place of
	About About  // for the manifest; Program.Name is filled in
	// Sign makes a signature of the manifest; nil for none.
	Sign func(ctx context.Context, manifest []byte) ([]byte, error)
	Tell progress.Reporter // how far it is; nil for nobody
	// Open opens the folder around the target; nil for disk.Open.
	Open func(path string) (disk.Disk, error)
}

// Tree is a site being written. Close it in every case; without Commit the target stays as it was.
type Tree struct {
	opts    Options
	around  string // path of the folder around the target
	disk    disk.Disk
	target  string // name of the target in it
	work    string // name of the workplace in it; empty where there is none
	journal disk.File
	lock    io.Closer
	before  map[string]fs.FileInfo // what the target holds, by path
	last    lastSite
	files   []File
	taken   map[string]bool
	made    map[string]bool
	left    []Leftover
}

// Leftover is a file or folder that was met while something of a build was cleared away and that was
// not removed.
type Leftover struct {
	Path string
	Why  error // why it can't be removed; nil where no build wrote it
}

// Begin looks whether the target may be replaced, sweeps what killed builds left beside it, and opens
// a workplace there. The error is a *Refusal where the target may not be replaced; then no file in it
// was touched.
func Begin(ctx context.Context, target string, opts Options) (*Tree, error) {
	real, err := locate(target, opts.Root)
	if err != nil {
		return nil, err
	}
	around, name := filepath.Split(real)
	if err := os.MkdirAll(around, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder around the site: %w", err)
	}
	if opts.Open == nil {
		opts.Open = func(path string) (disk.Disk, error) { return disk.Open(path) }
	}
	d, err := opts.Open(around)
	if err != nil {
		return nil, fmt.Errorf("open the folder around the site: %w", err)
	}
	opts.About.Program.Name = programName
	opts.About.Keep = slices.Compact(slices.Sorted(slices.Values(opts.About.Keep)))
	t := &Tree{
		opts: opts, around: around, disk: d, target: name, taken: map[string]bool{}, made: map[string]bool{".": true},
	}
	if err := t.begin(ctx); err != nil {
		t.Close() // what can't be cleared away now the next build sweeps
		return nil, err
	}
	return t, nil
}

func (t *Tree) begin(ctx context.Context) error {
	release, err := t.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	t.sweep()
	if err := t.look(); err != nil {
		return err
	}
	return t.open()
}

// patience is how long a build waits before it asks again whether another is done.
const patience = 20 * time.Millisecond

// hold keeps other builds from exchanging and sweeping here. Where the system has no locks, it does not.
func (t *Tree) hold(ctx context.Context) (release func() error, err error) {
	for {
		held, err := t.disk.Lock(".")
		switch {
		case err == nil:
			return held.Close, nil
		case errors.Is(err, errors.ErrUnsupported):
			return func() error { return nil }, nil
		case !errors.Is(err, disk.ErrLocked):
			return nil, fmt.Errorf("lock the folder around the site: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(patience):
		}
	}
}

// open makes the workplace.
func (t *Tree) open() error {
	work := workplace(t.target) + strconv.FormatUint(rand.Uint64(), 36)
	if err := t.disk.Mkdir(work, 0o700); err != nil {
		return fmt.Errorf("make a folder beside the site: %w", err)
	}
	t.work = work
	var err error
	if t.journal, err = t.disk.Create(path.Join(work, journalName), 0o600); err != nil {
		return fmt.Errorf("begin the journal: %w", err)
	}
	if t.lock, err = t.disk.Lock(path.Join(work, journalName)); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("lock the journal: %w", err)
	}
	head, err := journalHead(t.target, t.opts.About.Keep)
	if err != nil {
		return err
	}
	if _, err := t.journal.Write(head); err != nil {
		return fmt.Errorf("begin the journal: %w", err)
	}
	if err := t.disk.Mkdir(path.Join(work, siteName), 0o755); err != nil {
		return fmt.Errorf("make a folder beside the site: %w", err)
	}
	return nil
}

// Write adds a file. Its path is slash-separated and stays within the tree; two paths that some
// file system takes for one, differing in case only, are an error.
func (t *Tree) Write(name string, data []byte) error {
	if !isPath(name) {
		return fmt.Errorf("write %q: not a path within the site", name)
	}
	if err := t.free(name); err != nil {
		return err
	}
	if t.taken[strings.ToLower(name)] {
		return fmt.Errorf("write %s: two pages claim this path", name)
	}
	t.taken[strings.ToLower(name)] = true
	file := File{name, int64(len(data)), digest(data)}
	if err := t.put(file, data); err != nil {
		return err
	}
	t.files = append(t.files, file)
	return nil
}

// free refuses the names that are not for pages.
func (t *Tree) free(name string) error {
	top, _, _ := strings.Cut(name, "/")
	for _, kept := range t.opts.About.Keep {
		if strings.EqualFold(top, kept) {
			return refuse("take it out of keep, or out of site/static", "%s is to be kept, and this build writes it too", kept)
		}
	}
	if !canKeep(top) {
		return refuse("give the file in site/static another name", "%s is a name that the site needs for itself", top)
	}
	if strings.EqualFold(top, ".git") {
		return refuse("take it out of site/static", "%s would make it a work tree of Git", top)
	}
	return nil
}

// put notes a file in the journal, and links or writes it.
func (t *Tree) put(file File, data []byte) error {
	name := file.Path
	if err := t.note(name); err != nil {
		return err
	}
	if err := t.folder(path.Dir(name)); err != nil {
		return fmt.Errorf("make a folder of the site: %w", err)
	}
	if t.link(name, file.SHA256) {
		return nil
	}
	to := path.Join(t.work, siteName, name)
	f, err := t.disk.Create(to, 0o644)
	if err != nil {
		return fmt.Errorf("write a file of the site: %w", err)
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil && t.last.fresh == nil {
		t.last.fresh, err = t.disk.Lstat(to)
	}
	if err != nil {
		return fmt.Errorf("write a file of the site: %w", err)
	}
	return nil
}

func (t *Tree) folder(name string) error {
	if t.made[name] {
		return nil
	}
	if err := t.folder(path.Dir(name)); err != nil {
		return err
	}
	t.made[name] = true
	return t.disk.Mkdir(path.Join(t.work, siteName, name), 0o755)
}

// Files is how many have been written.
func (t *Tree) Files() int { return len(t.files) }

// full is the path of something in the folder around the target.
func (t *Tree) full(name string) string { return filepath.Join(t.around, filepath.FromSlash(name)) }

// Left is what was not removed, of this build or of earlier ones.
func (t *Tree) Left() []Leftover { return t.left }

// Close removes what is left of the workplace and gives up the folder around it.
func (t *Tree) Close() error {
	err := t.seal()
	if t.work != "" {
		err = errors.Join(err, t.clear(t.work, nil))
		t.work = ""
	}
	if t.lock != nil {
		err = errors.Join(err, t.lock.Close())
		t.lock = nil
	}
	return errors.Join(err, t.disk.Close())
}
