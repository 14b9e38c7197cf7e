package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"

	"hindcast/internal/parts"
)

// The names of files that hold licences, and of those that go with them.
var (
	licenceName = regexp.MustCompile(`(?i)^(un)?(licen[sc]e|copying)`)
	besideName  = regexp.MustCompile(`(?i)^(notice|patents)`)
)

// enough is how much of a text must be that of known licences, in percent; the rest is names, years and
// what a project says about its parts.
const enough = 85

// judged are texts that no comparison with licences finds or understands, with the licence that they name.
var judged = map[string]struct{ file, licence string }{
	// The fonts are linked as Go source, and their licence lies beside the originals.
	"golang.org/x/image": {"font/gofont/ttfs/README", "BSD-3-Clause"},
	// What was ported from libyaml keeps its licence, which is named by its address alone.
	"go.yaml.in/yaml/v4": {"NOTICE", "MIT"},
}

// read reads the texts of a module and says what licences they are.
func (m *module) read() error {
	ids := map[string]bool{}
	if j, ok := judged[m.Module]; ok {
		if err := m.keep(filepath.Join(m.dir, filepath.FromSlash(j.file))); err != nil {
			return err
		}
		ids[j.licence] = true
	}
	for folder := range m.folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.IsDir() {
				continue
			}
			if err := m.file(filepath.Join(folder, e.Name()), ids); err != nil {
				return err
			}
		}
	}
	if len(ids) == 0 {
		return fmt.Errorf("%s has no file with its licence", m.Module)
	}
	slices.SortFunc(m.Texts, func(a, b parts.Text) int { return strings.Compare(a.Name, b.Name) })
	m.Texts = slices.Compact(m.Texts)
	m.Licence = expression(ids)
	return nil
}

// file keeps the text of a file that is about licences, and adds the ids of those that it holds.
func (m *module) file(name string, ids map[string]bool) error {
	base := filepath.Base(name)
	licence := licenceName.MatchString(base) && !strings.HasSuffix(base, ".go")
	if !licence && !besideName.MatchString(base) {
		return nil
	}
	if err := m.keep(name); err != nil || !licence {
		return err
	}
	found := licensecheck.Scan([]byte(m.Texts[len(m.Texts)-1].Text))
	if found.Percent < enough {
		return fmt.Errorf("only %.0f%% of %s is the text of known licences; say in judged which one it is", found.Percent,
			name)
	}
	for _, match := range found.Match {
		ids[match.ID] = true
	}
	return nil
}

func (m *module) keep(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	below, err := filepath.Rel(m.dir, name)
	if err != nil {
		return err
	}
	// Line ends as everywhere, whatever the module has.
	m.Texts = append(m.Texts, parts.Text{
		Name: filepath.ToSlash(below), Text: strings.ReplaceAll(string(text), "\r\n", "\n"),
	})
	return nil
}

// expression holds all ids, since no text that was found offers a choice.
func expression(ids map[string]bool) string {
	var list []string
	for id := range ids {
		list = append(list, id)
	}
	slices.Sort(list)
	return strings.Join(list, " AND ")
}
