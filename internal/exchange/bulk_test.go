package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestFilesStayBelowTheirSize(t *testing.T) {
	const n, size = 40, 4000
	for name, files := range map[string]iter.Seq2[BulkFile, error]{
		"bulk": openSearch(hostileDocuments(n), "log", "en", size), "documents": meilisearch(hostileDocuments(n), size),
	} {
		var keys []string
		parts := 0
		for f, err := range files {
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(f.Name, ".ndjson") {
				continue
			}
			parts++
			if want := name + ".ndjson"; parts == 1 && f.Name != want {
				t.Errorf("the first file is called %s, not %s", f.Name, want)
			} else if want := fmt.Sprintf("%s-%d.ndjson", name, parts); parts > 1 && f.Name != want {
				t.Errorf("file %d is called %s, not %s", parts, f.Name, want)
			}
			if len(f.Body) > size {
				t.Errorf("%s has %d bytes", f.Name, len(f.Body))
			}
			keys = append(keys, keysOf(t, f)...)
		}
		if slices.Sort(keys); parts < 3 || len(slices.Compact(keys)) != n {
			t.Errorf("%s: %d documents in %d files", name, len(keys), parts)
		}
	}
}

// keysOf are the keys of a file; an action and its document must stand together.
func keysOf(t *testing.T, f BulkFile) []string {
	t.Helper()
	var keys []string
	action := ""
	for line := range strings.Lines(string(f.Body)) {
		var v struct {
			Key   string
			Index struct {
				Index string `json:"_index"`
				ID    string `json:"_id"`
			}
		}
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		switch {
		case v.Index.ID != "":
			action = v.Index.ID
			continue
		case strings.HasPrefix(f.Name, "bulk") && action != v.Key:
			t.Errorf("%s: the document %s follows the action for %q", f.Name, v.Key, action)
		}
		action, keys = "", append(keys, v.Key)
	}
	return keys
}

func TestAnEntryLargerThanAFileStandsAlone(t *testing.T) {
	entries := func(yield func([]byte, error) bool) {
		for _, s := range []string{"a\n", "b\n", "long line\n", "c\n"} {
			if !yield([]byte(s), nil) {
				return
			}
		}
	}
	var bodies []string
	for f, err := range inParts("x", 4, entries) {
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, string(f.Body))
	}
	if want := []string{"a\nb\n", "long line\n", "c\n"}; !slices.Equal(bodies, want) {
		t.Errorf("the files hold %q, want %q", bodies, want)
	}
}

func TestAnErrorEndsTheFiles(t *testing.T) {
	broken := errors.New("broken")
	var got []error
	for _, err := range inParts("x", 4, func(yield func([]byte, error) bool) {
		_ = yield([]byte("a"), nil) && yield(nil, broken)
	}) {
		got = append(got, err)
	}
	if !slices.Equal(got, []error{broken}) {
		t.Errorf("the errors are %v", got)
	}
}

// TestOnePass takes the first file and must have drawn no more documents than fill it, and one.
func TestOnePass(t *testing.T) {
	drawn := 0
	counted := func(yield func(Document) bool) {
		for d := range hostileDocuments(1000) {
			drawn++
			if !yield(d) {
				return
			}
		}
	}
	for name, files := range map[string]iter.Seq2[BulkFile, error]{
		"bulk": openSearch(counted, "log", "en", 4000), "documents": meilisearch(counted, 4000),
	} {
		drawn = 0
		for f := range files {
			if strings.HasSuffix(f.Name, ".ndjson") {
				if in := len(keysOf(t, f)); drawn != in+1 {
					t.Errorf("%s: %d documents were drawn for a file of %d", name, drawn, in)
				}
				break
			}
		}
	}
}

func TestALogWithoutAnythingMakesNoEmptyRequest(t *testing.T) {
	_, opensearch := read(t, OpenSearch(hostileDocuments(0), "log", "en"), "bulk")
	_, meilisearch := read(t, Meilisearch(hostileDocuments(0)), "documents")
	if got, want := append(opensearch, meilisearch...), []string{"index.json", "settings.json"}; !slices.Equal(got, want) {
		t.Errorf("the files are %v, want %v", got, want)
	}
}

func TestSameLogSameBytes(t *testing.T) {
	for name, write := range map[string]func(iter.Seq[Document]) iter.Seq2[BulkFile, error]{
		"opensearch":  func(d iter.Seq[Document]) iter.Seq2[BulkFile, error] { return OpenSearch(d, "log", "de") },
		"meilisearch": Meilisearch,
	} {
		var first []BulkFile
		for run := range 20 {
			var files []BulkFile
			for f := range write(Documents(sampleLog(t))) {
				files = append(files, f)
			}
			if run == 0 {
				first = files
			} else if !reflect.DeepEqual(files, first) {
				t.Fatalf("%s: run %d differs from the first", name, run+1)
			}
		}
	}
}

func TestSynonymsComeFromTheGlossary(t *testing.T) {
	same := synonyms{}
	for _, terms := range [][]string{{"False  Positive", "False alarm", "FP"}, {"Facility", "FP", "fp"}, {"Alone"}} {
		same.add(terms)
	}
	want := synonyms{
		"false positive": {"false alarm", "fp"}, "false alarm": {"false positive", "fp"},
		"fp": {"facility", "false alarm", "false positive"}, "facility": {"fp"},
	}
	if !reflect.DeepEqual(same, want) {
		t.Errorf("the synonyms are %v, want %v", same, want)
	}
}

// TestStemsFollowTheLanguage guards which languages have stems, and that each step that index.json
// names is one of the server's or defined beside it.
func TestStemsFollowTheLanguage(t *testing.T) {
	builtin := []string{"lowercase", "asciifolding", "german_normalization"}
	for language, stems := range map[string]string{
		"en": "english", "en-GB": "english", "de": "light_german", "DE-AT": "light_german", "fr": "", "": "", "den": "",
	} {
		filters, own := wordFilters(language)
		for _, f := range filters {
			if own[f] == nil && !slices.Contains(builtin, f) {
				t.Errorf("%s: the filter %s is nobody's", language, f)
			}
		}
		got := ""
		if own["stems"] != nil {
			got = own["stems"].(map[string]any)["language"].(string)
		}
		if got != stems {
			t.Errorf("%s has the stems of %q, want %q", language, got, stems)
		}
	}
}
