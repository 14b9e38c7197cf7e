package pages

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"hindcast/internal/address"
	"hindcast/internal/audience"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/markdown"
	"hindcast/internal/taxonomy"
	"hindcast/internal/wording"
	"hindcast/templates"
)

// interfaceTexts is every English text that the interface can show: those of templates and of the
// packages that make pages, and the words of the tables that pages are made of. The texts of rules stay English.
func interfaceTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	add := func(where string, list ...string) {
		for _, text := range list {
			if text != "" {
				texts[text] = where
			}
		}
	}
	templateTexts(t, add)
	goTexts(t, add)
	for name, vocabulary := range incident.DefaultVocabularies() {
		for _, term := range vocabulary {
			add("vocabulary "+name, term.Title, term.Definition, term.Criteria)
		}
	}
	for _, span := range incident.Spans {
		add("spans", span.Title)
	}
	for _, section := range address.Sections {
		add("sections", section.Group, section.Title, section.About)
	}
	for _, stage := range incident.Lifecycle {
		add("lifecycle", stage.Title)
		for _, need := range stage.Needs {
			add("lifecycle", need.Hint)
		}
	}
	for _, a := range incident.DefaultVocabularies()["audiences"] {
		add("audiences", audience.Describe(a.ID))
	}
	for _, regime := range taxonomy.Regimes() {
		for _, limb := range regime.Limbs {
			add("regimes", limb.Title)
		}
		add("regimes", regime.Title, regime.Checked)
		for _, role := range regime.Roles {
			add("regimes", role.Title)
			for _, step := range role.Steps {
				add("regimes", step.Title, step.Rule)
			}
		}
	}
	for _, f := range facetPages {
		add("facets", f.title, f.lead)
	}
	for _, code := range countryCodes() {
		add("countries", code.Name())
	}
	add("scripts", layout.ScriptTexts...)
	add("markdown", markdown.InterfaceWords()...)
	add("forms", wording.LayoutDay, wording.LayoutMonth, wording.LayoutShort,
		wording.LayoutMoment, wording.Thousands, wording.Decimal)
	for month := 1; month <= 12; month++ {
		name := [...]string{
			"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
			"December",
		}[month-1]
		add("months", name, "short "+name[:3])
	}
	return texts
}

// countryCodes are those that records may name and that were not withdrawn.
func countryCodes() (codes []incident.Country) {
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			var c incident.Country
			if err := c.UnmarshalText([]byte{byte(first), byte(second)}); err == nil && c.Name() != string(c) {
				codes = append(codes, c)
			}
		}
	}
	return codes
}

// The names of countries are those that golang.org/x/text has of an earlier CLDR, but for those renamed since.
func TestNamesOfCountries(t *testing.T) {
	german, fault := wording.Read(templates.FS, nil, "de")
	if fault != nil {
		t.Fatal(fault)
	}
	codes := countryCodes()
	if len(codes) < 249 { // as many as ISO 3166-1 has
		t.Errorf("only %d countries have a name", len(codes))
	}
	later := map[string][2]string{
		"BQ": {"Caribbean Netherlands", "Karibische Niederlande"}, "CQ": {"Sark", "Sark"},
		"MK": {"North Macedonia", "Nordmazedonien"}, "MO": {"Macao SAR China", "Sonderverwaltungsregion Macau"},
		"SZ": {"Eswatini", "Eswatini"}, "TR": {"Türkiye", "Türkei"},
	}
	for _, code := range codes {
		region := language.MustParseRegion(string(code))
		want, renamed := later[string(code)]
		if !renamed {
			want = [2]string{display.English.Regions().Name(region), display.German.Regions().Name(region)}
		}
		if got := [2]string{code.Name(), german.T(code.Name())}; got != want {
			t.Errorf("%s is called %q, want %q", code, got, want)
		}
	}
	if got := incident.Country("YU").Name(); got != "YU" {
		t.Errorf("a withdrawn code is called %q", got)
	}
}

var (
	oneText = regexp.MustCompile(`\.T ("(?:[^"\\]|\\.)*")`)
	counted = regexp.MustCompile(`\.Count [^"{}]+ ("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*")`)
)

func templateTexts(t *testing.T, add func(string, ...string)) {
	t.Helper()
	err := fs.WalkDir(templates.FS, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".html" {
			return err
		}
		text, err := fs.ReadFile(templates.FS, name)
		if err != nil {
			return err
		}
		for _, form := range []*regexp.Regexp{oneText, counted} {
			for _, m := range form.FindAllStringSubmatch(string(text), -1) {
				for _, quoted := range m[1:] {
					plain, err := strconv.Unquote(quoted)
					if err != nil {
						return err
					}
					add(name, plain)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// goTexts finds the literals handed to T and Count, and those in fields or variables of a call's list
// that are marked as texts by their type.
func goTexts(t *testing.T, add func(string, ...string)) {
	t.Helper()
	var names []string
	for _, folder := range []string{"wording", "view", "layout", "datafiles", "pages", "trendpages", "changepages", "precedents"} {
		found, err := filepath.Glob("../" + folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if ok && isPackage(f.X, "strings") {
				return true
			}
			if ok && (f.Sel.Name == "T" || f.Sel.Name == "Count" || f.Sel.Name == "units") {
				for _, arg := range call.Args {
					if literal, ok := arg.(*ast.BasicLit); ok && literal.Kind == token.STRING {
						text, err := strconv.Unquote(literal.Value)
						if err != nil {
							t.Fatal(err)
						}
						add(name, text)
					}
				}
			}
			return true
		})
	}
}

func isPackage(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}

// A built-in table has every text of the interface, with the same places for values, and no text that nothing shows.
func TestLanguagesAreComplete(t *testing.T) {
	english := interfaceTexts(t)
	if len(english) < 300 {
		t.Fatalf("only %d texts were found", len(english))
	}
	tables, err := fs.Glob(templates.FS, "languages/*.yaml")
	if err != nil || len(tables) == 0 {
		t.Fatalf("no tables were found: %v", err)
	}
	for _, name := range tables {
		text, err := fs.ReadFile(templates.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		table := map[string]string{}
		if err := yaml.Unmarshal(text, &table); err != nil {
			t.Fatal(err)
		}
		for _, text := range slices.Sorted(maps.Keys(english)) {
			own, ok := table[text]
			if !ok || own == "" {
				t.Errorf("%s: %s lacks %q", english[text], name, text)
			} else if strings.Count(own, "%s") != strings.Count(text, "%s") {
				t.Errorf("%s: %q takes other values than %q", name, own, text)
			}
		}
		for _, text := range slices.Sorted(maps.Keys(table)) {
			if english[text] == "" {
				t.Errorf("%s: nothing shows %q", name, text)
			}
		}
	}
}
