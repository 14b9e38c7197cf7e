package incident_test

import (
	"slices"
	"testing"

	"hindcast/internal/incident"
)

// Systems and articles are found by the names and paths that they had, where nothing has that name now.
func TestFormerNames(t *testing.T) {
	system := func(slug string, aliases ...string) *incident.System {
		return &incident.System{
			File: incident.File{Path: "knowledge/systems/" + slug + ".md"}, Slug: slug,
			SystemFront: incident.SystemFront{Aliases: aliases},
		}
	}
	article := func(folder, slug string, kind incident.ArticleKind, aliases ...string) *incident.Article {
		return &incident.Article{
			File: incident.File{Path: "knowledge/" + folder + slug + ".md"}, Slug: slug, Kind: kind,
			ArticleFront: incident.ArticleFront{Aliases: aliases},
		}
	}
	log := &incident.Log{
		Records: []*incident.Record{{Front: incident.Front{
			Systems: []string{"chat", "router", "bot", "lost"}, Playbooks: []string{"late", "prices"},
		}}},
		Systems: []*incident.System{
			system("assistant", "chat", "systems/bot/", "router", "fees", "/systems/voice/index.html"), system("router"),
		},
		Articles: []*incident.Article{
			article("", "fees", incident.Plain, "knowledge/howto/prices", "old.page"),
			article("playbooks/", "late-payments", incident.Playbook, "late", "chat"),
			article("glossary/", "drift", incident.Glossary, "/", ""),
		},
	}
	names := log.Names()
	paths := map[string]string{
		"chat": "systems/assistant", "bot": "systems/assistant", "voice": "systems/assistant", "router": "systems/router",
		"fees": "fees", "prices": "fees", "old.page": "fees", "late": "playbooks/late-payments", "lost": "", "": "",
	}
	for name, want := range paths {
		if want != "" {
			want = "knowledge/" + want + ".md"
		}
		got := ""
		if file := incident.FileOf(names.Any(name)); file != nil {
			got = file.Path
		}
		if got != want {
			t.Errorf("%q leads to %q, want %q", name, got, want)
		}
	}
	for path, want := range map[string]any{
		"../knowledge/systems/chat.md": log.Systems[0], "../knowledge/systems/bot.md": log.Systems[0],
		"../knowledge/systems/router.md": log.Systems[1], "../knowledge/howto/prices.md": log.Articles[0],
		"../knowledge/playbooks/late.md": log.Articles[1], "../knowledge/late.md": nil,
	} {
		if got := names.File("incidents/a.md", path); got != want {
			t.Errorf("%s leads to %v", path, got)
		}
	}
	names.SettleAll(log)
	r := log.Records[0]
	if !slices.Equal(r.Systems, []string{"assistant", "router", "lost"}) {
		t.Errorf("the systems are %q", r.Systems)
	}
	if !slices.Equal(r.Playbooks, []string{"late-payments", "prices"}) { // the second is no playbook
		t.Errorf("the playbooks are %q", r.Playbooks)
	}
}
