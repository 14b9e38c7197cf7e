package console

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/incident"
)

// ShowDiff prints what a change would do.
func (a *App) ShowDiff(repo *Repository, change edit.Change) {
	shown := a.DisplayFile(repo, change.Path)
	for line := range bytes.Lines(diff.Diff(shown, change.Old, shown, change.New)) {
		if bytes.HasPrefix(line, []byte("diff ")) {
			continue
		}
		fmt.Fprintln(a.Out, diag.Printable(string(bytes.TrimRight(line, "\r\n"))))
	}
}

// WithoutPath is an error of the file system without operation and path.
func WithoutPath(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// Inventory counts what a log holds, in words.
func Inventory(log *incident.Log) string {
	return strings.Join([]string{
		diag.Plural(len(log.Records), "record"), diag.Plural(len(log.Systems), "system"),
		diag.Plural(len(log.Articles), "article"),
	}, ", ")
}

// DisplayFile is a file of the repository as seen from the current folder.
func (a *App) DisplayFile(repo *Repository, path string) string {
	return a.DisplayPath(filepath.Join(repo.Path, filepath.FromSlash(path)))
}

// NotWritten is how a change that was not made is shown. That somebody else saved the file is no
// fault of the tool.
func NotWritten(err error) error {
	var told *edit.Error
	if !errors.As(err, &told) {
		return Failed(err)
	}
	code := leftCodeOf(err)
	if told.Hint() != "" {
		err = WithHint(err, told.Hint())
	}
	return Exit(code, err)
}

// LeftAlone names a file that was not written, where others go on.
func (a *App) LeftAlone(repo *Repository, err error) {
	var told *edit.Error
	if !errors.As(err, &told) {
		a.Note("%v", err)
		return
	}
	a.Note("%s: left alone: %s", diag.Printable(a.DisplayFile(repo, told.Path)), told.Reason())
	if told.Hint() != "" {
		a.Note("  hint: %s", told.Hint())
	}
}

func leftCodeOf(err error) int {
	if edit.WasChanged(err) {
		return ExitFindings
	}
	return ExitFailed
}

// LeftCode is the exit code for files that were left alone and named; nil where there are none.
func LeftCode(left []error) error {
	if len(left) == 0 {
		return nil
	}
	codes := make([]int, 0, len(left))
	for _, err := range left {
		codes = append(codes, leftCodeOf(err))
	}
	return Exit(slices.Max(codes), nil)
}
