package link_test

import (
	"fmt"
	"strings"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/link"
	"hindcast/internal/markdown"
)

// record is one that is detected in a month of 2026, for the order, and has nothing to be alike by.
func record(id string, month int) *incident.Record {
	r := &incident.Record{File: incident.File{Path: "incidents/" + id + ".md"}}
	r.ID, r.Status = id, "detected"
	if err := r.Timeline.Detected.UnmarshalText(fmt.Appendf(nil, "2026-%02d", month)); err != nil {
		panic(err)
	}
	return r
}

func logOf(records ...*incident.Record) *incident.Log {
	return &incident.Log{Config: incident.NewConfig(incident.Settings{Organisation: "Example Bank"}), Records: records}
}

// connections are those of a file, each list as one text.
type connections struct{ relations, mentions, similar, precedents string }

func of(links *link.Links, path string) connections {
	node := links.Of(path)
	var c connections
	for _, rel := range node.Relations {
		arrow := ">"
		if rel.Inverse {
			arrow = "<"
		}
		c.relations += fmt.Sprintf("%s %s %s %q; ", arrow, rel.Kind, rel.Record.ID, rel.Note)
	}
	for _, m := range node.Mentions {
		switch {
		case m.Record != nil:
			c.mentions += m.Record.Path + "; "
		case m.System != nil:
			c.mentions += m.System.Path + "; "
		case m.Article != nil:
			c.mentions += m.Article.Path + "; "
		}
	}
	for _, s := range node.Similar {
		c.similar += fmt.Sprintf("%s %d %v; ", s.Record.ID, s.Score, s.Reasons)
	}
	for _, s := range node.Precedents {
		c.precedents += fmt.Sprintf("%s %d %v; ", s.Record.ID, s.Score, s.Reasons)
	}
	return c
}

func expect(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// A relation is written at one end and shown at both, whichever of its names the other end goes by.
func TestRelations(t *testing.T) {
	a, b, c := record("INC-2026-0001", 1), record("INC-2026-0002", 2), record("INC-2026-0003", 3)
	b.Aliases = []string{"INC-2026-XK7Q2"}
	a.Related = []incident.Relation{
		{ID: "inc-2026-0002", Relation: "caused_by", Note: "the same change"},
		{ID: "INC-2026-0009", Relation: "variant_of"},
		{ID: "INC-2026-0001", Relation: "similar_to"},
		{ID: "INC-2026-0003", Relation: "variant_of"},
	}
	c.Related = []incident.Relation{
		{ID: "INC-2026-XK7Q2", Relation: "recurrence_of"}, {ID: "INC-2026-0001", Relation: "similar_to"},
	}
	links := link.Build(logOf(a, b, c))
	expect(t, "first", of(links, a.Path).relations,
		`> caused_by INC-2026-0002 "the same change"; > variant_of INC-2026-0003 ""; < similar_to INC-2026-0003 ""; `)
	expect(t, "second", of(links, b.Path).relations,
		`< caused_by INC-2026-0001 "the same change"; < recurrence_of INC-2026-0003 ""; `)
	expect(t, "third", of(links, c.Path).relations,
		`< variant_of INC-2026-0001 ""; > recurrence_of INC-2026-0002 ""; > similar_to INC-2026-0001 ""; `)
	if empty := of(links, "incidents/none.md"); empty != (connections{}) {
		t.Errorf("a file that is not there: %+v", empty)
	}
}

// Each file that refers to another is named there once, however it refers to it, and none at itself.
func TestMentions(t *testing.T) {
	refs := func(list ...markdown.Ref) markdown.Text { return markdown.Text{Refs: list} }
	a, b := record("INC-2026-0001", 1), record("INC-2026-0002", 2)
	system := &incident.System{File: incident.File{Path: "knowledge/systems/assistant.md"}, Slug: "assistant"}
	article := &incident.Article{File: incident.File{Path: "knowledge/playbooks/rollback.md"}, Slug: "rollback"}
	a.Text = refs(
		markdown.Ref{Form: markdown.Bare, Target: "INC-2026-0001"},
		markdown.Ref{Form: markdown.Bare, Target: "INC-2026-0002"},
		markdown.Ref{Form: markdown.Wiki, Target: "inc-2026-0002"},
		markdown.Ref{Form: markdown.Wiki, Target: "rollback"},
		markdown.Ref{Form: markdown.Bare, Target: "rollback"},
		markdown.Ref{Form: markdown.Picture, Target: "p.gif"},
		markdown.Ref{Form: markdown.Path, Target: "../knowledge/systems/assistant.md"},
		markdown.Ref{Form: markdown.Wiki, Target: "nothing"},
	)
	system.Text = refs(markdown.Ref{Form: markdown.Wiki, Target: "INC-2026-0002"})
	article.Text = refs(
		markdown.Ref{Form: markdown.Path, Target: "/incidents/INC-2026-0002.md"},
		markdown.Ref{Form: markdown.Wiki, Target: "assistant"},
	)
	log := logOf(a, b)
	log.Systems, log.Articles = []*incident.System{system}, []*incident.Article{article}
	log.Assets = []*incident.File{{Path: "incidents/p.gif"}}
	links := link.Build(log)
	for path, want := range map[string]string{
		a.Path: "", b.Path: a.Path + "; " + system.Path + "; " + article.Path + "; ",
		system.Path: a.Path + "; " + article.Path + "; ", article.Path: a.Path + "; ", "incidents/p.gif": "",
	} {
		expect(t, path, of(links, path).mentions, want)
	}
}

// alike changes two records of four.
func alike(change func(r *incident.Record)) []*incident.Record {
	var records []*incident.Record
	for i := range 4 {
		records = append(records, record(fmt.Sprintf("INC-2026-%04d", i+1), i+1))
	}
	change(records[0])
	change(records[1])
	return records
}

// What two of four records share counts 17, since half of them have it, times the weight of its sort.
func TestReasons(t *testing.T) {
	causes := func(factors ...string) (list []incident.Cause) {
		for _, f := range factors {
			list = append(list, incident.Cause{Factor: f})
		}
		return list
	}
	for _, c := range []struct {
		name   string
		change func(r *incident.Record)
		want   string
	}{
		{"nothing", func(*incident.Record) {}, ""},
		{"a system", func(r *incident.Record) { r.Systems = []string{"assistant", "assistant"} }, "68 [{0 [assistant]}]"},
		{"an unregistered system", func(r *incident.Record) { r.Unregistered = []string{"a tool"} }, "68 [{0 [a tool]}]"},
		{"a cause", func(r *incident.Record) { r.Causes = causes("drift") }, ""},
		{"two causes", func(r *incident.Record) { r.Causes = causes("drift", "process") }, "102 [{1 [drift process]}]"},
		{
			"a cause and a tag", func(r *incident.Record) { r.Causes, r.Tags = causes("drift"), []string{"fees"} },
			"102 [{1 [drift]} {3 [fees]}]",
		},
		{"a tag", func(r *incident.Record) { r.Tags = []string{"fees"} }, "51 [{3 [fees]}]"},
		{"an empty tag", func(r *incident.Record) { r.Tags = []string{""} }, ""},
		{"parties in any role", func(r *incident.Record) {
			if r.ID == "INC-2026-0001" {
				r.Parties.Developers, r.Parties.Actors = []string{"Vendor"}, []string{"Group"}
			} else {
				r.Parties.Deployers, r.Parties.Harmed = []string{"Vendor"}, []string{"Group"}
			}
		}, "136 [{2 [Vendor Group]}]"},
		{"the organisation itself", func(r *incident.Record) { r.Parties.Deployers = []string{"EXAMPLE bank"} }, ""},
		{"two words", func(r *incident.Record) { r.Title = "Overdraft interest" }, ""},
		{
			"three words", func(r *incident.Record) { r.Title = "Overdraft interest quoted" },
			"51 [{4 [interest overdraft quoted]}]",
		},
		{"short words and numbers", func(r *incident.Record) { r.Title = "one two six 2026 1000 a1000" }, ""},
		{"words of title, summary and text", func(r *incident.Record) {
			r.Title, r.Summary = "Overdraft", "Interest."
			r.Text.Blocks = []markdown.Block{{Plain: "quoted wrongly and fivefold"}}
		}, "85 [{4 [fivefold interest overdraft quoted]}]"},
	} {
		records := alike(c.change)
		links := link.Build(logOf(records...))
		want := [2]string{}
		if c.want != "" {
			want = [2]string{"INC-2026-0002 " + c.want + "; ", "INC-2026-0001 " + c.want + "; "}
		}
		expect(t, c.name, of(links, records[0].Path).similar, want[0])
		expect(t, c.name+", seen from the other", of(links, records[1].Path).similar, want[1])
		expect(t, c.name+", of a third", of(links, records[2].Path).similar, "")
	}
}

// What is rarer counts more; of what counts the same, the newest comes first. There are five of each sort.
func TestOrderOfSimilar(t *testing.T) {
	var records []*incident.Record
	for i := range 8 {
		r := record(fmt.Sprintf("INC-2026-%04d", i+1), i+1)
		r.Tags = []string{"fees"}
		records = append(records, r)
	}
	records[0].Systems, records[2].Systems = []string{"assistant"}, []string{"assistant"}
	records[7].Timeline, records[7].ID = records[6].Timeline, "INC-2026-0000"
	precedent := record("AIID-0042", 1) // the oldest, behind five that are the organisation's own
	precedent.Kind, precedent.Tags = incident.KindPrecedent, []string{"fees"}
	links := link.Build(logOf(append(records, precedent)...))
	expect(t, "similar", strings.Join(ids(links, records[0].Path), " "),
		"INC-2026-0003 INC-2026-0000 INC-2026-0007 INC-2026-0006 INC-2026-0005")
	if n := len(links.Of(records[0].Path).Precedents); n != 1 {
		t.Errorf("%d precedents", n)
	}
}

func ids(links *link.Links, path string) (list []string) {
	for _, s := range links.Of(path).Similar {
		list = append(list, s.Record.ID)
	}
	return list
}

// What is related is not said to be similar, and records without content are alike to none.
func TestNotSimilar(t *testing.T) {
	share := func(r *incident.Record) { r.Tags = []string{"fees"} }
	for name, change := range map[string]func(a, b *incident.Record){
		"related":           func(a, b *incident.Record) { a.Related = []incident.Relation{{ID: b.ID}} },
		"related otherwise": func(a, b *incident.Record) { b.Related = []incident.Relation{{ID: a.ID}} },
		"redacted":          func(a, _ *incident.Record) { a.Status = incident.Redacted },
		"a duplicate":       func(_, b *incident.Record) { b.Status = incident.Duplicate },
		"withdrawn":         func(_, b *incident.Record) { b.Status = incident.Withdrawn },
		"without an id":     func(a, _ *incident.Record) { a.ID = "" },
	} {
		records := alike(share)
		change(records[0], records[1])
		links := link.Build(logOf(records...))
		for _, r := range records[:2] {
			expect(t, name, of(links, r.Path).similar, "")
		}
	}
}

// Precedents are a list of their own, for records and for other precedents.
func TestPrecedents(t *testing.T) {
	records := alike(func(r *incident.Record) { r.Tags = []string{"fees"} })
	precedent := record("AIID-0042", 5)
	precedent.Kind, precedent.Tags = incident.KindPrecedent, []string{"fees"}
	other := *precedent
	other.ID, other.Path = "AIID-0043", "incidents/AIID-0043.md"
	links := link.Build(logOf(append(records, precedent, &other)...))
	own := of(links, records[0].Path)
	expect(t, "own records", own.similar, "INC-2026-0002 27 [{3 [fees]}]; ")
	expect(t, "precedents", own.precedents, "AIID-0042 27 [{3 [fees]}]; AIID-0043 27 [{3 [fees]}]; ")
	public := of(links, precedent.Path)
	expect(t, "own records of a precedent", public.similar,
		"INC-2026-0002 27 [{3 [fees]}]; INC-2026-0001 27 [{3 [fees]}]; ")
	expect(t, "precedents of a precedent", public.precedents, "AIID-0043 27 [{3 [fees]}]; ")
}

// A value that more than four hundred records share makes no two of them similar.
func TestCommonValues(t *testing.T) {
	var records []*incident.Record
	for i := range 401 {
		r := record(fmt.Sprintf("INC-2026-%04d", i+1), 1)
		r.Tags = []string{"fees"}
		records = append(records, r)
	}
	if n := len(ids(link.Build(logOf(records[:400]...)), records[0].Path)); n != 5 {
		t.Errorf("%d of 400 records are similar", n)
	}
	if n := len(ids(link.Build(logOf(records...)), records[0].Path)); n != 0 {
		t.Errorf("%d of 401 records are similar", n)
	}
}

// What is said of a duplicate is said of the record that is kept, once, which knows its duplicates.
func TestDuplicates(t *testing.T) {
	kept, first, second := record("INC-2026-0001", 1), record("INC-2026-0002", 2), record("INC-2026-0003", 3)
	later, article := record("INC-2026-0004", 4), &incident.Article{File: incident.File{Path: "knowledge/a.md"}}
	first.Status, first.DuplicateOf = incident.Duplicate, kept.ID
	second.Status, second.DuplicateOf = incident.Duplicate, first.ID
	second.Related = []incident.Relation{{ID: kept.ID, Relation: "similar_to"}}
	later.Related = []incident.Relation{
		{ID: second.ID, Relation: "recurrence_of", Note: "again"}, {ID: kept.ID, Relation: "recurrence_of"},
	}
	article.Text.Refs = []markdown.Ref{
		{Form: markdown.Wiki, Target: first.ID}, {Form: markdown.Path, Target: "../" + second.Path},
	}
	log := logOf(kept, first, second, later)
	log.Articles = append(log.Articles, article)
	links := link.Build(log)
	expect(t, "kept", of(links, kept.Path).relations, `< recurrence_of INC-2026-0004 "again"; `)
	expect(t, "later", of(links, later.Path).relations, `> recurrence_of INC-2026-0001 "again"; `)
	expect(t, "mentions of the kept", of(links, kept.Path).mentions, "knowledge/a.md; ")
	expect(t, "mentions of the duplicates", of(links, first.Path).mentions+of(links, second.Path).mentions, "")
	expect(t, "relations of the duplicates", of(links, first.Path).relations+of(links, second.Path).relations, "")
	var duplicates []string
	for _, d := range links.Of(kept.Path).Duplicates {
		duplicates = append(duplicates, d.ID)
	}
	expect(t, "duplicates", strings.Join(duplicates, " "), "INC-2026-0002 INC-2026-0003")
}
