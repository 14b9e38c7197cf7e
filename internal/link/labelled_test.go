package link

import (
	"bufio"
	"context"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/frontmatter"
	"hindcast/internal/importing"
	"hindcast/internal/importing/public"
	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
	"hindcast/internal/load"
)

// labelled is a pair of records of which people said whether they tell of the same kind of incident.
type labelled struct {
	isRelated, isHeld bool
	log, a, b, why    string
}

func readLabelled(t *testing.T) (pairs []labelled) {
	t.Helper()
	f, err := os.Open("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if words := strings.SplitN(lines.Text(), " ", 6); words[0] != "#" {
			pairs = append(pairs, labelled{
				words[0] == "related", words[1] == "held", words[2], words[3], words[4], words[5],
			})
		}
	}
	return pairs
}

// tally counts answers about labelled pairs.
type tally struct{ right, missed, wrong, refused int }

func (n *tally) add(isRelated, answer bool) {
	switch {
	case isRelated && answer:
		n.right++
	case isRelated:
		n.missed++
	case answer:
		n.wrong++
	default:
		n.refused++
	}
}

// precision and recall are in percent, rounded down.
func (n *tally) precision() int { return 100 * n.right / max(1, n.right+n.wrong) }
func (n *tally) recall() int    { return 100 * n.right / max(1, n.right+n.missed) }

// What counts as similar agrees with what people say of pairs of records, also of those that nobody looked at when the
// weights were chosen.
func TestLabelledPairs(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for name, open := range map[string]func(*testing.T) fs.FS{"demo": demo, "aiid": aiid} {
		t.Run(name, func(t *testing.T) {
			log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), open(t))
			if err != nil {
				t.Fatal(err)
			}
			c, links := compare(log, nil), Build(log)
			number := map[string]int{}
			for i, r := range c.records {
				number[r.ID] = i
			}
			var all, held, pages tally
			for _, p := range readLabelled(t) {
				if p.log != name {
					continue
				}
				a, okA := number[p.a]
				b, okB := number[p.b]
				if !okA || !okB {
					t.Fatalf("%s or %s is not in the log", p.a, p.b)
				}
				c.share(a)
				answer := c.score(a, b) >= c.least(a, b) && c.reasons(a, b) != nil
				all.add(p.isRelated, answer)
				if p.isHeld {
					held.add(p.isRelated, answer)
				} else if answer != p.isRelated {
					t.Logf("%s and %s, %s: score %d, %v", p.a, p.b, p.why, c.score(a, b), c.reasons(a, b))
				}
				if first, second := c.records[a], c.records[b]; !links.Of(first.Path).IsRelated(second) {
					pages.add(p.isRelated, shows(links, first, second) || shows(links, second, first))
				}
			}
			t.Logf("all pairs: precision %d %%, recall %d %%: %+v", all.precision(), all.recall(), all)
			t.Logf("held out: precision %d %%, recall %d %%: %+v", held.precision(), held.recall(), held)
			t.Logf("on pages, which show five: precision %d %%, recall %d %%: %+v", pages.precision(), pages.recall(), pages)
			const few = 10 // related pairs, of which one is ten percent
			for what, n := range map[string]tally{"all pairs": all, "held out": held} {
				if n.right+n.missed >= few && (n.recall() < 80 || n.precision() < 90) {
					t.Errorf("%s: precision %d %%, recall %d %%, want 90 %% and 80 %%", what, n.precision(), n.recall())
				}
			}
		})
	}
}

// shows reports whether the page of a record lists another.
func shows(l *Links, page, listed *incident.Record) bool {
	n := l.Of(page.Path)
	isListed := func(s graph.Similar) bool { return s.Record == listed }
	return slices.ContainsFunc(n.Similar, isListed) || slices.ContainsFunc(n.Precedents, isListed)
}

func demo(*testing.T) fs.FS { return os.DirFS("../..") }

// aiid is the snapshot of the AI Incident Database as records; it is not part of the project.
func aiid(t *testing.T) fs.FS {
	const folder = "../../../shared/data/aiid"
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("%s does not lie beside this project, so its pairs were not compared", folder)
	}
	batch, err := public.AIID(t.Context(), importing.Input{Files: os.DirFS(folder), Name: "incidents.csv"}, importing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, e := range batch.Entries {
		head, err := frontmatter.Marshal(&e.Front)
		if err != nil {
			t.Fatal(err)
		}
		fsys[e.Folder+"/"+e.Front.ID+".md"] = &fstest.MapFile{Data: []byte("---\n" + string(head) + "---\n" + e.Body)}
	}
	return fsys
}
