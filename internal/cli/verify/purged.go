package verify

import (
	"context"
	"fmt"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/filing/erasure"
)

// purged looks for remains of a redacted record in a copy and prints where they are.
func (a *app) purged(ctx context.Context, id string, args []string) error {
	now := console.ThisMinute(a.Clock().UTC())
	repo, c, err := a.OpenCorpus(ctx, now)
	if err != nil {
		return err
	}
	defer repo.Close()
	dir, err := a.copyFolder(args)
	if err != nil {
		return err
	}
	name := diag.Printable(a.DisplayPath(dir))
	copied, err := disk.Open(dir)
	if err != nil {
		return console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("%s can't be searched: %w", name, console.WithoutPath(err)),
				"name the folder of a site or of a clone"))
	}
	defer copied.Close()
	found, err := erasure.Purged(ctx, a.Desk(now), c, repo.Path, id, dir, copied.FS())
	if err != nil {
		return console.Refused(err)
	}
	grave := 0
	for _, r := range found {
		if r.Mild {
			a.Note("%s: %s", diag.Printable(r.Path), diag.Printable(r.What))
			continue
		}
		grave++
		fmt.Fprintf(a.Out, "%s: %s\n", diag.Printable(r.Path), diag.Printable(r.What))
	}
	if grave > 0 {
		fmt.Fprintf(a.Out, "%s of %s in %s\n", diag.Plural(grave, "trace"), diag.Printable(id), name)
		return console.Exit(console.ExitFindings, nil)
	}
	fmt.Fprintf(a.Out, "no trace of what %s said was found in %s\n", diag.Printable(id), name)
	return nil
}
