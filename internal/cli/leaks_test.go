package cli_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/internal/search"
)

var audiences = []string{"public", "partner", "internal", "restricted"}

// reads is the rank up to which each audience may read.
var reads = map[string]int{"public": 0, "partner": 1, "internal": 3, "restricted": 4}

// Nothing that an audience may not see is in any byte of what is made for it: in no file of a site or an
// export, decompressed and decoded, and in no line that a command prints. Each site is proved, too.
func TestNothingLeaks(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	corpora, first := number(t, "HINDCAST_TEST_CORPORA", 3), number(t, "HINDCAST_TEST_SEED", 1)
	total := tally{}
	for seed := first; seed < first+corpora; seed++ {
		t.Run(strconv.Itoa(seed), func(t *testing.T) {
			l := &leaks{T: t, corpus: newCorpus(uint64(seed)), dir: t.TempDir(), seen: tally{}}
			l.prepare()
			for _, audience := range audiences {
				l.check(audience)
			}
			for where, n := range l.seen {
				total[where] += n
			}
		})
	}
	if t.Failed() {
		return
	}
	for _, audience := range audiences { // else nothing was looked at
		if total[audience] < 20*corpora {
			t.Errorf("only %d canaries were found in what is made for %s", total[audience], audience)
		}
	}
	t.Logf("canaries found where they may be: %v", total)
}

type tally map[string]int

// leaks looks for canaries in what is made of one corpus.
type leaks struct {
	*testing.T
	corpus *corpus
	dir    string
	seen   tally
	told   map[string]bool
}

// prepare writes the corpus, with one commit for each file.
func (l *leaks) prepare() {
	l.Helper()
	l.told = map[string]bool{}
	if err := l.corpus.put(l.dir); err != nil {
		l.Fatal(err)
	}
	l.git("init", "-q", "-b", "main")
	for _, e := range l.corpus.entries {
		l.git("add", e.path)
		l.git("commit", "-q", "-m", l.corpus.subjects[e.path])
	}
	l.git("add", "-A")
	l.git("commit", "-q", "-m", "the rest")
}

func (l *leaks) git(args ...string) {
	l.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = l.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=Team",
		"GIT_AUTHOR_EMAIL=team@example.org",
		"GIT_COMMITTER_NAME=Team", "GIT_COMMITTER_EMAIL=team@example.org", "GIT_AUTHOR_DATE=2026-03-01T12:00:00Z", "GIT_COMMITTER_DATE=2026-03-01T12:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		l.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// afterCorpora is later than all that happens in a corpus.
var afterCorpora = time.Date(2026, 4, 2, 8, 0, 0, 0, time.UTC)

// run carries out a command and looks at what it prints.
func (l *leaks) run(audience string, args ...string) int {
	l.Helper()
	code, out, notes := runAt(l.T, afterCorpora, l.dir, append(args, "--audience", audience)...)
	if code > 1 {
		l.Errorf("%v ends with %d: %s", args, code, notes)
	}
	l.look(audience, "what "+args[0]+" prints", []byte(out))
	l.look(audience, "what "+args[0]+" notes", []byte(notes))
	return code
}

func (l *leaks) check(audience string) {
	l.Helper()
	site := filepath.Join(l.dir, "site-"+audience)
	refused := l.run(audience, "build", "-o", site)
	if refused != 0 && !l.corpus.broken && !l.corpus.named {
		l.Errorf("build for %s refuses records without fault", audience)
	}
	if made := exists("", site); made != (refused == 0) {
		l.Errorf("build for %s ends with %d, and the site is there: %v", audience, refused, made)
	}
	l.run(audience, "build", "--keep-going", "--prove", "-o", site)
	if !exists("", site) {
		l.Fatalf("no site was made for %s", audience)
	}
	l.folder(audience, site)
	l.search(audience, site)
	l.run(audience, "trends", "--format", "json")
	l.run(audience, "due", "--all", "--format", "json")
	l.run(audience, "digest", "--since", "90d")
	l.run(audience, "search", "--format", "json", "--limit", "100", "about")
	for _, format := range []string{"opensearch", "meilisearch", "json", "jsonl", "csv", "sqlite", "parquet", "avid", "osv"} {
		out := filepath.Join(l.dir, format+"-"+audience)
		l.run(audience, "export", "--format", format, "--out", out)
		if exists("", out) {
			l.folder(audience, out)
		}
	}
}

// folder looks at every file below a folder, and at its name.
func (l *leaks) folder(audience, folder string) {
	l.Helper()
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		l.look(audience, "the name "+rel, []byte(rel))
		l.look(audience, rel, data)
		return err
	})
	if err != nil {
		l.Fatal(err)
	}
}

// search asks the index of a site for every word that it may not hold.
func (l *leaks) search(audience, site string) {
	l.Helper()
	index := os.DirFS(filepath.Join(site, strings.TrimSuffix(publish.IndexFolder, "/")))
	r, err := search.Open(func(name string) ([]byte, error) { return fs.ReadFile(index, name) })
	if err != nil {
		l.Fatal(err)
	}
	for word, c := range l.corpus.canaries {
		if c.rank <= reads[audience] {
			continue
		}
		if a, err := r.Search("\""+word+"\"", search.ByRelevance); err != nil || len(a.Hits) > 0 {
			l.leak(audience, word, "the search index")
		}
	}
}

var (
	canaryForm  = regexp.MustCompile(`vq[` + consonants + `]{9}kz`)
	base64Form  = regexp.MustCompile(`[A-Za-z0-9+/_-]{16,}={0,2}`)
	escapedForm = regexp.MustCompile(`\\u[0-9a-fA-F]{4}`)
)

// look finds the canaries in a text, in what it decompresses to, and in what it says when decoded.
func (l *leaks) look(audience, where string, data []byte) {
	l.Helper()
	for _, text := range forms(data) {
		for _, word := range canaryForm.FindAll(text, -1) {
			c, planted := l.corpus.canaries[string(word)]
			switch {
			case !planted:
			case c.rank > reads[audience]:
				l.leak(audience, string(word), where)
			default:
				l.seen[audience]++
			}
		}
		for _, id := range recordID.FindAll(text, -1) {
			l.lookForID(audience, where, strings.ToUpper(string(id)))
		}
	}
}

var recordID = regexp.MustCompile(`(?i)INC-2026-\d{4}`)

// lookForID reports the id of a record that is withheld.
func (l *leaks) lookForID(audience, where, id string) {
	l.Helper()
	for _, e := range l.corpus.entries {
		if e.id == id && e.rank > reads[audience] && !l.told[audience+where+id] {
			l.told[audience+where+id] = true
			l.Errorf("%s holds, for %s, the id of a record", canaryForm.ReplaceAllString(where, "…"), audience)
		}
	}
}

func (l *leaks) leak(audience, word, where string) {
	l.Helper()
	c := l.corpus.canaries[word]
	where = canaryForm.ReplaceAllString(where, "…")
	if id := audience + where + c.where; !l.told[id] {
		l.told[id] = true
		l.Errorf("%s holds, for %s, the %s", where, audience, c.where)
	}
}

// forms are a text as it stands and in whatever it can be decoded to.
func forms(data []byte) [][]byte {
	list := [][]byte{bytes.ToLower(data)}
	for _, open := range []func(io.Reader) (io.Reader, error){
		func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) },
		func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		func(r io.Reader) (io.Reader, error) { return flate.NewReader(r), nil },
	} {
		if r, err := open(bytes.NewReader(data)); err == nil {
			if plain, _ := io.ReadAll(io.LimitReader(r, 64<<20)); len(plain) > 0 {
				list = append(list, bytes.ToLower(plain))
			}
		}
	}
	if bytes.ContainsRune(data, '%') {
		if plain, err := url.QueryUnescape(string(data)); err == nil {
			list = append(list, bytes.ToLower([]byte(plain)))
		} else if plain, err := url.PathUnescape(strings.ReplaceAll(string(data), "%", "%25")); err == nil {
			list = append(list, bytes.ToLower([]byte(plain)))
		}
	}
	if plain := html.UnescapeString(string(data)); plain != string(data) {
		list = append(list, bytes.ToLower([]byte(plain)))
	}
	if escapedForm.Match(data) {
		list = append(list, bytes.ToLower(escapedForm.ReplaceAllFunc(data, func(code []byte) []byte {
			n, _ := strconv.ParseUint(string(code[2:]), 16, 32)
			return []byte(string(rune(n)))
		})))
	}
	for _, run := range base64Form.FindAll(data, -1) {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if plain, err := encoding.DecodeString(strings.TrimRight(string(run), "=")); err == nil {
				list = append(list, bytes.ToLower(plain))
			}
		}
	}
	return list
}

// Each form that a canary could leave in is read.
func TestCanariesAreSeen(t *testing.T) {
	c := newCorpus(1)
	word := c.canary("here", never)
	var packed, zipped bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write([]byte(word))
	_ = z.Close()
	g := gzip.NewWriter(&zipped)
	_, _ = g.Write([]byte(word))
	_ = g.Close()
	for name, text := range map[string]string{
		"plain": word, "capitals": strings.ToUpper(word), "zlib": packed.String(), "gzip": zipped.String(),
		"base64": base64.StdEncoding.EncodeToString([]byte("a " + word)), "base64 of addresses": base64.RawURLEncoding.EncodeToString([]byte(word + "??>")),
		"HTML": "&#118;" + word[1:], "address": "%76" + word[1:], "JSON": `"\u0076` + word[1:] + `"`,
	} {
		if !slices.ContainsFunc(forms([]byte(text)), func(form []byte) bool { return strings.Contains(string(form), word) }) {
			t.Errorf("%s is not read", name)
		}
	}
	if len(c.canaries) < 300 {
		t.Errorf("only %d canaries were planted", len(c.canaries))
	}
}

// A corpus without broken files is one that validate passes: else little of it would reach a site.
func TestWholeCorporaAreValid(t *testing.T) {
	for seed := uint64(1); ; seed++ {
		c := newCorpus(seed)
		if c.broken || c.named {
			continue
		}
		dir := t.TempDir()
		if err := c.put(dir); err != nil {
			t.Fatal(err)
		}
		if code, out, _ := runAt(t, afterCorpora, dir, "validate", "--quiet"); code != 0 {
			t.Errorf("seed %d: %s", seed, firstErrors(out))
		}
		return
	}
}

func firstErrors(text string) string {
	var errs []string
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Contains(line, ": error: ") {
			errs = append(errs, line)
		}
	}
	return fmt.Sprint(len(errs), " errors: ", strings.Join(errs[:min(len(errs), 12)], "\n"))
}

// Every key that holds free text holds a canary in some corpus.
func TestEveryKeyHoldsACanary(t *testing.T) {
	held := map[string]bool{}
	for seed := range uint64(40) {
		fsys := fstest.MapFS{}
		for name, text := range newCorpus(seed).files {
			fsys[name] = &fstest.MapFile{Data: text}
		}
		log, err := load.NewLoader(load.DefaultLimits).Log(t.Context(), fsys)
		if err != nil {
			t.Fatal(err)
		}
		note := func(kind string, front any) {
			incident.Walk(front, func(l incident.Leaf) {
				if canaryForm.MatchString(l.Text) {
					held[kind+indexForm.ReplaceAllString(l.Key, "")] = true
				}
			})
		}
		for _, r := range log.Records {
			note("record: ", &r.Front)
		}
		for _, s := range log.Systems {
			note("system: ", &s.SystemFront)
		}
		for _, a := range log.Articles {
			note("article: ", &a.ArticleFront)
		}
	}
	for kind, front := range map[string]reflect.Type{
		"record: ": reflect.TypeFor[incident.Front](), "system: ": reflect.TypeFor[incident.SystemFront](), "article: ": reflect.TypeFor[incident.ArticleFront](),
	} {
		for _, key := range freeTexts(front, kind) {
			if !held[key] && !fixed[key] {
				t.Errorf("%s never holds a canary", key)
			}
		}
	}
}

var indexForm = regexp.MustCompile(`\[\d+\]`)

// fixed are the keys whose texts are ids, codes and names of the tables, and are of one form.
var fixed = map[string]bool{
	"record: schema": true, "record: id": true, "record: duplicate_of": true, "record: evidence.sha256": true, "record: mitigations.id": true, "record: actions.id": true,
	"record: related.id": true, "record: obligations.regime": true, "record: obligations.role": true, "record: obligations.limb": true, "record: obligations.steps.step": true,
	"record: references.language": true, "record: impact.cost.amount": true, "record: impact.cost.currency": true, "record: impact.countries": true, "record: silence.rule": true, "record: source.digest": true,
	"system: links.publisher": true, "system: links.language": true, // read as references are
}

// freeTexts are the keys below a type whose values are texts of no vocabulary.
func freeTexts(t reflect.Type, key string) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch {
	case t.Kind() == reflect.String && !reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return []string{key}
	case t.Kind() != reflect.Struct:
		return nil
	}
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("key")
		if name == "" || f.Tag.Get("vocab") != "" {
			continue
		}
		if !strings.HasSuffix(key, ": ") {
			name = "." + name
		}
		keys = append(keys, freeTexts(f.Type, key+name)...)
	}
	return keys
}
