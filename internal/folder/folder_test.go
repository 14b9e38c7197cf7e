package folder_test

import (
	"cmp"
	"slices"
	"testing"

	"hindcast/internal/folder"
)

// A folder is named by a path in the repository, and by none that is read for something else.
func TestPath(t *testing.T) {
	for written, want := range map[string]folder.Path{
		"docs": "docs", "./docs/": "docs", "a/b": "a/b", ".": ".",
		"": "", "./": "", "/docs": "", "../docs": "", "a/../b": "", ".git": "", "knowledge": "", "incidents/2026": "", `a\b`: "", "site": "",
	} {
		var p folder.Path
		if err := p.UnmarshalText([]byte(written)); p != want || (err == nil) != (want != "") {
			t.Errorf("%q is read as %q, %v; want %q", written, p, err, want)
		}
	}
}

// Files are called by their path in the folder, those that a folder is shown by as the folder.
func TestSlug(t *testing.T) {
	for _, c := range []struct {
		in         folder.Path
		file, slug string
		within     bool
	}{
		{"docs", "docs/start.md", "start", true},
		{"docs", "docs/reference/rules.md", "reference/rules", true},
		{"docs", "docs/reference/README.md", "reference", true},
		{"docs", "docs/reference/index.md", "reference", true},
		{"docs", "docs/README.md", "README", true},
		{"docs", "docs2/start.md", "", false},
		{"docs", "knowledge/start.md", "", false},
		{".", "start.md", "start", true},
		{".", "incidents/INC-2026-0001.md", "", false},
		{".", "../start.md", "", false},
		{"", "start.md", "", false},
	} {
		s := folder.Settings{Folder: c.in}
		_, within := s.Within(c.file)
		if within != c.within || within && s.Slug(c.file) != c.slug {
			t.Errorf("%s in %q: within %v, slug %q; want %v, %q", c.file, c.in, within, s.Slug(c.file), c.within, c.slug)
		}
	}
}

// The text of the folder stands first, then what the order names, a folder before what is in it, then the rest by name.
func TestOrder(t *testing.T) {
	s := folder.Settings{Folder: "docs", Order: []string{"start.md", "reference/", "b", "reference/z.md"}}
	files := []string{
		"docs/a.md", "docs/b.md", "docs/README.md", "docs/reference/a.md", "docs/reference/README.md", "docs/reference/z.md",
		"docs/start.md", "docs/more/x.md",
	}
	slices.SortFunc(files, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.Rank(a), s.Rank(b)), cmp.Compare(s.Slug(a), s.Slug(b)))
	})
	want := []string{
		"docs/README.md", "docs/start.md", "docs/reference/README.md", "docs/reference/a.md", "docs/b.md", "docs/reference/z.md",
		"docs/a.md", "docs/more/x.md",
	}
	if !slices.Equal(files, want) {
		t.Errorf("the order is %q, want %q", files, want)
	}
}

// A link leads out of the folder where nothing that it leads to is read, and never out of the repository. That a record is
// withheld does not make it one of these.
func TestOutside(t *testing.T) {
	for _, c := range []struct{ in, records, from, target, want string }{
		{"docs", "", "docs/a.md", "../src/x.go", "src/x.go"},
		{"docs", "", "docs/in/a.md", "../../LICENSE", "LICENSE"},
		{"docs", "", "docs/a.md", "/LICENSE", "LICENSE"},
		{"docs", "", "docs/a.md", "../incidents/2026/INC-2026-0001.md", ""},
		{"docs", "", "docs/a.md", "../knowledge/a.md", ""},
		{"docs", "", "docs/a.md", "gone.md", ""},
		{"docs", "", "docs/in/a.md", "..", ""},
		{"docs", "", "docs/a.md", "../../x", ""},
		{"docs", "ops", "docs/a.md", "../../x", "x"},
		{"docs", "ops", "docs/a.md", "../../../x", ""},
		{".", "docs", "a.md", "../README.md", "README.md"},
		{".", "docs", "a.md", "gone.md", ""},
		{"docs", "", "knowledge/a.md", "../src/x.go", ""},
	} {
		s := folder.Settings{Folder: folder.Path(c.in)}
		if got := s.Outside(folder.Path(c.records), c.from, c.target); got != c.want {
			t.Errorf("%s in %s leads to %q, want %q", c.target, c.from, got, c.want)
		}
	}
}
