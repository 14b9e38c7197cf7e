package audience_test

import (
	"bytes"
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"hindcast/internal/audience"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// read is the log of a repository.
func read(t *rapid.T, files fstest.MapFS) *incident.Log {
	t.Helper()
	log, err := loader.Log(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func asJSON(t *rapid.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// content is all that stages read of a file of a log, as JSON.
type content struct{ front, text string }

// held is the content of all files of a log, by path.
func held(t *rapid.T, log *incident.Log) map[string]content {
	t.Helper()
	all := map[string]content{log.ConfigFile.Path: {front: asJSON(t, log.Config.Settings)}}
	add := func(f *incident.File, front ...any) {
		all[f.Path] = content{asJSON(t, append(front, f.Path)), asJSON(t, []any{f.Text, f.Text.Sections(), f.Events()})}
	}
	for _, r := range log.Records {
		add(&r.File, r.Front)
	}
	for _, s := range log.Systems {
		add(&s.File, s.Slug, s.SystemFront)
	}
	for _, a := range log.Articles {
		add(&a.File, a.Slug, a.Kind, a.ArticleFront)
	}
	return all
}

var span = regexp.MustCompile(`"Span":\{"Start":\{[^}]*\},"End":\{[^}]*\}\}`)

// withoutPlaces is the same content without spans.
func withoutPlaces(held map[string]content) map[string]content {
	plain := map[string]content{}
	for path, c := range held {
		plain[path] = content{c.front, span.ReplaceAllString(c.text, "")}
	}
	return plain
}

func sameFiles(t *rapid.T, what string, got, want map[string]content) {
	t.Helper()
	for path, c := range want {
		if got[path] != c {
			t.Errorf("%s: %s holds\n%v\nand not\n%v", what, path, got[path], c)
		}
	}
	for path := range got {
		if _, ok := want[path]; !ok {
			t.Errorf("%s: %s is there", what, path)
		}
	}
}

// withheld returns the names and marker words that an audience may not see. A name that something shown has
// too gives nothing away.
func (r *repository) withheld(audience string) (names, words []string) {
	var called []string
	for _, e := range r.entries {
		if isShown(audience, e.mark) {
			called = append(called, e.id, e.title)
		}
	}
	for _, e := range r.entries {
		for _, name := range append(e.names(), e.id) { // a text can refer to an article by its slug alone
			if !isShown(audience, e.mark) && !slices.Contains(called, name) {
				names = append(names, name)
			}
		}
	}
	for _, w := range r.words {
		isIn := func(name string) bool { return strings.Contains(name, w.text) }
		if !w.isShown(audience) && !slices.ContainsFunc(called, isIn) && !slices.ContainsFunc(names, isIn) {
			words = append(words, w.text)
		}
	}
	return names, words
}

func containsFold(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// each checks a property of the cut for each audience of drawn repositories.
func each(t *testing.T, naming bool, property func(t *rapid.T, r *repository, log *incident.Log, audience string)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		r := drawRepository(t, naming)
		log := read(t, r.files)
		for _, audience := range readers {
			property(t, r, log, audience)
		}
	})
}

// A cut log has no file and no part of a text above the audience's mark, and where a name of something
// withheld is left in the values or the text of a file, that is reported.
func TestCutHoldsNothingWithheld(t *testing.T) {
	each(t, true, func(t *rapid.T, r *repository, log *incident.Log, reader string) {
		cut, findings := audience.Decide(log, reader).Cut(log)
		left := held(t, cut)
		for _, e := range r.entries {
			if _, ok := left[e.path]; ok != isShown(reader, e.mark) {
				t.Errorf("%s sees %s, marked %q: %v", reader, e.path, e.mark, ok)
			}
		}
		names, words := r.withheld(reader)
		for path, c := range left {
			reported := map[bool]bool{}
			for _, f := range findings {
				if f.Path == path && f.Level == diag.Error {
					reported[f.Key == "text"] = true
				}
			}
			for _, name := range names {
				if containsFold(c.front, name) && !reported[false] || containsFold(c.text, name) && !reported[true] {
					t.Errorf("%s: %s names %s:\n%v", reader, path, name, c)
				}
			}
			for _, word := range words {
				if strings.Contains(c.front+c.text, word) {
					t.Errorf("%s: %s holds %s:\n%v", reader, path, word, c)
				}
			}
		}
	})
}

// What an audience may see is all left: its files, the references in lists to what is there or to nothing,
// and the words of texts.
func TestCutKeepsTheRest(t *testing.T) {
	each(t, false, func(t *rapid.T, r *repository, log *incident.Log, reader string) {
		cut, _ := audience.Decide(log, reader).Cut(log)
		claims := map[string]bool{} // by something shown
		for _, e := range r.entries {
			for _, name := range []string{e.id, e.alias} {
				claims[name] = claims[name] || isShown(reader, e.mark)
			}
		}
		isWithheld := func(id string) bool { shown, claimed := claims[id]; return claimed && !shown }
		toWithheld := func(rel incident.Relation) bool { return isWithheld(rel.ID) }
		names, left, all := cut.Names(), held(t, cut), held(t, log)
		for _, was := range log.Records {
			is, ok := names.File(was.Path, "/"+was.Path).(*incident.Record)
			if !ok {
				continue
			}
			if !slices.Equal(is.Related, slices.DeleteFunc(slices.Clone(was.Related), toWithheld)) ||
				!slices.Equal(is.Systems, slices.DeleteFunc(slices.Clone(was.Systems), isWithheld)) ||
				!slices.Equal(is.Playbooks, slices.DeleteFunc(slices.Clone(was.Playbooks), isWithheld)) ||
				is.DuplicateOf != was.DuplicateOf && !isWithheld(was.DuplicateOf) {
				t.Errorf("%s: of %+v is left %+v", reader, was.Front, is.Front)
			}
		}
		for _, w := range r.words {
			path := w.of.path
			if w.isShown(reader) && strings.Contains(all[path].text, w.text) && !strings.Contains(left[path].text, w.text) {
				t.Errorf("%s: %s lacks %s:\n%s", reader, path, w.text, left[path].text)
			}
		}
	})
}

// References in lists are taken out without a word, so that only what somebody wrote out is reported.
func TestCutReportsNothingInLists(t *testing.T) {
	each(t, false, func(t *rapid.T, _ *repository, log *incident.Log, reader string) {
		if _, findings := audience.Decide(log, reader).Cut(log); len(findings) > 0 {
			t.Errorf("%s: %+v", reader, findings)
		}
	})
}

// A finding is about a file and a part of it that the audience sees, has the place where the name was written,
// and does not repeat the name in its message.
func TestFindingsHaveTheirPlace(t *testing.T) {
	each(t, true, func(t *rapid.T, r *repository, log *incident.Log, reader string) {
		w := audience.Decide(log, reader)
		_, findings := w.Cut(log)
		if shown, _ := w.Findings(findings); asJSON(t, shown) != asJSON(t, findings) {
			t.Errorf("%s: of %+v may be shown %+v", reader, findings, shown)
		}
		for _, f := range findings {
			if f.Rule != incident.RuleWithheld || !f.Unquoted {
				t.Errorf("%s: %+v", reader, f)
			}
			text := r.files[f.Path].Data
			lines := diag.NewLines(text)
			start, end := f.Span.Start, f.Span.End
			if end.Offset < start.Offset || lines.Pos(start.Offset) != start || lines.Pos(end.Offset) != end {
				t.Fatalf("%s: %s has no place %+v", reader, f.Path, f.Span)
			}
			if where := stretch(string(text), f); !containsFold(where+f.Key, f.Text) {
				t.Errorf("%s: %s holds no %q at %+v, for the key %q", reader, f.Path, f.Text, f.Span, f.Key)
			}
		}
		if !slices.IsSortedFunc(findings, func(a, b diag.Finding) int { return strings.Compare(a.Path, b.Path) }) {
			t.Errorf("%s: the findings are in no order", reader)
		}
	})
}

// stretch is what of a file a finding is about: a value, or the block whose first line has the span. Footnotes
// have the end of the text or part that they belong to.
func stretch(text string, f diag.Finding) string {
	after := text[f.Span.Start.Offset:]
	block, _, _ := strings.Cut(after, "\n\n")
	switch {
	case f.Key != "text":
		return text[f.Span.Start.Offset:f.Span.End.Offset]
	case after == "", strings.HasPrefix(after, ":::\n"):
		return text[:f.Span.Start.Offset]
	}
	return block
}

// What one audience sees, every wider one sees as well, and what is hidden from a wider one is hidden from it.
func TestWiderAudiencesSeeMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRepository(t, true)
		log := read(t, r.files)
		for i, wide := range readers[1:] {
			w, n := audience.Decide(log, wide), audience.Decide(log, readers[i])
			cutWide, _ := w.Cut(log)
			cutNarrow, _ := n.Cut(log)
			more := held(t, cutWide)
			for path, c := range held(t, cutNarrow) {
				for _, word := range markers.FindAllString(c.front+c.text, -1) {
					if !strings.Contains(more[path].front+more[path].text, word) {
						t.Errorf("%s sees %s in %s, and %s does not", readers[i], word, path, wide)
					}
				}
			}
			for path, file := range r.files {
				text := string(file.Data)
				if n.Sees(path) && !w.Sees(path) || w.Name(text) != "" && n.Name(text) == "" || w.Hides(path) && !n.Hides(path) {
					t.Errorf("%s is for %s and not for %s", path, readers[i], wide)
				}
			}
		}
	})
}

// markers finds the marker words and ids of a drawn repository.
var markers = regexp.MustCompile(`(?i)vq[a-z]{2}kz|INC-20\d\d-\d{4}`)

// What was cut has nothing left to cut, for the same decision and for one made of what is left. The second
// time finds the same names; their places in lists are those of the file the first time alone.
func TestCuttingTwice(t *testing.T) {
	each(t, true, func(t *rapid.T, _ *repository, log *incident.Log, reader string) {
		w := audience.Decide(log, reader)
		once, findings := w.Cut(log)
		twice, same := w.Cut(once)
		sameFiles(t, reader, held(t, twice), held(t, once))
		if got, want := named(same), named(findings); !slices.Equal(got, want) {
			t.Errorf("%s: the second time finds %q and not %q", reader, got, want)
		}
		anew, none := audience.Decide(once, reader).Cut(once)
		sameFiles(t, reader, held(t, anew), held(t, once))
		if len(none) > 0 {
			t.Errorf("%s: %+v is found where nothing is withheld", reader, none)
		}
	})
}

// Neither the decision nor the cut changes the log that it is made of.
func TestCutLeavesTheLogAlone(t *testing.T) {
	each(t, true, func(t *rapid.T, _ *repository, log *incident.Log, reader string) {
		before := asJSON(t, log)
		audience.Decide(log, reader).Cut(log)
		if after := asJSON(t, log); after != before {
			t.Errorf("%s:\n%s\nbefore:\n%s", reader, after, before)
		}
	})
}

// named returns the names that findings report, each with its file.
func named(findings []diag.Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, f.Path+": "+f.Text)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

var noMark = regexp.MustCompile(`(tlp:? )(?:PURPLE|clear)\n`)

// Where a mark is missing or unknown, all is as if it were RED.
func TestNoMarkIsRed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRepository(t, true)
		red := fstest.MapFS{}
		for path, file := range r.files {
			text := noMark.ReplaceAllString(string(file.Data), "${1}RED\n")
			if head, ok := strings.CutPrefix(text, "---\ntitle:"); ok {
				text = "---\ntlp: RED\ntitle:" + head
			}
			red[path] = &fstest.MapFile{Data: []byte(text)}
		}
		log, marked := read(t, r.files), read(t, red)
		for _, reader := range readers[:3] { // the fourth sees the marks themselves
			w, wantW := audience.Decide(log, reader), audience.Decide(marked, reader)
			cut, findings := w.Cut(log)
			want, wantFindings := wantW.Cut(marked)
			sameFiles(t, reader, withoutPlaces(held(t, cut)), withoutPlaces(held(t, want)))
			if got, want := named(findings), named(wantFindings); !slices.Equal(got, want) {
				t.Errorf("%s: %q is found, and marked RED %q", reader, got, want)
			}
		}
	})
}

// A copy of the files without what is withheld reads as the cut log does. The two share the decision, and
// not the code that takes things out.
func TestCutFilesReadAsTheCutLog(t *testing.T) {
	each(t, true, func(t *rapid.T, r *repository, log *incident.Log, reader string) {
		w := audience.Decide(log, reader)
		cut, _ := w.Cut(log)
		files := fstest.MapFS{load.ConfigFile: r.files[load.ConfigFile]}
		put := func(path string, text []byte, err error) {
			if err != nil {
				t.Fatal(err)
			}
			if w.Sees(path) {
				files[path] = &fstest.MapFile{Data: text}
			}
		}
		for _, f := range log.Records {
			text, err := w.Record(r.files[f.Path].Data, f)
			put(f.Path, text, err)
		}
		for _, f := range log.Systems {
			text, err := w.System(r.files[f.Path].Data, f)
			put(f.Path, text, err)
		}
		for _, f := range log.Articles {
			text, err := w.Article(r.files[f.Path].Data, f)
			put(f.Path, text, err)
		}
		sameFiles(t, reader, withoutPlaces(held(t, cut)), withoutPlaces(held(t, read(t, files))))
	})
}

// Files beside records are published where a text shows them, and none of a part or record that is withheld.
func TestReferredFilesAreSeen(t *testing.T) {
	each(t, false, func(t *rapid.T, r *repository, log *incident.Log, reader string) {
		cut, _ := audience.Decide(log, reader).Cut(log)
		var published []string
		for _, f := range audience.Referred(cut) {
			published = append(published, f.Path)
		}
		for _, asset := range log.Assets {
			at := slices.IndexFunc(r.words, func(w word) bool { return w.text+".gif" == path.Base(asset.Path) })
			if want := r.words[at].isShown(reader); slices.Contains(published, asset.Path) != want {
				t.Errorf("%s: %s is published, or not: %q", reader, asset.Path, published)
			}
		}
	})
}

// Each audience sees the marks up to its own, and an unknown one none.
func TestSees(t *testing.T) {
	for _, mark := range marks {
		for _, reader := range append(readers, "", "Public", "everyone") {
			if got := audience.Sees(reader, mark); got != isShown(reader, mark) {
				t.Errorf("%q sees %q: %v", reader, mark, got)
			}
		}
	}
}

func TestDescribe(t *testing.T) {
	for reader, want := range map[string]string{
		"public": "the public (TLP:CLEAR)", "partner": "partner readers (up to TLP:GREEN)",
		"internal": "internal readers (up to TLP:AMBER+STRICT)", incident.Restricted: "restricted readers (all marks)",
	} {
		if got := audience.Describe(reader); got != want {
			t.Errorf("%s is %q", reader, got)
		}
	}
}
