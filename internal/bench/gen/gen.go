// Package gen makes a synthetic records repository for benchmarks and for tests that need many
// records: the same bytes for the same seed and size. What it writes passes every rule, overdue
// things aside. It knows the schema of records and nothing of how they are read or published.
package gen

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing/fstest"
	"time"

	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// Now is the instant as of which a corpus is written: nothing recorded in it lies later.
var Now = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

// Corpus yields the files of a repository with n records: settings and register first, then the
// records in the order of detection. Nothing is kept of a file once it was yielded.
func Corpus(seed uint64, n int) iter.Seq2[string, []byte] {
	g := newGenerator(seed, n)
	return func(yield func(string, []byte) bool) {
		for _, f := range g.register() {
			if !yield(f.path, f.text) {
				return
			}
		}
		for i := range n {
			r := g.record(i)
			path := fmt.Sprintf("incidents/%s/%s-%s.md", r.front.ID[4:8], r.front.ID, markdown.Slug(r.front.Title))
			if !yield(path, compose(&r.front, r.body())) {
				return
			}
		}
	}
}

// Write puts files below a folder.
func Write(dir string, files iter.Seq2[string, []byte]) error {
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, text, 0o644)); err != nil {
			return fmt.Errorf("write generated files: %w", err)
		}
	}
	return nil
}

// FS is the corpus as a file system in memory.
func FS(seed uint64, n int) fs.FS {
	files := fstest.MapFS{}
	for path, text := range Corpus(seed, n) {
		files[path] = &fstest.MapFile{Data: text}
	}
	return files
}

type generator struct {
	seed    uint64
	n       int
	words   []string
	types   []string
	systems []string
}

func newGenerator(seed uint64, n int) *generator {
	g := &generator{seed: seed, n: n, words: vocabulary(), types: incident.DefaultVocabularies()["types"].IDs()}
	for i := range 40 {
		g.systems = append(g.systems, g.words[500+i]+"-"+g.words[700+i])
	}
	return g
}

type file struct {
	path string
	text []byte
}

func compose(front any, body string) []byte {
	return slices.Concat([]byte("---\n"), marshal(front), []byte("---\n\n"), []byte(body))
}

// marshal writes a front matter. An error would be a fault of this package.
func marshal(front any) []byte {
	head, err := frontmatter.Marshal(front)
	if err != nil {
		panic(fmt.Errorf("write a generated front matter: %w", err))
	}
	return head
}

// The times of a record's timeline, in the order of incident.TimelineKeys.
const (
	started = iota
	detected
	triaged
	contained
	resolved
	reviewed
	closed
)

const (
	firstYear = 2021
	days      = 5*365 + 180 // from the first day of the first year to shortly before Now
)

// draft is what a record is built on. It costs little, so that a later record can look at it.
type draft struct {
	rng    *rand.Rand
	index  int
	id     string
	topic  int
	tlp    string
	kind   string
	status string
	stage  int // the last of the times that was reached
	times  [closed + 1]time.Time
}

func (g *generator) draft(i int) draft {
	rng := rand.New(rand.NewPCG(g.seed, uint64(i)))
	day := days * i / g.n
	year := day / 365
	number := i - (365*year*g.n+days-1)/days + 1
	d := draft{rng: rng, index: i, id: fmt.Sprintf("INC-%d-%04d", firstYear+year, number), topic: rng.IntN(topics)}
	d.tlp = weighted(rng, "CLEAR", 20, "GREEN", 45, "AMBER", 28, "AMBER+STRICT", 5, "RED", 2)
	d.kind = weighted(rng, incident.KindIncident, 84, incident.KindNearMiss, 8, incident.KindHazard, 5,
		incident.KindExercise, 3)
	at := time.Date(firstYear+year, 1, 1+day%365, 0, rng.IntN(24*60), 0, 0, time.UTC)
	d.times[detected] = at
	d.times[started] = at.Add(-around(rng, 30*time.Hour))
	for stage, mean := range []time.Duration{
		triaged: time.Hour, contained: 6 * time.Hour, resolved: 40 * time.Hour, reviewed: 9 * 24 * time.Hour,
		closed: 70 * 24 * time.Hour,
	} {
		if stage >= triaged {
			at = at.Add(around(rng, mean))
			d.times[stage] = at
		}
	}
	d.settle(weighted(rng, "", 88, "open", 6, incident.Withdrawn, 3, incident.Duplicate, 3))
	return d
}

// settle decides how far the record has come.
func (d *draft) settle(fate string) {
	last := closed
	switch fate {
	case incident.Withdrawn, incident.Duplicate:
		d.status, d.stage = fate, detected
		return
	case "open":
		last = detected + d.rng.IntN(closed-detected)
	}
	for d.stage = detected; d.stage < last && d.times[d.stage+1].Before(Now); d.stage++ {
	}
	d.status = stageKeys()[d.stage]
}

// stageKeys are the keys of the timeline that every incident comes to.
func stageKeys() []string { return append([]string{"started"}, incident.StageTerms().IDs()...) }

// around is a whole number of minutes, few of them far from the mean.
func around(rng *rand.Rand, mean time.Duration) time.Duration {
	return time.Duration(rng.ExpFloat64()*float64(mean)).Truncate(time.Minute) + time.Minute
}

// weighted picks one of pairs of a value and its weight.
func weighted(rng *rand.Rand, pairs ...any) string {
	total := 0
	for i := 1; i < len(pairs); i += 2 {
		total += pairs[i].(int)
	}
	at := rng.IntN(total)
	for i := 0; ; i += 2 {
		if at -= pairs[i+1].(int); at < 0 {
			return pairs[i].(string)
		}
	}
}

// earlier is a record of the same topic that had been detected before this one began, most often a
// recent one, and one that its readers may see; false where none is found.
func (g *generator) earlier(d draft) (draft, bool) {
	for i := d.index - 1; i >= max(0, d.index-6*topics); i-- {
		other := g.draft(i)
		if other.topic == d.topic && other.stage > detected && other.kind != incident.KindExercise &&
			incident.TLP.Index(other.tlp) <= incident.TLP.Index(d.tlp) && !other.times[detected].After(d.times[started]) {
			return other, true
		}
	}
	return draft{}, false
}
