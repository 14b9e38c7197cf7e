package cli_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hindcast/internal/check/rule"
	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
	opening "hindcast/internal/corpus"
	"hindcast/internal/disclose"
	"hindcast/internal/disk"
	"hindcast/internal/disk/disktest"
	"hindcast/internal/load"
	"hindcast/internal/publish"
)

// changing is a records repository that changes at random.
type changing struct {
	*rand.Rand
	t   *testing.T
	dir string
	now time.Time

	plain bool // records have nothing that is often wrong
}

func (c *changing) write(name, text string) {
	c.t.Helper()
	full := filepath.Join(c.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// files are those in a folder, by their paths in the repository.
func (c *changing) files(folder string) (names []string) {
	_ = fs.WalkDir(os.DirFS(c.dir), folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, name)
		}
		return nil
	})
	return names
}

func (c *changing) one(list ...string) string { return list[c.IntN(len(list))] }

func (c *changing) id() string { return fmt.Sprintf("INC-2026-%04d", 1+c.IntN(12)) }

func (c *changing) words() string {
	var b strings.Builder
	for range 5 + c.IntN(30) {
		b.WriteString(c.one("scoring", "model", "rejected", "applicants", "drift", "rollback", "gradual", "threshold", "audit",
			"mislabelled", "queue", "customer", "latency", "**bold**", "\n\n", "\n- item"))
		b.WriteByte(' ')
	}
	if !c.plain {
		b.WriteString(c.one("", "", "", "", c.id(), "[[routing]]", "![a](../pixel.gif)"))
	}
	return b.String()
}

func (c *changing) record(id string) string {
	rare := func(text string) string {
		if !c.plain && c.IntN(8) == 0 {
			return text
		}
		return ""
	}
	return fmt.Sprintf("---\nid: %s\ntitle: %s of %s\nsummary: What %s did.\ntype: %s\nseverity: %s\nstatus: %s\ntlp: %s\nowner: %s\n"+
		"systems: [%s]\ntags: [%s]\ncauses: [{factor: %s}]\ntimeline: {started: 2026-0%d-01, detected: 2026-0%d-1%d}\n"+
		"detection: {method: %s}\n%s%s---\n## What happened\n%s\n\n## Lessons\n%s\n",
		id, c.one("Drift", "A leak", "Bias", "Outage"), id, id, c.one("bias", "model_failure", "data_leak"), c.one("sev1", "sev2", "sev3"),
		c.one(append(slices.Repeat([]string{"detected"}, 20), "triaged")...), c.one("CLEAR", "CLEAR", "GREEN", "AMBER", "RED"),
		c.one("ml-team", "platform"), c.one("routing", "scoring", "chat"), c.one("eu", "night", "pilot"),
		c.one("drift", "data_quality"), 1+c.IntN(4), 5+c.IntN(4), c.IntN(10), c.one("audit", "monitoring", "user_report"),
		rare("related: [{id: "+c.id()+", relation: recurrence_of}]\n"),
		rare("actions: [{id: A1, title: Do it, owner: platform, due: 2026-08-20, status: open}]\n"), c.words(), c.words())
}

// settle writes all anew, without an error.
func (c *changing) settle() {
	c.plain = true
	defer func() { c.plain = false }()
	for _, name := range []string{"incidents", "knowledge", "templates", "site", "hindcast.yaml"} {
		if err := os.RemoveAll(filepath.Join(c.dir, name)); err != nil {
			c.t.Fatal(err)
		}
	}
	for range 8 {
		id := c.id()
		c.write("incidents/2026/"+id+"-a.md", strings.Replace(c.record(id), "status: triaged", "status: detected", 1))
	}
	for _, slug := range []string{"routing", "scoring", "chat"} {
		c.write("knowledge/systems/"+slug+".md", "---\ntitle: The "+slug+"\nowner: platform\nrisk_class: limited\ntlp: CLEAR\n---\nText.\n")
	}
	c.write("incidents/pixel.gif", rule.Pixel)
}

// step changes something.
func (c *changing) step() {
	files := c.files("incidents")
	switch c.IntN(16) {
	default: // a record is edited
		if len(files) > 0 {
			name := files[c.IntN(len(files))]
			if text, err := os.ReadFile(filepath.Join(c.dir, name)); err == nil && strings.HasSuffix(name, ".md") {
				c.write(name, string(text)+"\n"+c.words()+"\n")
			}
		}
	case 14:
		c.settle()
	case 0, 1, 2:
		id := c.id()
		c.write("incidents/2026/"+id+"-"+c.one(append(slices.Repeat([]string{"a"}, 9), "b")...)+".md", c.record(id))
	case 3:
		if len(files) > 0 {
			_ = os.Remove(filepath.Join(c.dir, files[c.IntN(len(files))]))
		}
	case 4: // renamed or moved
		if len(files) > 0 {
			name := files[c.IntN(len(files))]
			to := c.one("incidents/2026/", "incidents/2026/", "incidents/older/") + "moved-" + filepath.Base(name)
			if os.MkdirAll(filepath.Join(c.dir, filepath.Dir(to)), 0o755) == nil {
				_ = os.Rename(filepath.Join(c.dir, name), filepath.Join(c.dir, to))
			}
		}
	case 5:
		slug := c.one("routing", "scoring", "chat")
		c.write("knowledge/systems/"+slug+".md", "---\ntitle: The "+slug+" "+c.one("service", "model")+"\nowner: "+c.one("ml-team", "platform")+
			"\nrisk_class: "+c.one("high", "limited")+"\ntlp: "+c.one("CLEAR", "RED")+"\n---\n"+c.words()+"\n")
	case 6:
		c.write(c.one("knowledge/playbooks/stop.md", "knowledge/glossary/drift.md", "knowledge/about.md"),
			"---\ntitle: "+c.one("Stop it", "Drift of models", "About us")+"\ntlp: "+c.one("CLEAR", "AMBER")+"\n---\n"+c.words()+"\n")
	case 7:
		c.write("hindcast.yaml", "title: "+c.one("Log", "Our incidents")+"\n"+c.one("", "base_url: https://example.org/x/\n")+
			c.one("", "language: de\n", "organisation: Example\n")+c.one("", "limits: {text_bytes: 60000}\n", "timezone: Europe/Berlin\n"))
	case 8:
		c.write("templates/partials/footer.html", `{{define "footer"}}<footer>`+c.one("one", "two", "{{.Title}}")+`</footer>{{end}}`)
	case 9:
		_ = os.RemoveAll(filepath.Join(c.dir, c.one("templates", "site", "hindcast.yaml", "knowledge/glossary")))
	case 10:
		c.write("incidents/pixel.gif", rule.Pixel+c.one("", "\x00"))
		c.write(c.one("site/static/own.txt", "site/static/index.html", "site/static/llms.txt"), c.words())
	case 11:
		c.now = c.now.AddDate(0, 0, c.IntN(40)-10)
	case 12:
		c.write("templates/languages/de.yaml", "Incidents: "+c.one("Vorfälle", "Störungen")+"\n")
	case 13: // as editors, merges and copies leave a file
		if len(files) > 0 {
			name := files[c.IntN(len(files))]
			text, err := os.ReadFile(filepath.Join(c.dir, name))
			info, err2 := os.Stat(filepath.Join(c.dir, name))
			if err == nil && err2 == nil && strings.HasSuffix(name, ".md") {
				c.write(name, strings.Replace(string(text), "audit", "admit", 1)) // the same size, and the same time
				_ = os.Chtimes(filepath.Join(c.dir, name), info.ModTime(), info.ModTime())
			}
		}
	}
}

// spoil does to a cache what disks, users and other versions do.
func (c *changing) spoil(folder string) {
	packs, _ := filepath.Glob(filepath.Join(folder, "*", "*"))
	if len(packs) == 0 {
		return
	}
	pack := packs[c.IntN(len(packs))]
	data, err := os.ReadFile(pack)
	if err != nil || len(data) == 0 {
		return
	}
	switch c.IntN(6) {
	case 0:
		_ = os.RemoveAll(folder)
	case 1:
		_ = os.WriteFile(pack, data[:c.IntN(len(data))], 0o600)
	case 2:
		data[c.IntN(len(data))] ^= 0xff
		_ = os.WriteFile(pack, data, 0o600)
	case 3:
		_ = os.WriteFile(filepath.Join(filepath.Dir(pack), "copy.pack"), data, 0o600)
	case 4:
		copy(data[8:], "another version of the program")
		_ = os.WriteFile(pack, data, 0o600)
	}
}

// build builds for all readers of an audience, and returns the exit code, what was said, and the files.
func (c *changing) build(cache, audience, out string) (int, string, map[string]string) {
	c.t.Helper()
	code, said := c.run(cache, "build", "--audience", audience, "--keep-going", "--out", out)
	return code, said, disktest.Contents(c.t, out)
}

// run carries out a command, and returns the exit code and what was said.
func (c *changing) run(cache string, args ...string) (int, string) {
	c.t.Helper()
	var said bytes.Buffer
	code := cli.Run(c.t.Context(), append(args, "-C", c.dir, "--now", c.now.Format(time.RFC3339)), console.Env{
		In: strings.NewReader(""), Out: &said, Err: &said, Clock: time.Now, Dir: c.dir,
		Getenv: func(name string) string {
			if name == console.CacheVariable {
				return cache
			}
			return ""
		},
	})
	return code, said.String()
}

// differences are the files in which two sites differ.
func differences(a, b map[string]string) (names []string) {
	for name := range maps.Keys(a) {
		if other, ok := b[name]; !ok || other != a[name] {
			names = append(names, name)
		}
	}
	for name := range maps.Keys(b) {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// preview is what a preview shows that builds again after each change, and what one shows that was just started.
func (c *changing) preview(again *load.Memory) (kept, fresh map[string]string) {
	c.t.Helper()
	folder, err := disk.Open(c.dir)
	if err != nil {
		c.t.Fatal(err)
	}
	defer folder.Close()
	of := func(memory *load.Memory, preview bool) map[string]string {
		opened, err := opening.Open(c.t.Context(), folder.FS(), opening.Options{Now: c.now, Limits: load.DefaultLimits, Memory: memory})
		if err != nil {
			c.t.Fatal(err)
		}
		opts := console.SiteOptions()
		opts.Options, opts.Now, opts.Preview = disclose.Options{Audience: "internal", KeepGoing: true}, c.now, preview
		site, err := publish.Prepare(c.t.Context(), opened, opts)
		if err != nil {
			return map[string]string{"refused": err.Error()}
		}
		files := map[string]string{}
		all := site.Files(c.t.Context())
		if preview {
			all = site.Plan()
			for name, body := range site.Index().Files() {
				files[publish.IndexFolder+name] = string(body)
			}
		}
		for file, err := range all {
			if err == nil && file.Make != nil {
				file.Body, err = file.Make()
			}
			if err != nil {
				return map[string]string{"refused": err.Error()}
			}
			files[file.Path] = string(file.Body)
		}
		return files
	}
	return of(again, true), of(nil, false)
}

// Whatever changes between two builds, and whatever happens to the cache, a build gives the files that it gives where
// nothing is kept; so does a preview that builds again.
func TestIncrementalEqualsClean(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	t.Parallel()
	usual := 16
	if long {
		usual = 60
	}
	steps, seed := number(t, "HINDCAST_TEST_STEPS", usual), number(t, "HINDCAST_TEST_SEED", 1)
	c := &changing{Rand: rand.New(rand.NewPCG(uint64(seed), 1)), t: t, dir: t.TempDir(), now: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)}
	c.settle()
	cache, kept, clean := t.TempDir(), filepath.Join(t.TempDir(), "site"), filepath.Join(t.TempDir(), "site")
	memory := load.NewMemory(time.Now)
	last := "internal"
	for i := range steps {
		again := i%8 == 7 // without a change in between, and without an error
		switch {
		case i%8 == 6:
			c.settle()
		case !again:
			c.step()
		}
		if !again && c.IntN(4) == 0 {
			c.spoil(cache)
		}
		audience := c.one("internal", "internal", "public", "restricted")
		if again {
			audience = last
		}
		last = audience
		code, said, files := c.build(cache, audience, kept)
		wantCode, wantSaid, want := c.build("off", audience, clean)
		if isLeft := strings.Contains(said, "nothing changed since"); again && !isLeft {
			t.Fatalf("seed %d, step %d: nothing changed, and it is built again: %s", seed, i, said)
		}
		if diff := differences(files, want); code != wantCode || len(diff) > 0 {
			t.Fatalf("seed %d, step %d: exit %d and %d, different are %v\n%s\nclean:\n%s", seed, i, code, wantCode, diff, said, wantSaid)
		}
		for _, args := range [][]string{
			{"validate", "--format", "json"},
			{"search", "drift", "--audience", audience},
			{"validate", "--format", "json", "hindcast.yaml", "incidents"},
		} {
			code, said := c.run(cache, args...)
			if wantCode, want := c.run("off", args...); code != wantCode || said != want {
				t.Fatalf("seed %d, step %d: %v: exit %d\n%s\nand with nothing kept %d\n%s", seed, i, args, code, said, wantCode, want)
			}
		}
		remembered, fresh := c.preview(memory)
		if diff := differences(remembered, fresh); len(diff) > 0 {
			t.Fatalf("seed %d, step %d: the preview differs in %v", seed, i, diff)
		}
	}
}
