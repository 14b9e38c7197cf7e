package link_test

import (
	"fmt"
	"slices"
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

// A duplicate that names the record it is one of is listed there as a duplicate alone.
func TestDuplicateIsNoMention(t *testing.T) {
	kept, twin, other := record("INC-2026-0001", 1), record("INC-2026-0002", 2), record("INC-2026-0003", 3)
	twin.Status, twin.DuplicateOf = incident.Duplicate, kept.ID
	twin.Text = markdown.Text{Refs: []markdown.Ref{
		{Form: markdown.Wiki, Target: kept.ID}, {Form: markdown.Wiki, Target: other.ID},
	}}
	links := link.Build(logOf(kept, twin, other))
	expect(t, "kept", of(links, kept.Path).mentions, "")
	expect(t, "other", of(links, other.Path).mentions, twin.Path+"; ")
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

// What two of four records share is why they are similar, where it is more than a single
// value other than a system, or who was concerned.
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
		{"a system", func(r *incident.Record) { r.Systems = []string{"assistant", "assistant"} }, "1000 [{0 [assistant]}]"},
		{"a system and an unregistered one", func(r *incident.Record) {
			r.Systems, r.Unregistered = []string{"assistant"}, []string{"a tool"}
		}, "1000 [{0 [assistant a tool]}]"},
		{"a cause", func(r *incident.Record) { r.Causes = causes("drift") }, ""},
		{"two causes", func(r *incident.Record) { r.Causes = causes("drift", "process") }, "1000 [{1 [drift process]}]"},
		{
			"a cause and a tag", func(r *incident.Record) { r.Causes, r.Tags = causes("drift"), []string{"fees"} },
			"1000 [{1 [drift]} {3 [fees]}]",
		},
		{"a tag", func(r *incident.Record) { r.Tags = []string{"fees"} }, ""},
		{"an empty tag and another", func(r *incident.Record) { r.Tags = []string{"", "fees"} }, ""},
		{"parties alone", func(r *incident.Record) { r.Parties.Deployers = []string{"Vendor", "Maker"} }, ""},
		{"parties in any role and a tag", func(r *incident.Record) {
			r.Tags = []string{"fees"}
			if r.ID == "INC-2026-0001" {
				r.Parties.Developers, r.Parties.Actors = []string{"Vendor"}, []string{"Group"}
			} else {
				r.Parties.Deployers, r.Parties.Harmed = []string{"Vendor"}, []string{"Group"}
			}
		}, "1000 [{2 [Vendor Group]} {3 [fees]}]"},
		{"the organisation itself and a tag", func(r *incident.Record) {
			r.Parties.Deployers, r.Tags = []string{"EXAMPLE bank"}, []string{"fees"}
		}, ""},
		{"a party without a name and a tag", func(r *incident.Record) {
			r.Parties.Actors, r.Tags = []string{"Unknown"}, []string{"fees"}
		}, ""},
		{"one word", func(r *incident.Record) { r.Title = "Overdraft" }, ""},
		{"two words", func(r *incident.Record) { r.Title = "Overdraft interest" }, "1000 [{4 [overdraft interest]}]"},
		{"words that only hold sentences together", func(r *incident.Record) {
			r.Title, r.Summary = "Something about which others could have been told", "It was allegedly reported last week."
		}, ""},
		{"short words and numbers", func(r *incident.Record) { r.Title = "ox ax 2026 1000 a1000" }, ""},
		{"words of texts alone", func(r *incident.Record) {
			r.Text.Blocks = []markdown.Block{{Plain: "overdraft interest quoted wrongly and fivefold"}}
		}, ""},
		{"headings", func(r *incident.Record) {
			r.Text.Blocks = []markdown.Block{{Plain: "Overdraft interest quoted", Level: 2}}
		}, ""},
		{"words of title and summary", func(r *incident.Record) {
			r.Title, r.Summary = "Overdraft", "Interest."
		}, "1000 [{4 [overdraft interest]}]"},
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

// A reason has the words as the record of the page writes them, together where both records say them together. Names
// of places are none.
func TestWordsAsWritten(t *testing.T) {
	first, second := record("INC-2026-0001", 1), record("INC-2026-0002", 2)
	first.Title = "Faulty facial recognition led to wrongful arrests"
	first.Summary = "A shop in Northtown had three customers arrested."
	second.Title = "Man wrongfully arrested after facial recognition"
	second.Summary = "The police of Northtown trusted a match."
	links := link.Build(logOf(first, second, record("INC-2026-0003", 3)))
	for path, want := range map[string]string{
		first.Path: "facial recognition, wrongful arrests", second.Path: "facial recognition, wrongfully arrested",
	} {
		similar := links.Of(path).Similar
		if len(similar) != 1 || len(similar[0].Reasons) != 1 {
			t.Fatalf("%s: %+v", path, similar)
		}
		got := slices.Clone(similar[0].Reasons[0].Values)
		slices.Sort(got)
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%s: %s, want %s", path, s, want)
		}
	}
}

// Words that only hold sentences together are known in each language of a log; what German writes with a capital is
// no name for that.
func TestGermanWords(t *testing.T) {
	for summary, want := range map[string]int{
		"Darüber hinaus wurden weitere Fälle möglicherweise nicht gemeldet, und es ist nicht bekannt, von wem.": 0,
		"Das Modell sperrte die Karten von Kunden, und die Filiale war nicht besetzt.":                          1,
	} {
		first, second := record("INC-2026-0001", 1), record("INC-2026-0002", 2)
		first.Title, first.Summary = "Ausfall", summary
		second.Title, second.Summary = "Irrtum", summary
		log := logOf(first, second, record("INC-2026-0003", 3))
		log.Config.Language = "de"
		if similar := link.Build(log).Of(first.Path).Similar; len(similar) != want {
			t.Errorf("%s: %+v", summary, similar)
		}
	}
}

// Records that share little of what they tell are not similar, even if it is rare.
func TestFloor(t *testing.T) {
	first, second := record("INC-2026-0001", 1), record("INC-2026-0002", 2)
	first.Title = "Overdraft fees charged twice after a migration of ledgers"
	first.Summary = "Old balances stayed in a cache, interest was booked on them, and statements went out by post."
	second.Title = "Branch chat praised rival savings offers to pensioners"
	second.Summary = "Tone instructions vanished during a migration, so a chat quoted interest of competitors in jest."
	links := link.Build(logOf(first, second, record("INC-2026-0003", 3)))
	expect(t, "two words of many", of(links, first.Path).similar, "")
	second.Title = "Overdraft fees charged to pensioners"
	links = link.Build(logOf(first, second, record("INC-2026-0003", 3)))
	if len(links.Of(first.Path).Similar) != 1 {
		t.Error("what tells the same in the title is not similar")
	}
}

// What is rarer counts more; of what counts the same, the newest comes first. There are five of each sort.
func TestOrderOfSimilar(t *testing.T) {
	var records []*incident.Record
	for i := range 8 {
		r := record(fmt.Sprintf("INC-2026-%04d", i+1), i+1)
		r.Tags = []string{"fees", "loans"}
		records = append(records, r)
	}
	records[0].Systems, records[2].Systems = []string{"assistant"}, []string{"assistant"}
	records[7].Timeline, records[7].ID = records[6].Timeline, "INC-2026-0000"
	precedent := record("AIID-0042", 1) // the oldest, behind five that are the organisation's own
	precedent.Kind, precedent.Tags = incident.KindPrecedent, []string{"fees", "loans"}
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
	share := func(r *incident.Record) { r.Tags = []string{"fees", "loans"} }
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
	records := alike(func(r *incident.Record) { r.Tags = []string{"fees", "loans"} })
	precedent := record("AIID-0042", 5)
	precedent.Kind, precedent.Tags = incident.KindPrecedent, []string{"fees", "loans"}
	other := *precedent
	other.ID, other.Path = "AIID-0043", "incidents/AIID-0043.md"
	links := link.Build(logOf(append(records, precedent, &other)...))
	own := of(links, records[0].Path)
	expect(t, "own records", own.similar, "INC-2026-0002 1000 [{3 [fees loans]}]; ")
	expect(t, "precedents", own.precedents, "AIID-0042 1000 [{3 [fees loans]}]; AIID-0043 1000 [{3 [fees loans]}]; ")
	public := of(links, precedent.Path)
	expect(t, "own records of a precedent", public.similar,
		"INC-2026-0002 1000 [{3 [fees loans]}]; INC-2026-0001 1000 [{3 [fees loans]}]; ")
	expect(t, "precedents of a precedent", public.precedents, "AIID-0043 1000 [{3 [fees loans]}]; ")
}

// A value that more than four hundred records share makes no two of them similar.
func TestCommonValues(t *testing.T) {
	var records []*incident.Record
	for i := range 401 {
		r := record(fmt.Sprintf("INC-2026-%04d", i+1), 1)
		r.Tags = []string{"fees", "loans"}
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
