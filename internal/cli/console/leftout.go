package console

import (
	"slices"

	"hindcast/internal/diag"
	"hindcast/internal/disclose"
)

// TellLeftOut says how many files, n, what was printed lacks because of errors in them. The exit code then says so too.
func (a *App) TellLeftOut(n int, what string) error {
	if n == 0 {
		return nil
	}
	a.Note("%s because of errors: %s (hindcast validate tells why)", what, diag.Plural(n, "file"))
	return Exit(ExitFindings, nil)
}

// NameLeftOut names the files that a site or an export lacks because of errors in them. Those that
// its audience may not see are counted alone: what is printed here is in public logs.
func (a *App) NameLeftOut(s *disclose.Disclosure) error {
	for _, path := range slices.Sorted(slices.Values(s.LeftOut)) {
		a.Note("left out because of an error: %s", path)
	}
	for _, path := range s.Foreign {
		a.Note("left out, since it names something that the audience %s may not see: %s, of a source", s.Audience, path)
	}
	if s.Others > 0 {
		a.Note("errors in %s that the audience %s may not see (hindcast validate tells which)",
			diag.Plural(s.Others, "file"), s.Audience)
	}
	if s.Missing() > 0 {
		return Exit(ExitFindings, nil)
	}
	return nil
}
