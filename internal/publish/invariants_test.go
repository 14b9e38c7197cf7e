package publish_test

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"hindcast/internal/address"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/importing/public"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/internal/search"
	"hindcast/site"
	"hindcast/templates"
)

var now = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// demo is the records repository that this project is.
func demo() fs.FS { return os.DirFS("../..") }

// makeSite builds the site of a repository in memory, for now unless the options have another time.
func makeSite(t *testing.T, fsys fs.FS, opts publish.Options) (*publish.Site, map[string][]byte) {
	t.Helper()
	if opts.Now.IsZero() {
		opts.Now = now
	}
	c, err := corpus.Open(context.Background(), fsys, corpus.Options{Now: opts.Now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	opts.Templates, opts.Assets, opts.Version = templates.FS, site.FS, "test"
	s, err := publish.Prepare(context.Background(), c, opts)
	if err != nil {
		for _, f := range s.Findings {
			t.Logf("%s:%d: %s", f.Path, f.Span.Start.Line, f.Message)
		}
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for page, err := range s.Files(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := files[page.Path]; twice {
			t.Errorf("%s is made twice", page.Path)
		}
		files[page.Path] = page.Body
	}
	return s, files
}

// aiid is the snapshot of the AI Incident Database as records; the test is skipped where it is not.
func aiid(t *testing.T) fstest.MapFS {
	t.Helper()
	repo := intaketest.New(t)
	fsys := fstest.MapFS{}
	for _, o := range repo.Import(public.AIID, intaketest.Single(t, "../../../shared/data/aiid", "incidents.csv"), importing.Options{}) {
		fsys[o.Path] = &fstest.MapFile{Data: []byte(repo.Text(o.Path))}
	}
	return fsys
}

func TestLinksOfTheDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for _, audience := range []string{"public", "partner", "internal", "restricted"} {
		t.Run(audience, func(t *testing.T) {
			_, files := makeSite(t, demo(), publish.Options{Options: disclose.Options{Audience: audience}})
			crawl(t, files, 10)
		})
	}
}

func TestLinksOfThePrecedents(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	_, files := makeSite(t, aiid(t), publish.Options{})
	pages := 0
	for name := range files {
		if strings.HasPrefix(name, "incidents/aiid-") {
			pages++
		}
	}
	if pages < 989 {
		t.Errorf("%d pages of precedents, want at least 989", pages)
	}
	crawl(t, files, 989)
}

// crawl follows every local link, picture, script and style of every page: each must lead to a
// file of the site, each fragment to an element, and none to the root of the host, so that the site
// works below any path.
func crawl(t *testing.T, files map[string][]byte, atLeast int) {
	t.Helper()
	anchors := map[string]map[string]bool{}
	links := map[string][]string{}
	for name, body := range files {
		if path.Ext(name) == ".html" {
			anchors[name], links[name] = read(t, name, body)
		}
	}
	checked := 0
	written := maps.Clone(files)
	written["manifest.json"] = nil // made of the files as they are written
	for _, from := range slices.Sorted(maps.Keys(links)) {
		for _, link := range links[from] {
			u, err := url.Parse(link)
			switch {
			case err != nil:
				t.Errorf("%s: %q is no address: %v", from, link, err)
				continue
			case u.Scheme != "" || from == "404.html":
				continue
			case u.Host != "" || strings.HasPrefix(u.Path, "/"):
				t.Errorf("%s: %q leaves the site's own path", from, link)
				continue
			}
			checked++
			to := from
			if u.Path != "" {
				to = path.Join(path.Dir(from), u.Path)
				if strings.HasSuffix(u.Path, "/") || to == "." {
					to = path.Join(to, "index.html")
				}
			}
			if _, ok := written[to]; !ok {
				t.Errorf("%s: %q leads nowhere", from, link)
			} else if u.Fragment != "" && !anchors[to][u.Fragment] {
				t.Errorf("%s: %q leads to no element", from, link)
			}
		}
	}
	if checked < atLeast {
		t.Errorf("only %d links were followed", checked)
	}
}

func read(t *testing.T, name string, body []byte) (ids map[string]bool, links []string) {
	t.Helper()
	ids = map[string]bool{}
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				if ids[a.Val] {
					t.Errorf("%s: the id %q is used twice", name, a.Val)
				}
				ids[a.Val] = true
			case "href", "src", "action":
				links = append(links, a.Val)
			}
		}
	}
	return ids, links
}

// shuffled lists folders in another order than they are in.
type shuffled struct{ fs.FS }

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(s.FS, name)
	rand.New(rand.NewPCG(1, uint64(len(name)))).Shuffle(len(entries), func(i, j int) {
		entries[i], entries[j] = entries[j], entries[i]
	})
	return entries, err
}

// The same records give the same bytes, whatever the order of the files, the zone of the machine
// and the number of its processors.
func TestSameBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	sources := map[string]func(*testing.T) fs.FS{
		"demo":       func(*testing.T) fs.FS { return demo() },
		"precedents": func(t *testing.T) fs.FS { return aiid(t) },
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			fsys := source(t)
			_, first := makeSite(t, fsys, publish.Options{})
			zone, processors := time.Local, runtime.GOMAXPROCS(1)
			time.Local = time.FixedZone("elsewhere", 9*3600)
			defer func() { time.Local = zone; runtime.GOMAXPROCS(processors) }()
			_, second := makeSite(t, shuffled{fsys}, publish.Options{})
			if len(first) != len(second) {
				t.Errorf("%d files, then %d", len(first), len(second))
			}
			for name, body := range first {
				if !bytes.Equal(body, second[name]) {
					t.Errorf("%s differs between two builds", name)
				}
			}
		})
	}
}

// What an audience may not see is in no byte of its site: neither the marked words, nor the
// names of withheld records.
func TestWithheld(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	fsys := fstest.MapFS{}
	add := func(name, text string) { fsys[name] = &fstest.MapFile{Data: []byte(text)} }
	record := func(id, tlp, extra, text string) string {
		return "---\nid: " + id + "\ntitle: Record " + id + "\ntype: bias\nseverity: sev3\nstatus: detected\ntlp: " + tlp +
			"\nsystems: [scoring]\ntimeline: {detected: 2026-02-03}\ndetection: {method: audit}\n" + extra + "---\n## What happened\n" + text + "\n"
	}
	add("knowledge/systems/scoring.md", "---\ntitle: Scoring\ntlp: CLEAR\n---\nText.\n")
	add("knowledge/zebra.md", "---\ntitle: Zebrafinch\ntlp: RED\n---\nSee [[INC-2026-0001]].\n")
	add("incidents/INC-2026-0001-a.md",
		record("INC-2026-0001", "CLEAR", "related: [{id: INC-2026-0777, relation: similar_to, note: quokka}]\n",
			"Shown.\n\n:::tlp AMBER\n## Wombat\nThe word is aardvark, see [[INC-2026-0777]] and [pangolin](okapi.txt).\n\n- 2026-02-03T10:00Z — ibex\n:::\n\nMore."))
	add("incidents/okapi.txt", "file")
	add("incidents/INC-2026-0777-b.md", record("INC-2026-0777", "GREEN", "tags: [numbat]\n", "See INC-2026-0001."))

	secrets := []string{"zebra", "0777", "quokka", "wombat", "aardvark", "pangolin", "okapi", "ibex", "numbat"}
	_, public := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "public"}})
	for name, body := range public {
		for _, secret := range secrets {
			if strings.Contains(strings.ToLower(name+"\n"+string(body)), secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	_, all := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "restricted"}})
	for _, secret := range secrets { // the packs of the index are compressed, so they are asked
		if got := finds(t, public, secret); got > 0 {
			t.Errorf("the public search finds %q in %d pages", secret, got)
		}
	}
	if finds(t, all, "aardvark") == 0 || finds(t, all, "0777") == 0 || finds(t, public, "shown") == 0 {
		t.Error("a search lacks what it should find")
	}
	page := strings.ToLower(string(all["incidents/inc-2026-0001/index.html"]))
	for _, secret := range []string{"0777", "quokka", "wombat", "aardvark", "pangolin", "ibex", "zebra"} {
		if !strings.Contains(page, secret) {
			t.Errorf("the restricted page lacks %q", secret)
		}
	}
}

// A withheld name in text that is shown is an error of that build, at its place.
func TestWithheldNameInProse(t *testing.T) {
	fsys := fstest.MapFS{
		"incidents/INC-2026-0001-a.md": {Data: []byte("---\nid: INC-2026-0001\ntitle: After INC-2026-0002\ntype: bias\nseverity: sev3\nstatus: detected\ntlp: CLEAR\nsystems: [s]\n" +
			"timeline: {detected: 2026-02-03}\ndetection: {method: audit}\n---\n## What happened\nAs in `INC-2026-0002`.\n")},
		"incidents/INC-2026-0002-b.md": {Data: []byte("---\nid: INC-2026-0002\ntitle: B\ntype: bias\nseverity: sev3\nstatus: detected\ntlp: RED\nsystems: [s]\n" +
			"timeline: {detected: 2026-02-03}\ndetection: {method: audit}\n---\n## What happened\nText.\n")},
		"knowledge/systems/s.md": {Data: []byte("---\ntitle: S\ntlp: CLEAR\n---\n")},
	}
	c, err := corpus.Open(context.Background(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	s, err := publish.Prepare(context.Background(), c, publish.Options{
		Options: disclose.Options{Audience: "public"}, Now: now, Templates: templates.FS, Assets: site.FS,
	})
	if err == nil {
		t.Fatal("the site was made")
	}
	var places []string
	for _, f := range s.Findings {
		if f.Level != diag.Error {
			continue
		}
		places = append(places, f.Path+" "+f.Key+" "+f.Text)
	}
	want := []string{"incidents/INC-2026-0001-a.md title INC-2026-0002", "incidents/INC-2026-0001-a.md text INC-2026-0002"}
	if !slices.Equal(places, want) {
		t.Errorf("findings %q, want %q", places, want)
	}
}

// A file that only a record shows which is left out for what it names is not published.
func TestFilesOfWhatIsLeftOut(t *testing.T) {
	record := func(id, tlp, text string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\nid: " + id + "\ntitle: Record of " + strings.ToLower(id) + "\ntype: bias\nseverity: sev3\nstatus: detected\ntlp: " + tlp +
			"\nunregistered: [s]\ntimeline: {detected: 2026-02-03}\ndetection: {method: audit}\n---\n## What happened\n" + text + "\n")}
	}
	fsys := fstest.MapFS{
		"incidents/INC-2026-0001.md": record("INC-2026-0001", "CLEAR", "[Numbers](numbers.csv), as in INC-2026-0002."),
		"incidents/INC-2026-0002.md": record("INC-2026-0002", "RED", "Text."),
		"incidents/INC-2026-0003.md": record("INC-2026-0003", "CLEAR", "[Others](others.csv)"),
		"incidents/numbers.csv":      {Data: []byte("a,1\n")},
		"incidents/others.csv":       {Data: []byte("b,2\n")},
	}
	_, files := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "public", KeepGoing: true}})
	var published []string
	for name, body := range files {
		if strings.HasPrefix(name, "files/") {
			published = append(published, string(body))
		}
	}
	if want := []string{"b,2\n"}; !slices.Equal(published, want) {
		t.Errorf("published %q, want %q", published, want)
	}
}

// finds counts what the search of a site finds.
func finds(t *testing.T, site map[string][]byte, query string) int {
	t.Helper()
	r, err := search.Open(func(name string) ([]byte, error) {
		if body, ok := site[publish.IndexFolder+name]; ok {
			return body, nil
		}
		return nil, fs.ErrNotExist
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := r.Search(query, search.ByRelevance)
	if err != nil {
		t.Fatal(err)
	}
	return len(a.Hits)
}

// What a site has in its top is known to the settings, so that none of it can be kept for the host.
func TestNamesInTheTopAreTaken(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	s, files := makeSite(t, demo(), publish.Options{Options: disclose.Options{Audience: "public"}})
	if s.Log.Config.BaseURL == "" {
		t.Fatal("the demo has no address, so its site lacks files")
	}
	tops := map[string]bool{}
	for name := range files {
		top, _, _ := strings.Cut(name, "/")
		tops[top] = true
	}
	for top := range tops {
		if _, err := fs.Stat(demo(), "site/static/"+top); err != nil && !address.IsTaken(&s.Log.Config.Settings, top) &&
			!strings.HasPrefix(top, "sitemap-") {
			t.Errorf("%s is in the top of the site and can be kept", top)
		}
	}
	if len(tops) < 30 || address.IsTaken(&s.Log.Config.Settings, "CNAME") ||
		!address.IsTaken(&s.Log.Config.Settings, "Incidents") {
		t.Errorf("%d names, or the wrong ones are taken", len(tops))
	}
}
