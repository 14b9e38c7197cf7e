package cli

import (
	"errors"
	"path/filepath"
	"slices"

	"hindcast/internal/diag"
	"hindcast/internal/edit"
)

// shown is a file of the repository as seen from the current folder.
func (a *app) shown(repo *repository, path string) string {
	return a.show(filepath.Join(repo.path, filepath.FromSlash(path)))
}

// notWritten is how a change that was not made is shown. That somebody else saved the file is no
// fault of the tool.
func notWritten(err error) error {
	var told *edit.Error
	if !errors.As(err, &told) {
		return failed(err)
	}
	exit := &exitError{leftCodeOf(err), err}
	if told.Hint() != "" {
		exit.err = &hinted{err, told.Hint()}
	}
	return exit
}

// leftAlone names a file that was not written, where others go on.
func (a *app) leftAlone(repo *repository, err error) {
	var told *edit.Error
	if !errors.As(err, &told) {
		a.note("%v", err)
		return
	}
	a.note("%s: left alone: %s", diag.Printable(a.shown(repo, told.Path)), told.Reason())
	if told.Hint() != "" {
		a.note("  hint: %s", told.Hint())
	}
}

func leftCodeOf(err error) int {
	if edit.WasChanged(err) {
		return exitFindings
	}
	return exitFailed
}

// leftCode is the exit code for files that were left alone and named; nil where there are none.
func leftCode(left []error) error {
	if len(left) == 0 {
		return nil
	}
	codes := make([]int, 0, len(left))
	for _, err := range left {
		codes = append(codes, leftCodeOf(err))
	}
	return &exitError{code: slices.Max(codes)}
}
