package gen_test

import (
	"bytes"
	"io/fs"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/bench/gen"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

func joined(files iter.Seq2[string, []byte]) string {
	var b strings.Builder
	for path, text := range files {
		b.WriteString(path + "\n" + string(text))
	}
	return b.String()
}

func TestSameSeedSameBytes(t *testing.T) {
	for name, files := range map[string]func(uint64, int) iter.Seq2[string, []byte]{
		"Corpus": gen.Corpus, "Hugo": gen.HugoSite,
	} {
		first := joined(files(7, 20))
		if first != joined(files(7, 20)) {
			t.Errorf("%s differs for one seed", name)
		}
		if first == joined(files(8, 20)) {
			t.Errorf("%s is the same for two seeds", name)
		}
	}
}

// Hugo gets the body of every record, byte for byte, and the values that its taxonomies are of.
func TestHugoSite(t *testing.T) {
	site := maps.Collect(gen.HugoSite(7, 40))
	for _, name := range []string{"hugo.toml", "layouts/baseof.html", "layouts/single.html", "layouts/rss.xml"} {
		if len(site[name]) == 0 {
			t.Errorf("%s is missing", name)
		}
	}
	fsys := gen.FS(7, 40)
	c, err := corpus.Open(t.Context(), fsys, corpus.Options{Now: gen.Now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Log.Records) != 40 {
		t.Fatalf("there are %d records", len(c.Log.Records))
	}
	for _, r := range c.Log.Records {
		ours, err := fs.ReadFile(fsys, r.Path)
		if err != nil {
			t.Fatal(err)
		}
		_, want, _ := bytes.Cut(ours, []byte("\n---\n"))
		front, body, _ := bytes.Cut(site[gen.HugoPath(r.ID)], []byte("\n---\n"))
		if len(body) < 1000 || !bytes.Equal(body, want) {
			t.Errorf("the body of %s is another one:\n%s", r.ID, body)
		}
		values := append([]string{r.Title, r.Status, r.Type, r.Rank()}, append(r.Systems, r.Tags...)...)
		for _, cause := range r.Causes {
			values = append(values, cause.Factor)
		}
		for _, value := range values {
			if !bytes.Contains(front, []byte(value)) {
				t.Errorf("%s lacks %q:\n%s", r.ID, value, front)
			}
		}
	}
}

// unlucky are the rules that a right record can run into, by waiting or by a minute that falls on midnight.
var unlucky = []string{"action-overdue", "step-overdue", "time-assumed"}

func TestValidates(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for seed := range uint64(3) {
		c, err := corpus.Open(t.Context(), gen.FS(seed, 300), corpus.Options{Now: gen.Now, Limits: load.DefaultLimits})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range c.Findings {
			if f.Level > diag.Note && !slices.Contains(unlucky, f.Rule) {
				t.Errorf("seed %d: %s:%d %s: %s", seed, f.Path, f.Span.Start.Line, f.Rule, f.Message)
			}
		}
		if len(c.Log.Records) != 300 {
			t.Errorf("seed %d: %d records", seed, len(c.Log.Records))
		}
	}
}

// What pages and figures distinguish must all be there.
func TestVariety(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	c, err := corpus.Open(t.Context(), gen.FS(1, 1000), corpus.Options{Now: gen.Now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, r := range c.Log.Records {
		f := &r.Front
		for key, is := range map[string]bool{
			"reopened": len(f.Reopened) > 0, "unknown start": f.Timeline.Started.Unknown != "", "coarse": f.Timeline.Started.At.Precision() == incident.ToMonth,
			"amended": len(f.Amendments) > 0, "no actions": f.NoActions != "", "estimate": f.Impact.People != nil && f.Impact.People.Least < f.Impact.People.Most,
			"kind " + f.KindOrDefault(): true, "status " + f.Status: true, "type " + f.Type: true, "rank " + f.Rank(): true, "tlp " + f.TLP: true,
		} {
			if is {
				seen[key]++
			}
		}
		for _, a := range f.Actions {
			seen["action "+a.Status]++
			if a.HasEnded() && a.Ended.After(a.Due) {
				seen["late"]++
			}
			if a.IsOverdue(gen.Now, c.Log.Config.Zone) {
				seen["overdue"]++
			}
		}
		for _, rel := range f.Related {
			earlier := c.Log.Names().Record(rel.ID)
			open := slices.ContainsFunc(earlier.Actions, func(a incident.Action) bool { return !a.HasEnded() })
			seen[rel.Relation+map[bool]string{true: " open", false: ""}[open]]++
		}
		for _, o := range f.Obligations {
			seen["applies "+o.Applies]++
		}
	}
	want := strings.Split("reopened,unknown start,coarse,amended,no actions,estimate,late,overdue,recurrence_of,recurrence_of open,similar_to,caused_by,variant_of,applies yes,applies no,applies open", ",")
	for prefix, vocabulary := range map[string]string{
		"kind ": "kinds", "status ": "statuses", "type ": "types", "rank ": "severities", "tlp ": "tlp",
		"action ": "action_statuses",
	} {
		for _, id := range c.Log.Config.Vocabularies[vocabulary].IDs() {
			if id != incident.KindPrecedent && id != incident.Redacted {
				want = append(want, prefix+id)
			}
		}
	}
	for _, key := range want {
		if seen[key] == 0 {
			t.Errorf("there is no %q", key)
		}
	}
}

// Bodies have about 600 words, and a thousand of them use the most of the vocabulary, by a Zipf law.
func TestWords(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	counts, total, n := map[string]int{}, 0, 1000
	word := regexp.MustCompile(`[a-z]+`)
	for _, text := range gen.Hugo(1, n) {
		_, body, _ := bytes.Cut(text, []byte("\n---\n"))
		words := len(bytes.Fields(body))
		if words < 350 || words > 900 {
			t.Errorf("a body of %d words", words)
		}
		total += words
		for _, w := range word.FindAllString(strings.ToLower(string(body)), -1) {
			counts[w]++
		}
	}
	if mean := total / n; mean < 550 || mean > 650 {
		t.Errorf("%d words a body", mean)
	}
	if len(counts) < gen.Vocabulary*9/10 || len(counts) > gen.Vocabulary+100 {
		t.Errorf("%d different words", len(counts))
	}
	once := 0
	for _, c := range counts {
		if c <= 3 {
			once++
		}
	}
	if once < len(counts)/4 {
		t.Errorf("only %d words are rare", once)
	}
}
