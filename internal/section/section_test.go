package section_test

import (
	"slices"
	"testing"

	"hindcast/internal/section"
)

// Headings of other templates, and of other languages, stand for the sections that they are.
func TestSectionNames(t *testing.T) {
	names := section.New(nil)
	for name, headings := range map[string][]string{
		"What happened":             {"what happened?", "Summary", "1. Executive Summary", "Was ist passiert?", "Ce qui s’est passé", "¿Qué ocurrió?", "概要", "发生了什么"},
		section.Timeline:            {"TIMELINE (UTC)", "Timeline (all times CET)", "Key events", "Zeitlicher Ablauf", "Chronologie", "Cronología", "タイムライン（JST）", "时间线"},
		"Impact":                    {"Customer impact", "Auswirkungen", "Conséquences", "Impacto", "影響範囲", "影响"},
		"Response":                  {"Resolution", "Resolution & recovery", "Behebung", "Résolution", "Resolución", "復旧", "处理过程"},
		"Analysis":                  {"Root Cause", "3) Root causes and contributing factors", "Contributing factors:", "Ursachenanalyse", "Causes racines", "Causa raíz", "根本原因"},
		section.Lessons:             {"Lessons Learned", "Lessons learnt", "Lehren", "Enseignements", "Lecciones aprendidas", "教訓", "经验教训"},
		section.WentWell:            {"What went well", "Was gut lief", "Ce qui a bien fonctionné", "Qué salió bien", "うまくいったこと", "做得好的地方"},
		section.Lucky:               {"Where we got lucky", "Wo wir Glück hatten", "Dónde tuvimos suerte", "幸運だったこと", "幸运之处"},
		"Action items":              {"Action items"},
		"Background":                {"Background"},
		"Detection":                 {"Detection"},
		"Summary of the settlement": {"Summary of the settlement"},
	} {
		for _, heading := range headings {
			if got := names.Of(heading); got != name {
				t.Errorf("%s: taken for %s, want %s", heading, got, name)
			}
		}
	}
}

// A repository gives the sections headings of its own; the built-in ones and those of other templates stay known.
func TestOwnSectionNames(t *testing.T) {
	names := section.New(map[string]string{section.Lessons: "Was wir ändern", "Impact": "Summary"})
	for heading, want := range map[string]string{
		"Was wir ändern": section.Lessons, "Lessons": section.Lessons, "Lehren": section.Lessons,
		"Summary": "Impact", "Überblick": "What happened",
	} {
		if got := names.Of(heading); got != want {
			t.Errorf("%s: taken for %s, want %s", heading, got, want)
		}
	}
	if got := names.Heading(section.Lessons); got != "Was wir ändern" {
		t.Errorf("lessons are headed %s", got)
	}
	own := []string{"Was wir ändern", "Timeline"}
	for _, heading := range []string{"Was wir ändern", "Timeline", "Lessons", "Timeline (UTC)"} {
		if got := names.IsOwn(heading); got != slices.Contains(own, heading) {
			t.Errorf("%s is its own: %t", heading, got)
		}
	}
}

// No heading stands for two sections.
func TestSectionNamesAreOneEach(t *testing.T) {
	names := section.New(nil)
	for _, name := range section.Keys() {
		if got := names.Of(name); got != name {
			t.Errorf("%s is taken for %s", name, got)
		}
	}
	for heading, sections := range section.UsualNames() {
		if len(sections) > 1 {
			t.Errorf("%s stands for %v", heading, sections)
		}
	}
}
