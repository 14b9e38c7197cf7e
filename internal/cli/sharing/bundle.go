package sharing

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/edit"
	"hindcast/internal/federation"
	"hindcast/internal/incident"
	"hindcast/internal/signature"
)

func (a *app) bundle() *cobra.Command {
	var mark, key, out, now string
	cmd := &cobra.Command{
		Use:   "bundle",
		Short: "Write records for another organisation to show",
		Long: `Write the records, systems and articles up to a mark into one signed file, for another
organisation that names it under sources: in its hindcast.yaml. Parts of texts with a
higher mark are cut out, and a file whose text still names something withheld is left
out. Each record keeps its mark, by which the other organisation's site shows it.

The file holds texts as they were written. Comments in front matter are taken out;
comments in texts, which no page shows, are not, and the files that have one are named.
Pictures lose their metadata; PDF, ZIP and text files keep what is in them. The records
of this log's own sources are not in it.`,
		Example: `  hindcast bundle --mark GREEN --sign ~/.ssh/id_ed25519 --out nordhaven.hindcast`,
		Args:    console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case !incident.TLP.Has(mark):
				return console.Exit(console.ExitUsage, console.WithHint(errors.New("--mark is no mark"),
					"give the highest mark that may leave: "+strings.Join(incident.TLP.IDs(), ", ")))
			case key == "":
				return console.Exit(console.ExitUsage, console.WithHint(errors.New("a bundle is signed, and --sign names no key"),
					"name an SSH key; the receiver gets its public half"))
			case out == "":
				return console.Usage("--out names no file to write")
			}
			at, err := a.Instant(now, console.ThisMinute)
			if err != nil {
				return err
			}
			repo, err := a.Open()
			if err != nil {
				return err
			}
			defer repo.Close()
			opts, err := console.Options(cmd.Context(), repo, at)
			if err != nil && cmd.Context().Err() == nil {
				a.Note("names of authors are not looked for in records: %v", err)
			}
			return a.writeBundle(cmd.Context(), repo, opts, mark, key, a.ResolvePath(out))
		},
	}
	cmd.Flags().StringVar(&mark, "mark", "", "highest `MARK` of what is in the bundle")
	cmd.Flags().StringVar(&key, "sign", "", "sign it with the SSH `KEY`, by ssh-keygen")
	cmd.Flags().StringVarP(&out, "out", "o", "", "write to `FILE`, in place of the one that is there")
	cmd.Flags().StringVar(&now, "now", "", console.NowHelp)
	return cmd
}

func (a *app) writeBundle(
	ctx context.Context, repo *console.Repository, opts corpus.Options, mark, key, file string,
) error {
	c, d, err := federation.Disclosed(ctx, repo.Files, mark, opts)
	if err != nil {
		return refused(err)
	}
	b, err := federation.NewBundle(c, d, mark, opts.Now)
	if err != nil {
		return console.Failed(err)
	}
	data, err := b.Packed(func(manifest []byte) ([]byte, error) {
		return signature.Sign(ctx, a.ResolvePath(key), manifest, a.Asks)
	})
	var unsigned *signature.Error
	switch {
	case errors.As(err, &unsigned):
		return console.Exit(console.ExitUsage, console.WithHint(err, unsigned.Hint()))
	case err != nil:
		return console.Failed(err)
	}
	if err := a.put(ctx, file, data); err != nil {
		return err
	}
	if err := a.PrintErrors(repo, d.Findings); err != nil {
		return err
	}
	for _, name := range b.Commented {
		a.Note("%s has comments in its text, which are in the bundle", diag.Printable(name))
	}
	a.Note("wrote %s of up to TLP:%s to %s", diag.Plural(b.Records(), "record"), mark, diag.Printable(a.DisplayPath(file)))
	return a.NameLeftOut(d)
}

// put writes a file, in place of the one that is there.
func (a *app) put(ctx context.Context, file string, data []byte) error {
	folder, err := disk.Open(filepath.Dir(file))
	if err != nil {
		return console.Exit(console.ExitUsage, fmt.Errorf("open the folder to write to: %w", err))
	}
	defer folder.Close()
	old, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return console.Exit(console.ExitUsage, err)
	}
	a.Writing()
	err = edit.Apply(ctx, folder, edit.Change{Path: filepath.Base(file), Old: old, New: data})
	if err != nil {
		return console.NotWritten(err)
	}
	return nil
}
