package search_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/search"
	"hindcast/internal/search/format"
	"hindcast/internal/search/index"
)

// A file that is missing, cut off or changed gives an error that names it or, where it was not needed, the
// right answer; nothing panics.
func TestBrokenFiles(t *testing.T) {
	f := readFixture(t)
	x := index.Build(f.Entries, index.Options{})
	queries := []string{
		"uber pedestrian", `"prompt injection"`, "type:bias after:2020", "tresholt", "kind:incident,system",
	}
	right := map[string]*search.Answer{}
	for _, q := range queries {
		right[q] = ask(t, open(t, f.Entries, index.Options{}), q)
	}
	random := rand.New(rand.NewPCG(3, 4))
	failures := 0
	for name, whole := range x.Files() {
		for _, broken := range [][]byte{nil, whole[:len(whole)/2], flipped(whole, random), []byte("<!doctype html>")} {
			r, err := search.Open(func(asked string) ([]byte, error) {
				if asked != name {
					return x.File(asked)
				}
				if broken == nil {
					return nil, os.ErrNotExist
				}
				return broken, nil
			})
			if (err != nil) != (name == format.RootName) {
				t.Fatalf("with %s broken, opening gives the error %v", name, err)
			}
			for _, q := range queries {
				if err != nil {
					break
				}
				a, err := r.Search(q, search.ByRelevance)
				switch {
				case err != nil && !strings.Contains(err.Error(), name):
					t.Errorf("the error for %s is: %v", name, err)
				case err != nil:
					failures++
				case !slices.Equal(a.Hits, right[q].Hits):
					t.Errorf("with %s broken, %s finds something else", name, q)
				}
			}
		}
	}
	if failures < 4*len(queries) {
		t.Errorf("only %d searches failed", failures)
	}
}

func flipped(data []byte, random *rand.Rand) []byte {
	data = slices.Clone(data)
	data[random.IntN(len(data))] ^= 1 << random.IntN(8)
	return data
}

// Counts that cannot be are errors of the root, before anything is made of that size.
func TestBrokenRoot(t *testing.T) {
	for _, root := range []string{
		`{"version": 4, "docs": -1}`, `{"version": 4, "docs": 1099511627776}`, `{"version": 4, "docs": 9223372036854775807}`,
		`{"version": 4, "docs": 1, "documents": {"size": 16, "hashes": "aaaaaa"}}`,
		`{"version": 4, "terms": {"first": ["a"]}}`, `{"version": 4, "postings": {"lists": [-5], "hashes": "aaaaaa"}}`,
	} {
		_, err := search.Open(func(string) ([]byte, error) { return search.Packed([]byte(root)), nil })
		if err == nil || !strings.Contains(err.Error(), format.RootName) {
			t.Errorf("%s is opened with the error %v", root, err)
		}
	}
}

// Whole files of the format with any content are errors or answers, never a panic or a hang.
func FuzzReader(f *testing.F) {
	x := index.Build(readFixture(f).Entries, index.Options{})
	names := slices.Sorted(maps.Keys(maps.Collect(x.Files())))
	for i := range names {
		f.Add(uint8(i), []byte{1, 2, 3, 0xff, 0xff, 0xff, 0xff, 0x7f})
	}
	f.Fuzz(func(t *testing.T, which uint8, content []byte) {
		name := names[int(which)%len(names)]
		r, err := search.Open(func(asked string) ([]byte, error) {
			if asked == name {
				return search.Packed(content), nil
			}
			return x.File(asked)
		})
		if err != nil {
			return
		}
		for _, q := range []string{"uber pedestrian", `"prompt injection"`, "type:bias after:2020", "tresholt", "x"} {
			a, err := r.Search(q, search.ByDate)
			if err != nil {
				continue
			}
			seen := map[int]bool{}
			for _, h := range a.Hits {
				if d, err := r.Doc(h.Doc); seen[h.Doc] || err == nil && d.Kind == "" && d.ID == "" && name[0] != 'd' {
					t.Errorf("%s finds document %d twice, or one that does not exist", q, h.Doc)
				}
				seen[h.Doc] = true
			}
		}
	})
}

// A new record leaves the packs of documents before it as they are, but for those that share a hash with the last.
func TestNamesStay(t *testing.T) {
	var entries []index.Entry
	for i := range 130 {
		entries = append(entries, entry(fmt.Sprintf("R-%04d", i), "A model", fmt.Sprint("drifted ", i)))
	}
	before := maps.Collect(index.Build(slices.Clone(entries), index.Options{}).Files())
	after := maps.Collect(index.Build(append(entries, entry("R-0130", "Another", "failed")), index.Options{}).Files())
	kept := 0
	for name, data := range after {
		if strings.HasPrefix(name, "d") && before[name] != nil {
			if string(before[name]) != string(data) {
				t.Errorf("%s has other bytes under the same name", name)
			}
			kept++
		}
	}
	if kept != 8 { // of 16 documents each, four to a hash
		t.Errorf("%d packs of documents kept their names, want 8", kept)
	}
}
