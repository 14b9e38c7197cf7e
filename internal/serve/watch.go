package serve

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"hindcast/internal/load"
)

// watched are the files and folders of a records repository that a site is made of.
func watched(root string) []string { return load.SourcesOf(os.DirFS(root)) }

// watching tells of changes below a folder.
type watching struct {
	root    string
	changed func(path string)                 // called with the path of the file where one is known
	log     func(format string, args ...any)  // what the user is to know
	open    func() (*fsnotify.Watcher, error) // of the system's notifications
	settle  time.Duration                     // after a new folder, before all folders are watched anew
	every   time.Duration                     // between two looks where it polls
	polls   bool                              // on request
}

const (
	defaultSettle = 100 * time.Millisecond
	defaultPoll   = time.Second
)

// watchBy is the way to watch that Options ask for: by the system's notifications, or by looking every so often.
func watchBy(poll time.Duration, log func(format string, args ...any)) func(
	ctx context.Context, root string, changed func(path string)) error {
	return func(ctx context.Context, root string, changed func(path string)) error {
		w := watching{
			root: root, changed: changed, log: log, open: fsnotify.NewWatcher, settle: defaultSettle,
			every: cmp.Or(poll, defaultPoll), polls: poll > 0,
		}
		return w.run(ctx)
	}
}

// run tells of changes until the context ends. Where the system can't notify, it polls.
func (w *watching) run(ctx context.Context) error {
	if w.polls {
		w.poll(ctx)
		return nil
	}
	var folders []string // new ones, whose files count as changed
	for isFirst := true; ctx.Err() == nil; isFirst = false {
		watcher, err := w.watchAll()
		if err != nil {
			w.log("changes are looked for every %s, since the folders can't be watched: %v", w.every, err)
			w.poll(ctx)
			return nil
		}
		if !isFirst {
			w.changed("") // nothing was seen for a moment
		}
		w.reportBelow(folders)
		folders, err = w.follow(ctx, watcher)
		_ = watcher.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// follow reports what a watcher tells until the context ends or the folders are to be watched anew: those that appear
// are not watched yet, and what lies in one that was moved may still be watched under its former path.
func (w *watching) follow(ctx context.Context, watcher *fsnotify.Watcher) (folders []string, err error) {
	var settled <-chan time.Time // nil where all folders are watched
	sources := watched(w.root)
	for {
		select {
		case <-ctx.Done():
			return nil, nil
		case <-settled:
			return folders, nil
		case event, open := <-watcher.Events:
			switch {
			case !open:
				return nil, errors.New("the system ended the notifications")
			case event.Op == fsnotify.Chmod:
				continue
			}
			others := false // are to be watched, by the settings
			if event.Has(fsnotify.Create) || filepath.Base(event.Name) == load.ConfigFile {
				was := sources
				sources = watched(w.root)
				others = !slices.Equal(was, sources)
			}
			if !matters(w.root, event.Name, sources) {
				continue
			}
			w.changed(event.Name)
			if event.Has(fsnotify.Create) && isFolder(event.Name) {
				folders = append(folders, event.Name)
			} else if !others {
				continue
			}
		case <-watcher.Errors:
			w.changed("") // notifications were lost, perhaps of folders; the build reads everything anyway
		}
		if settled == nil {
			settled = time.After(w.settle)
		}
	}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// watchAll watches the root itself, for the settings, and the folders below it.
func (w *watching) watchAll() (*fsnotify.Watcher, error) {
	watcher, err := w.open()
	if err != nil {
		return nil, err
	}
	if err := watcher.Add(w.root); err != nil {
		_ = watcher.Close()
		return nil, fmt.Errorf("watch %s: %w", w.root, err)
	}
	for _, folder := range watched(w.root) {
		if err := addBelow(watcher, filepath.Join(w.root, folder)); err != nil {
			_ = watcher.Close()
			return nil, err
		}
	}
	return watcher, nil
}

// reportBelow reports the files in folders.
func (w *watching) reportBelow(folders []string) {
	sources := watched(w.root)
	for _, folder := range folders {
		_ = filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && matters(w.root, name, sources) {
				w.changed(name)
			}
			return nil
		})
	}
}

func addBelow(watcher *fsnotify.Watcher, folder string) error {
	return filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // it is gone again, or not there yet
		case !d.IsDir():
			return nil
		case strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		}
		if err := watcher.Add(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("watch %s: %w", name, err)
		}
		return nil
	})
}

// matters reports whether a site that is made of some files and folders could depend on a file: not on what editors leave
// beside it, nor on what a build writes.
func matters(root, name string, sources []string) bool {
	rel, err := filepath.Rel(root, name)
	if err != nil || rel == "." {
		return false
	}
	base := filepath.Base(name)
	if strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasSuffix(base, ".swp") {
		return false
	}
	return slices.ContainsFunc(sources, func(source string) bool {
		return filepath.ToSlash(rel) == source || strings.HasPrefix(filepath.ToSlash(rel), source+"/")
	})
}

// poll looks at names, sizes and times until the context ends.
func (w *watching) poll(ctx context.Context) {
	last := look(w.root)
	ticker := time.NewTicker(w.every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if next := look(w.root); next != last {
				last = next
				w.changed("")
			}
		}
	}
}

// look is the digest of the names, sizes and times of all files that matter.
func look(root string) (sum [sha256.Size]byte) {
	h := sha256.New()
	sources := watched(root)
	for _, top := range sources {
		_ = filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			if info, err := d.Info(); err == nil && matters(root, name, sources) {
				fmt.Fprintf(h, "%q %d %d\n", name, info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return [sha256.Size]byte(h.Sum(nil))
}
