// Package internal_test guards the plan of the packages below this folder.
package internal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// layers are the groups of packages, highest first, each with what it may import of its own group.
// Imports point down only, and stages never know each other.
var layers = []struct {
	name     string
	packages []string
	within   map[string][]string
}{
	{"benchmarks", []string{"bench", "bench/gen", "bench/gen/write"}, map[string][]string{"bench/gen/write": {"bench/gen"}}},
	{"releases", []string{"release", "reference/write", "release/module", "highlight/collect", "card/collect"}, nil},
	{"command line", []string{"cli"}, nil},
	{"commands", []string{"cli/gate", "cli/records", "cli/sites", "cli/verify", "cli/query", "cli/reports", "cli/setup", "cli/imports", "cli/sharing"}, nil},
	{"faces", []string{"cli/console", "serve", "lsp", "mcp"}, nil},
	{"tests of importers", []string{"filing/intake/intaketest"}, nil},
	{"workbench", []string{"filing/numbering", "filing/intake", "filing/issue", "filing/erasure", "publish", "publish/custom", "publish/static"}, map[string][]string{"publish": {"publish/custom", "publish/static"}, "filing/intake": {"filing/numbering"}}},
	{"many logs", []string{"federation"}, nil},
	{"filing", []string{"filing"}, nil},
	{"opening", []string{"corpus", "disclose"}, map[string][]string{"disclose": {"corpus"}}},
	{"putting together", []string{"assemble", "derive", "reference"}, nil},
	{"pages", []string{"pages", "trendpages", "changepages", "datafiles"}, nil},
	{"what pages show", []string{"precedents"}, nil},
	{"layout", []string{"layout", "layout/compiled"}, map[string][]string{"layout": {"layout/compiled"}}},
	{"view", []string{"view", "view/viewtest"}, map[string][]string{"view/viewtest": {"view"}}},
	{"stages", []string{"load", "check", "link", "history", "audience", "trend", "agenda", "search", "search/index", "output", "exchange", "importing", "importing/public", "importing/status", "importing/tracker", "importing/columns", "importing/exported", "importing/postmortem", "importing/postmortem/action", "importing/dates", "importing/postmortem/markup", "importing/postmortem/terms", "importing/sources"}, map[string][]string{"importing/public": {"importing"}, "importing/status": {"importing"}, "importing/tracker": {"importing"}, "importing/columns": {"importing"}, "importing/exported": {"importing"}, "importing/postmortem": {"importing", "importing/postmortem/action", "importing/dates", "importing/postmortem/markup", "importing/postmortem/terms"}, "importing": {"importing/dates"}, "importing/postmortem/action": {"importing", "importing/dates", "importing/postmortem/markup", "importing/postmortem/terms"}, "importing/postmortem/markup": {"importing"}, "importing/postmortem/terms": {"importing", "importing/postmortem/markup"}, "importing/sources": {"importing", "importing/postmortem", "importing/public", "importing/status", "importing/tracker", "importing/columns", "importing/exported"}}},
	{"rules", []string{"check/lifecycle", "check/reference", "check/content", "check/compare"}, nil},
	{"what a rule is", []string{"check/rule"}, nil},
	{"language", []string{"wording"}, nil},
	{"results of stages", []string{"trend/figure", "link/graph", "agenda/item", "search/format"}, nil},
	{"ground", []string{"incident", "address", "schema", "taxonomy", "markdown", "frontmatter", "frontmatter/typo", "words", "diag", "disk", "disk/disktest", "edit", "git", "signature", "parts", "attachment", "card", "cache", "cache/codec", "progress", "watch", "highlight", "packed", "when", "quantity", "section", "folder", "identifier", "lazy", "markdown/fence", "markdown/link", "trend/stat", "exchange/sqlite", "exchange/parquet"}, map[string][]string{
		"folder": {"diag"}, "incident": {"diag", "folder", "identifier", "markdown", "quantity", "section", "watch", "when"}, "identifier": {"diag", "watch"}, "address": {"incident", "markdown"}, "schema": {"incident", "diag"}, "markdown": {"diag", "highlight", "markdown/fence", "markdown/link", "when"}, "markdown/fence": {"diag"}, "when": {"diag"}, "quantity": {"diag"}, "watch": {"markdown"}, "frontmatter": {"diag", "frontmatter/typo"}, "taxonomy": {"incident"}, "disk/disktest": {"disk"}, "edit": {"disk"}, "attachment": {"disk"}, "card": {"packed"}, "highlight": {"packed"}, "cache": {"cache/codec", "disk"},
	}},
}

// The bounds keep a package small enough to be read at one go. Lines are those outside of tests; imports are those of
// this module; methods are those declared on a type.
const (
	mostLines   = 2500
	mostImports = 12
	mostMethods = 40
)

// Packages keep to the bounds.
func TestPackagesAreSmall(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f",
		"{{.Dir}}\t{{.ImportPath}}\t{{join .GoFiles \" \"}}\t{{join .Imports \" \"}}\t{{.Module.Path}}", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	method := regexp.MustCompile(`(?m)^func \(\w* ?\*?(\w+)(?:\[\w+\])?\) `)
	packages := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		packages++
		lines, methods := 0, map[string]int{}
		for name := range strings.FieldsSeq(fields[2]) {
			text, err := os.ReadFile(filepath.Join(fields[0], name))
			if err != nil {
				t.Fatal(err)
			}
			lines += bytes.Count(text, []byte("\n"))
			for _, m := range method.FindAllSubmatch(text, -1) {
				methods[string(m[1])]++
			}
		}
		imports := 0
		for path := range strings.FieldsSeq(fields[3]) {
			if strings.HasPrefix(path, fields[4]+"/") {
				imports++
			}
		}
		if lines > mostLines || imports > mostImports {
			t.Errorf("%s has %d lines and %d imports, more than %d or %d", fields[1], lines, imports, mostLines, mostImports)
		}
		for name, n := range methods {
			if n > mostMethods {
				t.Errorf("%s.%s has %d methods, more than %d", fields[1], name, n, mostMethods)
			}
		}
	}
	if packages < 40 {
		t.Errorf("only %d packages were looked at", packages)
	}
}

func layerOf(pkg string) int {
	return slices.IndexFunc(layers, func(l struct {
		name     string
		packages []string
		within   map[string][]string
	},
	) bool {
		return slices.Contains(l.packages, pkg)
	})
}

func TestImportsPointDown(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	const prefix = "hindcast/internal/"
	packages := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name, ok := strings.CutPrefix(p.ImportPath, prefix)
		if !ok {
			continue
		}
		packages++
		layer := layerOf(name)
		if layer < 0 {
			t.Errorf("internal/%s stands in no layer of the plan", name)
			continue
		}
		for _, imported := range p.Imports {
			other, ok := strings.CutPrefix(imported, prefix)
			if !ok {
				continue
			}
			if below := layerOf(other); below < layer || below == layer && !slices.Contains(layers[layer].within[name], other) {
				t.Errorf("internal/%s imports internal/%s, which does not lie below it", name, other)
			}
		}
	}
	if packages < 10 {
		t.Errorf("only %d packages were looked at", packages)
	}
}
