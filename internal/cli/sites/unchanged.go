package sites

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/load"
	"hindcast/internal/output"
	"hindcast/internal/publish"
)

// lastBuild is what is noted of a build that ended well, so that the next one need not be made where it would give the
// same files.
type lastBuild struct {
	Inputs  string    `json:"inputs"`  // the hash of all that the site was made of
	Written time.Time `json:"written"` // when the file system wrote the last of its files
	Notes   []string  `json:"notes"`
}

// made is what a site is made of, by the hash of it, empty where that is not known, and since when it is so.
type made struct {
	inputs string
	began  time.Time
}

// noteOf is the file with what is noted of the last build into a folder; empty where nothing is kept.
func (a *app) noteOf(repo *console.Repository, target string) string {
	folder := a.CacheFolder(repo)
	if folder == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(target))
	return filepath.Join(folder, "build-"+hex.EncodeToString(sum[:10])+".json")
}

// inputs is the hash of all that a site is made of: the program, the settings, each file that is read, what Git knows,
// and the time. It is an error where one of the files can't be read.
func (a *app) inputs(
	ctx context.Context, repo *console.Repository, opts *publish.Options, to *publishFlags,
) (string, error) {
	authors, err := corpus.Authors(ctx, repo.Path)
	if err != nil {
		return "", err
	}
	commit, modified, err := history.Head(ctx, repo.Path, sources...)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%+v\n%s\n%q\n%s %t %t\n", console.Program(), opts.Options, opts.Now, authors, commit, modified,
		opts.History.Incomplete)
	for _, name := range slices.Sorted(maps.Keys(opts.History.Files)) {
		fmt.Fprintf(h, "%q %+v\n", name, opts.History.Files[name])
	}
	fmt.Fprintf(h, "%+v\n", *to)
	for _, name := range sources {
		if err := hashAll(h, repo.Files, name); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// hashAll adds the names and bytes of a file, or of all below a folder.
func hashAll(h hash.Hash, files fs.FS, name string) error {
	err := fs.WalkDir(files, name, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			_, err = fmt.Fprintf(h, "%q\n", name)
			return err
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is no regular file", name)
		}
		f, err := files.Open(name)
		if err != nil {
			return err
		}
		sum := sha256.New()
		n, err := io.Copy(sum, f)
		fmt.Fprintf(h, "%q %d %x\n", name, n, sum.Sum(nil))
		return errors.Join(err, f.Close())
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// isThere reports whether a folder holds the very site that would be made of some inputs, and says so.
func (a *app) isThere(repo *console.Repository, target, inputs string) bool {
	note := a.noteOf(repo, target)
	if note == "" || inputs == "" {
		return false
	}
	var last lastBuild
	data, err := os.ReadFile(note)
	if err != nil || json.Unmarshal(data, &last) != nil || last.Inputs != inputs {
		return false
	}
	m, ok := output.Untouched(target, repo.Path, last.Written)
	if !ok {
		return false
	}
	for _, text := range last.Notes {
		a.Note("%s", text)
	}
	a.Note("nothing changed since the last build: %s stay in %s for the audience %s", diag.Plural(len(m.Files), "file"),
		diag.Printable(a.DisplayPath(target)), m.Audience)
	return true
}

// noteBuild notes a build that began at an instant and ended well. That it can't be noted costs the next one time and
// nothing else.
func (a *app) noteBuild(repo *console.Repository, target string, from made, notes []string) {
	note := a.noteOf(repo, target)
	if note == "" || from.inputs == "" || load.ChangedSince(repo.Files, from.began, sources...) {
		return
	}
	written, err := output.LastChange(target)
	if err != nil {
		return
	}
	data, err := json.Marshal(lastBuild{from.inputs, written, notes})
	if err == nil && os.MkdirAll(filepath.Dir(note), 0o700) == nil {
		_ = os.WriteFile(note, data, 0o600)
	}
}
