package filing

import (
	"sort"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
)

// Mend is the change that applies the fixes of a file's findings to it, and how many they are. The
// error is an *edit.Error where the file is not the one any more in which they were found.
func Mend(c *corpus.Corpus, path string, findings []diag.Finding) (change edit.Change, applied int, err error) {
	file := fileOf(c.Log, path)
	if file == nil {
		return change, 0, edit.Changed(path)
	}
	old, err := Original(c.FS, file)
	if err != nil {
		return change, 0, err
	}
	text, applied := Fix(old, findings)
	return edit.Change{Path: path, Old: old, New: text}, applied, nil
}

// Fix applies the fixes of a file's findings to its text and returns how many. Every other byte
// stays. Of two that overlap the later one waits for the next round.
func Fix(text []byte, findings []diag.Finding) ([]byte, int) {
	var fixes []diag.Fix
	for _, f := range findings {
		if f.Fix != nil && 0 <= f.Fix.Start && f.Fix.Start <= f.Fix.End && f.Fix.End <= len(text) {
			fixes = append(fixes, *f.Fix)
		}
	}
	sort.SliceStable(fixes, func(i, j int) bool { return fixes[i].Start < fixes[j].Start })
	var out []byte
	at, applied := 0, 0
	for _, f := range fixes {
		if f.Start < at {
			continue
		}
		out = append(append(out, text[at:f.Start]...), f.Text...)
		at = f.End
		applied++
	}
	return append(out, text[at:]...), applied
}
