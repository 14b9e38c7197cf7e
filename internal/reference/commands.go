package reference

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands is the reference of the command line.
func commands(root *cobra.Command) string {
	p := newPage("Commands")
	p.paragraphs(root.Long)
	p.fenced("sh", unindented(root.Example))
	var rows [][]string
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() {
			rows = append(rows, []string{link(cmd.Name(), cmd.CommandPath()), plain(cmd.Short)})
		}
	}
	p.table([]string{"command", "what it does"}, rows)
	p.heading(2, "Flags of every command")
	p.flags(root.PersistentFlags())
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() {
			p.command(cmd)
		}
	}
	return p.String()
}

func (p *page) command(cmd *cobra.Command) {
	p.heading(2, cmd.CommandPath())
	p.text("%s", plain(sentence(cmd.Short)))
	p.fenced("", cmd.UseLine())
	p.paragraphs(cmd.Long)
	p.flags(cmd.LocalNonPersistentFlags())
	if cmd.Example != "" {
		p.text("For example:")
		p.fenced("sh", unindented(cmd.Example))
	}
	for _, below := range cmd.Commands() {
		p.command(below)
	}
}

// paragraphs writes a text of help; lists that are set with spaces stay as they stand.
func (p *page) paragraphs(text string) {
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		switch {
		case strings.HasPrefix(paragraph, "  "):
			p.fenced("", unindented(paragraph))
		case paragraph != "":
			p.text("%s", plain(paragraph))
		}
	}
}

func (p *page) flags(flags *pflag.FlagSet) {
	var rows [][]string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := strings.TrimSpace("--" + f.Name + " " + value)
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		initial := f.DefValue
		if initial == "false" || initial == "[]" || initial == "0" {
			initial = ""
		}
		rows = append(rows, []string{code(name), plain(usage), plain(initial)})
	})
	p.table([]string{"flag", "what it does", "where not given"}, rows)
}

// unindented is a text without the two spaces that each line of it begins with in help.
func unindented(text string) string {
	return strings.ReplaceAll(strings.TrimPrefix(text, "  "), "\n  ", "\n")
}
