package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watched are the folders of a records repository that a site is made of.
var watched = []string{"incidents", "knowledge", "templates", "site"}

// watch calls changed after every change below root, with the path of the file where one is known, until the context
// ends. Where the system
// can't notify, it looks every second.
func watch(ctx context.Context, root string, changed func(path string)) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return poll(ctx, root, changed)
	}
	defer watcher.Close()
	if err := add(watcher, root); err != nil {
		return poll(ctx, root, changed)
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case event, open := <-watcher.Events:
			if !open {
				return errors.New("the system ended the notifications")
			}
			if event.Op == fsnotify.Chmod || !matters(root, event.Name) {
				continue
			}
			if event.Has(fsnotify.Create) {
				if info, err := os.Stat(event.Name); err == nil && info.IsDir() {
					if err := addBelow(watcher, event.Name); err != nil {
						return poll(ctx, root, changed)
					}
				}
			}
			changed(event.Name)
		case <-watcher.Errors:
			changed("") // notifications were lost; the build reads everything anyway
		}
	}
}

// add watches the root itself, for the settings, and the folders below it.
func add(watcher *fsnotify.Watcher, root string) error {
	if err := watcher.Add(root); err != nil {
		return fmt.Errorf("watch %s: %w", root, err)
	}
	for _, folder := range watched {
		if err := addBelow(watcher, filepath.Join(root, folder)); err != nil {
			return err
		}
	}
	return nil
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
		if err := watcher.Add(name); err != nil {
			return fmt.Errorf("watch %s: %w", name, err)
		}
		return nil
	})
}

// matters reports whether a site could depend on a file: not on what editors leave beside it, nor on
// what a build writes.
func matters(root, name string) bool {
	rel, err := filepath.Rel(root, name)
	if err != nil || rel == "." {
		return false
	}
	top, _, below := strings.Cut(filepath.ToSlash(rel), "/")
	base := filepath.Base(name)
	if strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasSuffix(base, ".swp") {
		return false
	}
	if !below && top == "hindcast.yaml" {
		return true
	}
	for _, folder := range watched {
		if top == folder {
			return true
		}
	}
	return false
}

// poll looks at names, sizes and times every second.
func poll(ctx context.Context, root string, changed func(path string)) error {
	last := look(root)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if next := look(root); next != last {
				last = next
				changed("")
			}
		}
	}
}

func look(root string) string {
	var b strings.Builder
	for _, top := range append([]string{"hindcast.yaml"}, watched...) {
		_ = filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			if info, err := d.Info(); err == nil && matters(root, name) {
				fmt.Fprintf(&b, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return b.String()
}
