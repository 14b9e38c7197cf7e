package imports

import (
	"fmt"
	"path"
	"slices"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/filing/intake"
	"hindcast/internal/importing"
)

// counts are how many entries of a source came to what.
type counts struct{ read, written, unchanged, leftAlone, leftOut int }

func tally(outcomes []intake.Outcome) counts {
	c := counts{read: len(outcomes)}
	for _, o := range outcomes {
		switch o.Verdict {
		case intake.Write:
			c.written++
		case intake.Unchanged:
			c.unchanged++
		case intake.LeaveAlone:
			c.leftAlone++
		case intake.LeaveOut:
			c.leftOut++
		}
	}
	return c
}

// String is the counts in a line.
func (c counts) String() string {
	return fmt.Sprintf("read %s: %d written, %d unchanged, %d left alone, %d left out",
		diag.Plural(c.read, "entry"), c.written, c.unchanged, c.leftAlone, c.leftOut)
}

// tell prints the counts, each entry where that is asked for, then each that the user may have to see to.
func (a *app) tell(repo *console.Repository, source string, outcomes []intake.Outcome, f flags, w *words) error {
	c := tally(outcomes)
	line := c.String()
	if f.dry {
		line += "; nothing was written, since this was a dry run"
	}
	if _, err := fmt.Fprintln(a.Out, diag.Printable(line)); err != nil {
		return console.Failed(fmt.Errorf("print what was written: %w", err))
	}
	verbs := map[intake.Verdict]string{intake.Write: "wrote", intake.Unchanged: "unchanged"}
	if f.dry {
		verbs[intake.Write] = "would write"
	}
	restricted := 0
	for _, o := range outcomes {
		if o.IsRestricted && (o.Verdict == intake.Write || o.Verdict == intake.Unchanged) {
			restricted++
		}
		place := a.place(source, o)
		switch o.Verdict {
		case intake.Write, intake.Unchanged:
			if f.list || f.dry {
				fmt.Fprintf(a.Out, "%s: %s %s\n", diag.Printable(place), verbs[o.Verdict], diag.Printable(a.DisplayFile(repo, o.Path)))
			}
		case intake.LeaveAlone:
			a.Note("%s: left alone: %s", a.DisplayFile(repo, o.Path), o.Reason)
		case intake.LeaveOut:
			fmt.Fprintf(a.Err, "%s: left out: %s\n", diag.Printable(place), diag.Printable(o.Reason))
		}
	}
	if restricted > 0 {
		a.Note("marked %s: %s that the source shows to some alone; only a site for the audience restricted has such",
			importing.RestrictedMark, diag.Plural(restricted, "record"))
	}
	if c.leftAlone > 0 {
		a.Note("  hint: to have a file as the source has it, delete it and import again")
	}
	if slices.ContainsFunc(outcomes, func(o intake.Outcome) bool { return o.Reason == intake.NoSeverity }) {
		a.Note("  hint: name a severity for entries that state none, as in --severity sev3; it is kept for the next import")
	}
	w.tell(a, f.dry)
	if c.leftOut > 0 {
		return console.Exit(console.ExitFindings, nil)
	}
	return nil
}

// place is where an entry stands, for a message.
func (a *app) place(source string, o intake.Outcome) string {
	if o.File != "" {
		source = path.Join(source, o.File)
	}
	if o.Line > 0 {
		return fmt.Sprintf("%s:%d", source, o.Line)
	}
	return source
}
