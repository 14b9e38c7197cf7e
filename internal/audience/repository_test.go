package audience_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing/fstest"

	"pgregory.net/rapid"

	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// The properties of Cut are tested on drawn repositories, read as every command reads one. Each marker
// word occurs in one place only, so that one found in a cut log identifies the place it came from.

// marks are those of the protocol, and what counts as RED: none, an unknown word, a known one in the wrong case.
var marks = append(incident.TLP.IDs(), "", "PURPLE", "clear")

// repository is a drawn records repository.
type repository struct {
	t       *rapid.T
	files   fstest.MapFS
	entries []*entry
	words   []word
	naming  bool // texts and values may name other entries, withheld ones among them
}

// word is a marker word. An audience may see it if it may see the marks of the entry and of the part.
type word struct {
	text string
	of   *entry
	part string // mark of the part, empty outside of parts
}

func (w word) isShown(audience string) bool {
	return isShown(audience, w.of.mark) && (w.part == "" || isShown(audience, w.part))
}

// entry is a record, system or article.
type entry struct {
	path, mark string
	id         string // of a record, else the slug of a system or article
	title      string
	alias      string
	unreadable bool // the front matter can't be read
}

func (e *entry) isRecord() bool { return strings.HasPrefix(e.path, "incidents/") }

// names are what e is called: what a text that names it holds.
func (e *entry) names() []string {
	switch {
	case !e.isRecord():
		return []string{e.title, strings.TrimSuffix(strings.TrimPrefix(e.path, "knowledge/"), ".md")}
	case e.unreadable: // so is its alias
		return []string{e.id, e.title}
	}
	return []string{e.id, e.alias, e.title}
}

// drawRepository draws one. Where naming is false nothing names another entry but in the lists of its front
// matter, from which Cut takes what is withheld.
func drawRepository(t *rapid.T, naming bool) *repository {
	r := &repository{t: t, files: fstest.MapFS{}, naming: naming}
	kind := rapid.SampledFrom([]string{"record", "record", "record", "systems", "playbooks", "glossary", "guides"})
	for _, kind := range rapid.SliceOfN(kind, 2, 7).Draw(t, "kinds") {
		r.entries = append(r.entries, r.plan(kind))
	}
	for _, e := range r.entries {
		r.files[e.path] = &fstest.MapFile{Data: []byte(r.file(e))}
	}
	r.files[load.ConfigFile] = &fstest.MapFile{Data: []byte("title: Log" + r.mention("settings") + "\n")}
	return r
}

func (r *repository) chance(percent int, what string) bool {
	return rapid.IntRange(1, 100).Draw(r.t, what) <= percent
}

// word is a new one, of letters alone.
func (r *repository) word(of *entry, part string) string {
	n := len(r.words)
	text := string([]byte{'v', 'q', byte('a' + n/26), byte('a' + n%26), 'k', 'z'})
	r.words = append(r.words, word{text, of, part})
	return text
}

// plan draws the names of an entry; the texts of others, drawn later, may refer to it by them.
func (r *repository) plan(kind string) *entry {
	n := len(r.entries) + 1
	e := &entry{mark: rapid.SampledFrom(marks).Draw(r.t, "mark"), unreadable: r.chance(5, "unreadable")}
	e.title = "About " + r.word(e, "")
	if kind == "record" {
		e.id, e.alias = fmt.Sprintf("INC-2026-%04d", n), fmt.Sprintf("INC-2025-%04d", n)
		ending := rapid.SampledFrom([]string{".md", "/index.md"}).Draw(r.t, "ending")
		e.path = "incidents/2026/" + e.id + "-" + r.word(e, "") + ending
	} else {
		e.id = r.word(e, "") + "-page"
		e.alias = r.word(e, "") + "-former"
		e.path = "knowledge/" + kind + "/" + e.id + ".md"
	}
	if len(r.entries) == 0 {
		return e
	}
	other := r.entries[0]
	if r.chance(10, "same title") {
		e.title = other.title
	}
	if e.isRecord() && other.isRecord() && r.chance(10, "same id") {
		e.id = other.id
	}
	if e.isRecord() && other.isRecord() && r.naming && r.chance(10, "same alias") {
		e.alias = other.id
	}
	return e
}

// ids are those of drawn entries, for a list of references.
func (r *repository) ids(what string) []string {
	var list []string
	for _, e := range rapid.SliceOfN(rapid.SampledFrom(r.entries), 0, 3).Draw(r.t, what) {
		if !e.isRecord() && !e.unreadable && r.chance(30, "by its alias") {
			list = append(list, e.alias)
			continue
		}
		list = append(list, e.id)
	}
	return list
}

// mention names an entry, or nothing.
func (r *repository) mention(where string) string {
	if !r.naming || !r.chance(20, where+" names something") {
		return ""
	}
	name := rapid.SampledFrom(rapid.SampledFrom(r.entries).Draw(r.t, "named").names()).Draw(r.t, "by")
	return " after " + rapid.SampledFrom([]string{name, strings.ToUpper(name), strings.ToLower(name)}).Draw(r.t, "written")
}

func (r *repository) file(e *entry) string {
	if e.unreadable {
		e.mark = ""
		return fmt.Sprintf("id: %s\ntitle: %s\n", e.id, e.title)
	}
	var b strings.Builder
	b.WriteString("---\n")
	add := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	list := func(key string, items []string) {
		if len(items) > 0 {
			add("%s: [%s]", key, strings.Join(items, ", "))
		}
	}
	if e.mark != "" {
		add("tlp: %s", e.mark)
	}
	add("title: %s", e.title)
	switch {
	case e.isRecord():
		add("id: %s\naliases: [%s]\nsummary: %s%s", e.id, e.alias, r.word(e, ""), r.mention("summary"))
		list("systems", r.ids("systems"))
		list("playbooks", r.ids("playbooks"))
		if related := r.ids("related"); len(related) > 0 {
			add("related:")
			for _, id := range related {
				add("- {id: %s, relation: similar_to, note: %s%s}", id, r.word(e, ""), r.mention("note"))
			}
		}
		if r.chance(20, "duplicate") {
			add("duplicate_of: %s", rapid.SampledFrom(r.entries).Draw(r.t, "duplicate of").id)
		}
		add("custom: {key%s: [%s%s]}", r.mention("key"), r.word(e, ""), r.mention("value"))
	case strings.HasPrefix(e.path, "knowledge/playbooks/"):
		list("systems", r.ids("systems"))
		fallthrough
	default:
		list("aliases", []string{e.alias})
	}
	b.WriteString("---\n")
	for range rapid.IntRange(0, 4).Draw(r.t, "blocks") {
		b.WriteString(r.block(e, ""))
		if r.chance(50, "part") {
			part := rapid.SampledFrom(marks).Draw(r.t, "part marked")
			if part == "" {
				part = "RED"
			}
			fmt.Fprintf(&b, "\n:::tlp %s\n%s:::\n\n", part, r.block(e, part))
		}
	}
	return b.String()
}

// block is a block of Markdown outside of parts, or in a part.
func (r *repository) block(e *entry, part string) string {
	w := func() string { return r.word(e, part) }
	name := r.mention("text")
	switch rapid.IntRange(0, 7).Draw(r.t, "block") {
	case 0:
		return "## Timeline\n\n- 2026-02-03T08:00Z " + w() + name + "\n- 09:00 " + w() + "\n"
	case 1:
		return "## " + w() + name + "\n"
	case 2:
		return "| " + w() + " | b |\n|---|---|\n| " + w() + name + " | `" + w() + "` |\n\n"
	case 3:
		return "[a][" + w() + "], [b](https://example.org/" + w() + " \"" + w() + name + "\")\n\n"
	case 4:
		label := w()
		return "Noted.[^" + label + "]\n\n[^" + label + "]: " + w() + name + "\n\n"
	case 5:
		if other := rapid.SampledFrom(r.entries).Draw(r.t, "reference"); r.naming {
			return "See [[" + other.id + "|" + w() + "]] and " + other.id + ".\n\n"
		}
	case 6:
		picture := w() + ".gif"
		r.files[path.Join(path.Dir(e.path), picture)] = &fstest.MapFile{Data: []byte(pixel)}
		return "![" + w() + "](" + picture + ")\n\n"
	}
	return "Then " + w() + " met *" + w() + "*" + name + ".\n\n"
}

const pixel = "GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// readers are those whom audiences are made of, the one that sees least first.
var readers = []string{"public", "partner", "internal", incident.Restricted}

// isShown reports whether an audience may see a mark, as docs/security.md has it.
func isShown(audience, mark string) bool {
	return slices.Contains(map[string][]string{
		"public":            {"CLEAR"},
		"partner":           {"CLEAR", "GREEN"},
		"internal":          {"CLEAR", "GREEN", "AMBER", "AMBER+STRICT"},
		incident.Restricted: marks,
	}[audience], mark)
}
