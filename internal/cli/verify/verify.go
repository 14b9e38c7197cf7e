package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/output"
	"hindcast/internal/signature"
)

func (a *app) verify() *cobra.Command {
	var signers, purged string
	cmd := &cobra.Command{
		Use:   "verify [DIR]",
		Short: "Check a published copy against its manifest",
		Long: `Hold the site in DIR, else the one that build writes, against its manifest.json: every
file by its size and SHA-256. Files that are missing, changed or extra are named. What
the manifest says is kept for the host is not looked at.

A manifest without a signature tells slips and damage, and nothing of who wrote it:
whoever can change a file can change its line. With --signers the signature in
manifest.json.sig has to be by one of the keys in FILE, which lists them as ssh-keygen
wants its allowed signers:

  release@example.org namespaces="hindcast" ssh-ed25519 AAAAC3Nza…

With --purged DIR is searched instead, a site or a clone: for what the redacted record
ID said before, as far as the Git repository here still has it, for its files and its
id. Remains in a clone's history count. That nothing is found proves no more than that.

Exit code 0: the copy is whole, or nothing was found. 1: it is not, the signature is
missing or wrong, or remains were found. 2: wrong usage, or no build wrote DIR.
3: Hindcast itself failed.`,
		Example: `  hindcast verify
  hindcast verify /var/www/incidents --signers allowed_signers
  hindcast verify --purged INC-2026-0007 /var/www/incidents`,
		Args: console.Args(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if purged != "" {
				return a.purged(cmd.Context(), purged, args)
			}
			dir, err := a.copyFolder(args)
			if err != nil {
				return err
			}
			copied, err := a.openCopy(dir)
			if err != nil {
				return err
			}
			defer copied.close()
			whole, err := a.printCopy(copied)
			if err != nil {
				return err
			}
			signed, err := a.printSignature(cmd.Context(), copied, signers)
			if err != nil {
				return err
			}
			if !whole || !signed {
				return console.Exit(console.ExitFindings, nil)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&signers, "signers", "", "require a signature by one of the keys in `FILE`")
	cmd.Flags().StringVar(&purged, "purged", "", "look for remains of the redacted record `ID` instead")
	return cmd
}

// copyFolder is the folder to check: the one named, else that of the site in the records repository.
func (a *app) copyFolder(args []string) (string, error) {
	if len(args) == 1 {
		return a.ResolvePath(args[0]), nil
	}
	repo, err := a.Open()
	if err != nil {
		return "", err
	}
	defer repo.Close()
	return a.SiteFolder(repo.Path, ""), nil
}

// siteCopy is a published site that was opened to be checked.
type siteCopy struct {
	name     string // as the user sees it
	folder   *disk.Folder
	manifest *output.Manifest
	stated   []byte // the manifest as it was read
}

func (c *siteCopy) close() { c.folder.Close() }

func (a *app) openCopy(dir string) (*siteCopy, error) {
	c := &siteCopy{name: a.DisplayPath(dir)}
	var err error
	if c.folder, err = disk.Open(dir); err != nil {
		return nil, console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("%s can't be checked: %w", c.name, console.WithoutPath(err)),
				"name the folder of a site that hindcast build wrote"))
	}
	c.manifest, c.stated, err = output.ReadManifest(c.folder.FS())
	if err == nil {
		return c, nil
	}
	c.close()
	if errors.Is(err, output.ErrNoManifest) {
		return nil, console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("%s can't be checked: %w", c.name, err),
				"name the folder of a site that hindcast build wrote"))
	}
	return nil, console.Failed(err)
}

// printCopy prints how a copy differs from its manifest and what the manifest says of it.
func (a *app) printCopy(c *siteCopy) (whole bool, err error) {
	d, err := output.Compare(c.folder.FS(), c.manifest)
	if err != nil {
		return false, console.Exit(console.ExitFailed, console.WithHint(err, "see who owns the folder and what its mode is"))
	}
	a.printPaths(c.name, "missing", d.Missing)
	a.printPaths(c.name, "changed", d.Changed)
	a.printPaths(c.name, "extra", d.Extra)
	m := c.manifest
	if d.None() {
		fmt.Fprintf(a.Out, "%s is whole: %s, each as the manifest says\n", diag.Printable(c.name),
			diag.Plural(len(m.Files), "file"))
	} else {
		fmt.Fprintf(a.Out, "%s is not whole: %d missing, %d changed, %d extra, of %s in the manifest\n",
			diag.Printable(c.name), len(d.Missing), len(d.Changed), len(d.Extra), diag.Plural(len(m.Files), "file"))
	}
	fmt.Fprintf(a.Out, "made for the audience %s %s by %s\n", diag.Printable(m.Audience), commitOf(m),
		diag.Printable(m.Program.Name+" "+m.Program.Version))
	if len(m.Keep) > 0 {
		fmt.Fprintf(a.Out, "not checked, since kept for the host: %s\n", diag.Printable(strings.Join(m.Keep, ", ")))
	}
	return d.None(), nil
}

func commitOf(m *output.Manifest) string {
	switch {
	case m.Commit == "":
		return "from records outside of Git"
	case m.Modified:
		return "from records changed since commit " + diag.Printable(m.Commit)
	}
	return "from commit " + diag.Printable(m.Commit)
}

// maxPaths is how many paths of each kind are named.
const maxPaths = 50

func (a *app) printPaths(name, what string, paths []string) {
	for i, path := range paths {
		if i == maxPaths {
			fmt.Fprintf(a.Out, "%s: and %d more\n", what, len(paths)-maxPaths)
			return
		}
		fmt.Fprintf(a.Out, "%s: %s\n", what, diag.Printable(name+"/"+path))
	}
}

// printSignature prints whose signature a copy has. Without signers to look for it is only said that
// there is one.
func (a *app) printSignature(ctx context.Context, c *siteCopy, signers string) (good bool, err error) {
	text, err := disk.ReadFile(c.folder.FS(), output.SignatureName, output.MaxSignature)
	missing := errors.Is(err, fs.ErrNotExist)
	switch {
	case signers == "" && !missing:
		a.Note("it has a signature, which was not checked: name the signers with --signers FILE")
		return true, nil
	case signers == "":
		return true, nil
	case missing:
		fmt.Fprintf(a.Out, "not signed: there is no %s\n", output.SignatureName)
		return false, nil
	case err != nil:
		return false, console.Failed(fmt.Errorf("read the signature: %w", err))
	}
	who, err := signature.Check(ctx, a.ResolvePath(signers), c.stated, text)
	var invalid *signature.Invalid
	var unchecked *signature.Error
	switch {
	case errors.As(err, &invalid):
		fmt.Fprintf(a.Out, "wrongly signed: %s\n", diag.Printable(invalid.Error()))
		return false, nil
	case errors.As(err, &unchecked):
		return false, console.Exit(console.ExitUsage, console.WithHint(unchecked, unchecked.Hint()))
	case err != nil:
		return false, console.Failed(err)
	}
	fmt.Fprintf(a.Out, "signed by %s\n", diag.Printable(who))
	return true, nil
}
