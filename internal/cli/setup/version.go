package setup

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/parts"
)

func (a *app) version() *cobra.Command {
	var licences, texts, sbom bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, and what the program is made of",
		Long: `Print the version. With a flag, print what this binary is made of, by what the
linker noted in it: the modules of others with their licences, or all of it as a
bill of materials in CycloneDX JSON 1.6. The bill bears a time only where
SOURCE_DATE_EPOCH is set, so the same binary gives the same bytes.`,
		Example: `  hindcast version --licences
  hindcast version --licence-texts > LICENCES.txt
  hindcast version --sbom > hindcast.cdx.json`,
		Args: console.Args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			info, ok := debug.ReadBuildInfo()
			version := versionOf(info)
			switch {
			case !licences && !texts && !sbom:
				_, err := fmt.Fprintln(a.Out, VersionLine())
				return console.Failed(err)
			case !ok:
				return console.Failed(console.WithHint(errors.New("nothing in this binary says what it is made of"),
					"build it in module mode"))
			case sbom:
				return a.printSBOM(info, version)
			}
			return console.Failed(WriteLicences(a.Out, info, version, texts))
		},
	}
	cmd.Flags().BoolVar(&licences, "licences", false, "list the modules in this binary with their licences")
	cmd.Flags().BoolVar(&texts, "licence-texts", false, "print the texts of the licences as well")
	cmd.Flags().BoolVar(&sbom, "sbom", false, "print a bill of materials, CycloneDX JSON 1.6")
	cmd.MarkFlagsMutuallyExclusive("licences", "licence-texts", "sbom")
	return cmd
}

// versionOf is the version that a build noted, else that of the source.
func versionOf(info *debug.BuildInfo) string {
	if info != nil && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return console.Release
}

// VersionLine names this binary.
func VersionLine() string {
	info, _ := debug.ReadBuildInfo()
	return fmt.Sprintf("hindcast %s (%s%s, %s/%s)", versionOf(info), commitOf(info), runtime.Version(), runtime.GOOS,
		runtime.GOARCH)
}

// commitOf is the commit that a binary was built from, with its day, as far as the build noted them; empty where not.
func commitOf(info *debug.BuildInfo) string {
	if info == nil {
		return ""
	}
	noted := map[string]string{}
	for _, s := range info.Settings {
		noted[s.Key] = s.Value
	}
	hash, day := noted["vcs.revision"], noted["vcs.time"]
	if len(hash) < 12 || len(day) < len(time.DateOnly) {
		return ""
	}
	text := "commit " + hash[:12] + " of " + day[:len(time.DateOnly)]
	if noted["vcs.modified"] == "true" {
		text += " with changes"
	}
	return text + ", "
}

func (a *app) printSBOM(info *debug.BuildInfo, version string) error {
	when, err := a.Instant("", func(time.Time) time.Time { return time.Time{} })
	if err != nil {
		return err
	}
	bom, err := parts.SBOM(info, version, when)
	if err != nil {
		return console.Failed(err)
	}
	return console.Failed(a.WriteJSON(bom))
}

// WriteLicences writes a line for each part of a binary with its licence and, where texts are asked for, each text below
// its name.
func WriteLicences(w io.Writer, info *debug.BuildInfo, version string, texts bool) error {
	list, err := parts.Of(info, version)
	if err != nil {
		return err
	}
	width := 0
	for _, p := range list {
		width = max(width, len(p.Module+" "+p.Version))
	}
	for _, p := range list {
		licence := cmp.Or(p.Licence, "unknown in this version")
		if _, err := fmt.Fprintf(w, "%-*s  %s\n", width, p.Module+" "+p.Version, licence); err != nil {
			return err
		}
		if !texts {
			continue
		}
		if err := writeTexts(w, p); err != nil {
			return err
		}
	}
	return nil
}

// writeTexts writes each text below its name, and a line to tell it from what follows.
func writeTexts(w io.Writer, p parts.Part) error {
	for _, t := range p.Texts {
		text := diag.PrintableLines(strings.Trim(t.Text, "\n"))
		if _, err := fmt.Fprintf(w, "\n%s:\n\n%s\n\n%s\n", t.Name, text,
			strings.Repeat("-", console.UsualWidth)); err != nil {
			return err
		}
	}
	return nil
}
