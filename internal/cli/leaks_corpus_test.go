package cli_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// marks are those of the protocol, the least strict first.
var marks = []string{"CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"}

// never is the rank of what no audience may see, such as a comment in a file.
var never = len(marks)

// corpus is a generated records repository full of canaries: words that are in one place each, so
// that one in a site tells where it leaked from.
type corpus struct {
	*rand.Rand
	files    map[string][]byte
	canaries map[string]canary
	entries  []*entry
	subjects map[string]string // of the commit that changes a file alone
	broken   bool              // some files are broken
	named    bool              // some text names what its readers may not see
}

// canary is where a word stands and how strict its mark is.
type canary struct {
	where string
	rank  int
}

// entry is a record, system or article.
type entry struct {
	folder, id, path string
	rank             int // of its mark
	title            string
}

const consonants = "bcdfghjkmnprtvw"

// canary is a new word: no stemmer shortens it, no spelling is near it, and it holds no digit.
func (c *corpus) canary(where string, rank int) string {
	for {
		word := []byte("vq")
		for range 9 {
			word = append(word, consonants[c.IntN(len(consonants))])
		}
		word = append(word, 'k', 'z')
		if _, taken := c.canaries[string(word)]; !taken {
			c.canaries[string(word)] = canary{where, rank}
			return string(word)
		}
	}
}

func (c *corpus) chance(percent int) bool { return c.IntN(100) < percent }

func pick[T any](c *corpus, list ...T) T { return list[c.IntN(len(list))] }

// newCorpus makes the repository of a seed.
func newCorpus(seed uint64) *corpus {
	c := &corpus{
		Rand: rand.New(rand.NewPCG(seed, 12)), files: map[string][]byte{}, canaries: map[string]canary{}, subjects: map[string]string{},
	}
	for rank := range marks {
		for range 1 + c.IntN(2) {
			c.entry("incidents/2026", fmt.Sprintf("INC-2026-%04d", 100+len(c.entries)), rank)
		}
		c.entry("knowledge/systems", c.canary("slug of a system", rank)+"-model", rank)
		c.entry("knowledge/"+pick(c, "playbooks", "glossary", "guides"), c.canary("slug of an article", rank)+"-page", rank)
	}
	if c.chance(30) {
		c.entry("incidents/public", "AIID-0042", c.IntN(len(marks)))
	}
	c.named = c.chance(35)
	for _, e := range c.entries {
		c.write(e)
	}
	if c.chance(60) {
		c.breakSome()
	}
	c.settings()
	return c
}

// entry plans a file; what is in others about it needs its name.
func (c *corpus) entry(folder, id string, rank int) {
	e := &entry{folder: folder, id: id, rank: rank}
	e.title = "About " + c.canary("title of "+id, rank) + " and " + c.canary("title of "+id, rank)
	e.path = folder + "/" + id + ".md"
	if strings.HasPrefix(id, "INC-") {
		switch slug := c.canary("name of the file of "+id, rank); c.IntN(3) {
		case 0:
			e.path = folder + "/" + id + "-" + slug + "/index.md"
		case 1:
			e.path = folder + "/" + id + "-" + slug + ".md"
		}
	}
	c.entries = append(c.entries, e)
}

// ofKind are the entries of a folder that something of a rank may be made to refer to.
func (c *corpus) ofKind(folder string) []*entry {
	var list []*entry
	for _, e := range c.entries {
		if strings.HasPrefix(e.folder, folder) {
			list = append(list, e)
		}
	}
	return list
}

func (c *corpus) write(e *entry) {
	var head, text string
	switch {
	case strings.HasPrefix(e.id, "AIID"):
		head, text = c.precedent(e), c.text(e)
	case strings.HasPrefix(e.folder, "incidents") && c.chance(15):
		head, text = c.withdrawn(e), c.story(e)
	case strings.HasPrefix(e.folder, "incidents"):
		head, text = c.incident(e), c.story(e)
	case e.folder == "knowledge/systems":
		head, text = c.system(e), c.text(e)
	default:
		head, text = c.article(e), c.text(e)
	}
	comment := "# " + c.canary("comment in the head of "+e.id, never) + "\n"
	c.files[e.path] = []byte("---\n" + comment + head + "---\n" + text)
	subject := c.canary("subject of a commit of "+e.path, max(e.rank, 3))
	if c.chance(40) {
		other := c.entries[c.IntN(len(c.entries))]
		rank := max(e.rank, 3, other.rank)
		subject = c.canary("subject of a commit that names "+other.id, rank)
		name := pick(c, other.id, strings.ToLower(other.id)+"s", other.path, "fix/"+other.id, other.title, other.title,
			other.title)
		if name == other.title {
			c.canaries[subject] = canary{titledSubject + other.id, rank}
		}
		subject += " in " + name
	}
	c.subjects[e.path] = subject
}

// titledSubject is where a canary is planted in a subject that names a file by its title.
const titledSubject = "subject of a commit with the title of "

// refer is another entry and the rank of what is said of it.
func (c *corpus) refer(e *entry, folder string) (*entry, int) {
	list := slices.DeleteFunc(c.ofKind(folder), func(o *entry) bool { return o == e })
	other := list[c.IntN(len(list))]
	return other, max(e.rank, other.rank)
}

func (c *corpus) system(e *entry) string {
	w := func(what string) string { return c.canary(what+" of "+e.id, e.rank) }
	return fmt.Sprintf(`title: %s
summary: %s
owner: %s
purpose: %s
role: deployer
risk_class: limited
risk_basis: %s
status: production
users: %s
models: [{name: %s, version: %s, provider: %s, affected: %s, fixed: %s}]
tlp: %s
aliases: [%s]
links: [{url: "https://example.org/%s", title: %s}]
custom: {%s: %s}
`, e.title, w("summary"), w("owner"), w("purpose"), w("risk basis"), w("users"), w("model"), w("version"), w("provider"), w("affected versions"), w("fixed version"), marks[e.rank],
		w("alias"), w("address"), w("title of a link"), w("key"), w("value"))
}

func (c *corpus) article(e *entry) string {
	w := func(what string) string { return c.canary(what+" of "+e.id, e.rank) }
	head := fmt.Sprintf("title: %s\ntlp: %s\n", e.title, marks[e.rank])
	if e.folder == "knowledge/glossary" {
		return head + "also: [" + w("synonym") + "]\n"
	}
	head += fmt.Sprintf("summary: %s\nowner: %s\naliases: [old/%s]\n", w("summary"), w("owner"), w("alias"))
	if e.folder == "knowledge/playbooks" {
		system, _ := c.refer(e, "knowledge/systems")
		return head + "types: [bias]\nsystems: [" + system.id + "]\n"
	}
	return head + "tags: [" + w("tag") + "]\n"
}

func (c *corpus) precedent(e *entry) string {
	w := func(what string) string { return c.canary(what+" of "+e.id, e.rank) }
	return fmt.Sprintf(`id: %s
title: %s
kind: precedent
tlp: %s
timeline: {started: 2024-05-03}
parties: {developers: [%s], deployers: [%s], harmed: [%s]}
references: [{url: "https://example.org/%s", title: %s, publisher: %s, date: 2024-05-04}]
source: {name: %s, id: "%s", licence: %s}
`, e.id, e.title, marks[e.rank], w("developer"), w("deployer"), w("harmed"), w("address"), w("reference"), w("publisher"), w("source"), w("source id"), w("licence"))
}

// incident is a record with every key that holds free text.
func (c *corpus) incident(e *entry) string {
	w := func(what string) string { return c.canary(what+" of "+e.id, e.rank) }
	system, _ := c.refer(e, "knowledge/systems")
	related, rank := c.refer(e, "incidents/2026")
	note := c.canary("note in "+e.id+" about "+related.id, rank)
	systems := "systems: [" + system.id + "]\n"
	var b strings.Builder
	add := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	status, closed := "closed", ", closed: 2026-02-20"
	open := c.chance(30)
	if open {
		status, closed = "reviewed", ""
	}
	add("id: %s\ntitle: %s\nsummary: %s %s\ntype: bias\nalso: [misuse, security_breach]\nseverity: sev2\nseverity_rationale: %s\nstatus: %s\ntlp: %s",
		e.id, e.title, w("summary"), w("summary"), w("rationale"), status, marks[e.rank])
	add("%sunregistered: [%s]", systems, w("unregistered system"))
	add("models: [{name: %s, version: %s, provider: %s, affected: %s, fixed: %s}]", w("model"), w("version"), w("provider"),
		w("affected versions"), w("fixed version"))
	add("confidence: {level: likely, note: %s}\nagency: {autonomy: bounded, authority: [funds], adversary: no, note: %s}",
		w("note of the confidence"), w("note of the agency"))
	add("safeguards: [{name: %s, result: missed, note: %s}]", w("safeguard"), w("note of a safeguard"))
	add("owner: %s\nroles: {reporter: %s, commander: [%s, %s], reviewer: %s, approver: %s}", w("owner"), w("reporter"),
		w("commander"), w("commander"), w("reviewer"), w("approver"))
	add("parties: {developers: [%s], deployers: [%s], actors: [%s], harmed: [%s]}", w("developer"), w("deployer"),
		w("actor"), w("harmed"))
	add("notified: [{who: %s, when: 2026-02-04, reference: %s}]", w("notified"), w("reference"))
	add("timeline: {started: {unknown: %s}, detected: 2026-02-03T08:00Z, triaged: 2026-02-03T09:00Z, contained: 2026-02-03T10:00Z, resolved: 2026-02-04T08:00Z, reviewed: 2026-02-09%s}", w("reason of an unknown start"), closed)
	add("reopened: [{when: 2026-02-05T08:00Z, by: %s, reason: %s, to: triaged, earlier: {started: {unknown: %s}, contained: 2026-02-03T09:30Z}}]", w("who reopened"), w("reason to reopen"), w("earlier start"))
	add("detection: {method: audit, source: %s}", w("source of the detection"))
	add("impact: {people: %d, share: {of: %s, value: 0.2}, harms: [economic], reversible: yes}", 10+c.IntN(900), w("whole of a share"))
	add("evidence: [{what: %s, where: %s, preserved: 2026-02-04}]", w("evidence"), w("place of evidence"))
	add("trigger: %s%s\ncauses: [{factor: data_quality, note: %s%s}]",
		w("trigger"), c.mention(), w("note of a cause"), c.mention())
	add("mitigations:\n  - {id: M1, title: %s, applied: 2026-02-03T10:00Z, until: %s, kept: %s}", w("mitigation"),
		w("criterion"), w("why kept"))
	if open {
		add("  - {id: M2, title: %s, applied: 2026-02-03T10:00Z, until: %s}", w("mitigation in force"), w("criterion"))
	}
	if !open && c.chance(20) {
		add("no_actions: %s", w("why no actions"))
	} else {
		add("actions:\n  - {id: A1, title: %s, kind: prevent, owner: %s, due: 2026-02-15, status: done, ended: 2026-02-14, verified: {date: 2026-02-18, by: %s, result: effective, note: %s}, guard: {kind: eval, where: %s}, controls: [nist_ai_rmf MANAGE 4.1, house %s]}", w("action"), w("owner of an action"), w("who verified"), w("note of a verification"), w("place of a guard"), w("control that an action mends"))
		add("  - {id: A2, title: %s, kind: detect, owner: %s, due: 2026-02-15, status: transferred, ended: 2026-02-14, to: %s}", w("action"), w("owner of an action"), w("ticket"))
		add("  - {id: A3, title: %s, kind: detect, owner: %s, due: 2026-02-15, status: declined, ended: 2026-02-14, reason: %s}", w("action"), w("owner of an action"), w("reason to decline"))
		if open {
			add("  - {id: A4, title: %s, kind: prevent, owner: %s, due: 2026-03-15, status: open}", w("open action"),
				w("owner of an open action"))
		}
	}
	add("related: [{id: %s, relation: similar_to, note: %s}]", pick(c, related.id, strings.ToLower(related.id)), note)
	if playbooks := c.ofKind("knowledge/playbooks"); len(playbooks) > 0 {
		add("playbooks: [%s]", playbooks[c.IntN(len(playbooks))].id)
	}
	add("obligations: [{regime: gdpr_33, role: controller, applies: no, reason: %s}, {regime: dora, role: financial_entity, applies: yes, aware: 2026-02-03T08:00Z, steps: [{step: initial, dropped: {date: 2026-02-05, reason: %s}}, {step: intermediate, done: 2026-02-05T08:00Z, reference: %s}, {step: final, done: 2026-02-20, reference: %s}]}]",
		w("reason not to report"), w("reason to drop a step"), w("reference of a step"), w("reference of a step"))
	add("frameworks: {nist_ai_rmf: [MANAGE 4.3, {id: MANAGE 4.1, shows: failed, note: %s}], %s: [%s]}",
		w("note of a control"), "house", w("control of its own"))
	add("references: [{url: \"https://example.org/%s\", title: %s, kind: report, publisher: %s, date: 2026-02-10, language: en}]", w("address"), w("reference"), w("publisher"))
	add("tags: [%s, %s]\naliases: [%s]", w("tag"), w("tag"), "old/"+w("alias"))
	add("amendments: [{date: 2026-03-01, by: %s, note: %s}]", w("who amended"), w("amendment"))
	add("silence: [{rule: unregistered-system, reason: %s}]", w("reason of a silence"))
	add("source: {name: %s, id: %s, url: \"https://example.org/%s\", licence: %s, issues: [%s]}", w("source"),
		w("source id"), w("source address"), w("licence"), w("issue"))
	add("custom: {%s: [%s, {%s%s: %s}]}", w("key"), w("value"), w("inner key"),
		strings.ReplaceAll(c.mention(), ":", ""), w("inner value"))
	return b.String()
}

// withdrawn is a record that was filed in error.
func (c *corpus) withdrawn(e *entry) string {
	return fmt.Sprintf("id: %s\ntitle: %s\ntype: security_breach\nseverity: sev3\nstatus: withdrawn\nstatus_reason: %s\ntlp: %s\nunregistered: [%s]\ntimeline: {detected: 2026-02-03T08:00Z}\ndetection: {method: audit}\n",
		e.id, e.title, c.canary("why withdrawn of "+e.id, e.rank), marks[e.rank], c.canary("system of "+e.id, e.rank))
}

// story is the text of a record: every section, with all that Markdown has.
func (c *corpus) story(e *entry) string {
	var b strings.Builder
	for _, section := range []string{"What happened", "Timeline", "Impact", "Response", "Analysis", "Lessons"} {
		b.WriteString("## " + section + "\n")
		if section == "Timeline" {
			fmt.Fprintf(&b, "- 2026-02-03T08:00Z %s\n- 08:10 %s\n", c.canary("event of "+e.id, e.rank),
				c.canary("event of "+e.id, e.rank))
			rank := e.rank + c.IntN(len(marks)-e.rank)
			fmt.Fprintf(&b, "\n:::tlp %s\n- 2026-02-03T09:00Z %s\n:::\n\n- 2026-02-03T10:00Z %s\n\n", marks[rank],
				c.canary("marked event of "+e.id, rank), c.canary("event of "+e.id, e.rank))
			continue
		}
		b.WriteString(c.text(e))
	}
	return b.String()
}

// text is a few blocks, some of them marked more strictly.
func (c *corpus) text(e *entry) string {
	var b strings.Builder
	for range 1 + c.IntN(3) {
		b.WriteString(c.block(e, e.rank) + "\n")
		if rank := e.rank + c.IntN(len(marks)-e.rank); c.chance(50) {
			b.WriteString(":::tlp " + marks[rank] + "\n" + c.block(e, rank) + c.deadLink(e, rank) + ":::\n\n")
		}
	}
	fmt.Fprintf(&b, "<!-- %s -->\n\n", c.canary("comment in the text of "+e.id, never))
	if c.named && c.chance(20) {
		fmt.Fprintf(&b, "As in %s.\n\n", c.name())
	}
	return b.String()
}

// deadLink is a link to nothing now and then, in corpora that hold names, which a finding quotes.
func (c *corpus) deadLink(e *entry, rank int) string {
	if !c.named || !c.chance(15) {
		return ""
	}
	return "\nSee [[" + c.canary("dead link in "+e.id, rank) + "-page]].\n"
}

// name is another entry as a person may name it.
func (c *corpus) name() string {
	other := c.entries[c.IntN(len(c.entries))]
	return pick(c, other.id, "[["+other.id+"]]", strings.ToLower(other.id), other.title,
		"https://example.org/incidents/"+strings.ToLower(other.id)+"/")
}

// mention is a name now and then, in corpora that hold any, for where a value may be anything.
func (c *corpus) mention() string {
	if !c.named || !c.chance(15) {
		return ""
	}
	return " after " + strings.Trim(c.name(), "[]")
}

// block is a block of Markdown with canaries of a rank.
func (c *corpus) block(e *entry, rank int) string {
	n := 0
	w := func() string {
		n++
		return c.canary(fmt.Sprintf("text %d of %s", n, e.id), rank)
	}
	switch c.IntN(11) {
	case 0:
		return "### " + w() + "\n\nText of " + w() + ".\n"
	case 1:
		return "- " + w() + "\n- **" + w() + "**\n  - " + w() + "\n"
	case 2:
		return "| " + w() + " | b |\n|---|---|\n| " + w() + " | `" + w() + "` |\n"
	case 3:
		return "``` " + w() + "\n" + w() + " := 1\n```\n"
	case 4:
		return "[" + w() + "](https://example.org/" + w() + " \"" + w() + "\") and <https://example.org/" + w() + ">\n"
	case 5:
		label := w()
		return "Noted.[^" + label + "]\n\n[^" + label + "]: " + w() + "\n"
	case 6:
		return "> " + w() + "\n> [" + w() + "][" + w() + "]\n"
	case 7:
		return "> [!NOTE]\n> " + w() + "\n"
	case 8:
		return c.picture(e, rank)
	case 9:
		other, highest := c.refer(e, "incidents/2026")
		if rank < other.rank && !c.named {
			return w() + "\n"
		}
		return "See [[" + other.id + "|" + c.canary("label in "+e.id+" of "+other.id, max(rank, highest)) + "]].\n"
	}
	return "Then " + w() + " met " + w() + " &amp; <i>" + w() + "</i>.\n"
}

// picture puts a picture or file beside a record and shows it.
func (c *corpus) picture(e *entry, rank int) string {
	name := c.canary("name of a picture of "+e.id, never)
	alt := c.canary("description of a picture of "+e.id, rank)
	hidden := c.canary("metadata of a picture of "+e.id, len(marks)-1)
	folder := filepath.ToSlash(filepath.Dir(e.path))
	img := image.NewRGBA(image.Rect(0, 0, 2+c.IntN(9), 2+c.IntN(9)))
	for i := range img.Pix {
		img.Pix[i] = byte(c.IntN(256))
	}
	var data bytes.Buffer
	switch c.IntN(3) {
	case 0:
		_ = png.Encode(&data, img)
		name += ".png"
		c.files[folder+"/"+name] = withPNGText(data.Bytes(), hidden)
	case 1:
		_ = jpeg.Encode(&data, img, nil)
		name += ".jpg"
		c.files[folder+"/"+name] = withJPEGComment(data.Bytes(), hidden)
	default:
		name += ".csv"
		c.files[folder+"/"+name] = []byte("a,b\n" + c.canary("a file of "+e.id, rank) + ",1\n")
		return "[" + alt + "](" + name + ")\n"
	}
	return "![" + alt + "](" + name + ")\n"
}

// withPNGText puts a chunk of text behind the header of a picture.
func withPNGText(data []byte, text string) []byte {
	const header = 8 + 25
	body := append([]byte("tEXt"), "Comment\x00"+text...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, body...), crc32.ChecksumIEEE(body))
	return slices.Concat(data[:header], chunk, data[header:])
}

// withJPEGComment puts a comment and EXIF data behind the start of a picture.
func withJPEGComment(data []byte, text string) []byte {
	segment := func(kind byte, body string) []byte {
		return append([]byte{0xff, kind, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
	}
	return slices.Concat(data[:2], segment(0xfe, text), segment(0xe1, "Exif\x00\x00"+text), data[2:], []byte(text))
}

// settings are read by everyone, so nothing in them is withheld.
func (c *corpus) settings() {
	w := func(what string) string { return c.canary("setting: "+what, 0) }
	c.files["hindcast.yaml"] = fmt.Appendf(nil,
		"title: %s\norganisation: %s\nbase_url: https://log.example/%s/\nrepository: https://git.example/%s/\nframeworks: {house: {title: %s}}\n",
		w("title"), w("organisation"), w("address"), w("repository"), w("framework"))
}

// breakSome breaks a share of the files, each in one way. What can't be read is RED, unless its mark is clear.
func (c *corpus) breakSome() {
	c.broken = true
	for _, e := range c.entries {
		if !c.chance(25) {
			continue
		}
		text := string(c.files[e.path])
		switch c.IntN(17) {
		case 0:
			text = strings.Replace(text, "---\n", "", 1)
		case 1:
			text = strings.Replace(text, "title:", "title: [", 1)
		case 2:
			text = strings.Replace(text, "title:", "title: \x00", 1)
		case 3:
			text = strings.Replace(text, "title:", "title: \xff", 1)
		case 4:
			text = text[:c.IntN(len(text))]
		case 5:
			text = strings.Replace(text, "tlp: "+marks[e.rank], "tlp: CLEARISH", 1)
		case 6:
			text = strings.Replace(text, "tlp: "+marks[e.rank], "tlp: "+marks[e.rank]+"\ntlp: CLEAR", 1)
		case 7:
			text = strings.Replace(text, "tlp: "+marks[e.rank]+"\n", "", 1)
		case 8:
			text = strings.Replace(text, "severity: sev2", "severity: high", 1)
		case 9:
			text = "\ufeff" + text
		case 10:
			text = strings.Replace(text, "\n:::\n", "\n", 1)
		case 11, 14, 15, 16:
			text = strings.Replace(text, ":::tlp",
				pick(c, " :::tlp", ":::TLP", ":::Tlp", "- :::tlp", "> :::tlp", "    :::tlp", "\t:::tlp", "::: {tlp}"), 1)
		case 12:
			text = strings.Replace(text, "---\n", "---\nunknown_key: 1\n", 1)
		default:
			text = strings.Replace(text, "title: ", pick(c, "titel: ", "Title: ", "tittle: "), 1)
		}
		c.files[e.path] = []byte(text)
		c.reddened(e, text)
	}
}

// reddened makes what is in a file RED where its mark can't be read any more, and what others say
// of it.
func (c *corpus) reddened(e *entry, text string) {
	if strings.Count(text, "\ntlp: ") == 1 && strings.Contains(text, "\ntlp: "+marks[e.rank]+"\n") &&
		strings.HasPrefix(text, "---\n") && strings.Count(text, "\n---\n") == 1 && !strings.Contains(text, "\x00") &&
		!strings.Contains(text, "\xff") {
		return
	}
	e.rank = len(marks) - 1
	for word, canary := range c.canaries {
		switch {
		case !strings.Contains(text, e.title) && (canary.where == "title of "+e.id || canary.where == titledSubject+e.id):
			canary.rank = 0 // no file has the title any more, so nothing can know it
		case strings.Contains(canary.where, e.id), strings.Contains(canary.where, e.path):
			canary.rank = max(canary.rank, len(marks)-1)
		}
		c.canaries[word] = canary
	}
}

// put writes the repository into a folder.
func (c *corpus) put(dir string) error {
	for name, text := range c.files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
