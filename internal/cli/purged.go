package cli

import (
	"context"
	"fmt"

	"hindcast/internal/diag"
	"hindcast/internal/disk"
)

// purged looks for remains of a redacted record in a copy and prints where they are.
func (a *app) purged(ctx context.Context, id string, args []string) error {
	now := thisMinute(a.Clock().UTC())
	repo, err := a.open()
	if err != nil {
		return err
	}
	defer repo.close()
	c, err := a.load(ctx, repo, now)
	if err != nil {
		return err
	}
	dir, err := a.copyFolder(args)
	if err != nil {
		return err
	}
	name := diag.Printable(a.show(dir))
	copied, err := disk.Open(dir)
	if err != nil {
		return &exitError{exitUsage, &hinted{fmt.Errorf("%s can't be searched: %w", name, reasonOf(err)), "name the folder of a site or of a clone"}}
	}
	defer copied.Close()
	found, err := a.desk(now).Purged(ctx, c, repo.path, id, dir, copied.FS())
	if err != nil {
		return refused(err)
	}
	grave := 0
	for _, r := range found {
		if r.Mild {
			a.note("%s: %s", diag.Printable(r.Path), diag.Printable(r.What))
			continue
		}
		grave++
		fmt.Fprintf(a.Out, "%s: %s\n", diag.Printable(r.Path), diag.Printable(r.What))
	}
	if grave > 0 {
		fmt.Fprintf(a.Out, "%s of %s in %s\n", diag.Plural(grave, "trace"), diag.Printable(id), name)
		return &exitError{code: exitFindings}
	}
	fmt.Fprintf(a.Out, "no trace of what %s said was found in %s\n", diag.Printable(id), name)
	return nil
}
