package diag

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// Rule is what printers say of a rule.
type Rule struct {
	ID    string
	Title string // what it asks for, in one line
	Why   string
	Level Level
}

// formats are the printers by name.
var formats = map[string]func(Printer, io.Writer, []Finding) error{
	"text":    Printer.Text,
	"json":    Printer.JSON,
	"github":  Printer.GitHub,
	"sarif":   Printer.SARIF,
	"rdjsonl": Printer.RDJSONL,
	"junit":   Printer.JUnit,
	"gitlab":  Printer.GitLab,
}

// Formats are the names that Print knows, in order.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }

// Print writes findings in the format of a name.
func (p Printer) Print(w io.Writer, format string, findings []Finding) error {
	print, ok := formats[format]
	if !ok {
		return fmt.Errorf("there is no format %q", format)
	}
	return print(p, w, findings)
}

// shown is a path as it is to be printed.
func (p Printer) shown(path string) string {
	if p.ShowPath != nil {
		return p.ShowPath(path)
	}
	return path
}
