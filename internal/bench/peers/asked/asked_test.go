package main

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// root is the project from here.
const root = "../" + project

// What the questions about the demo want is in the demo, and each kind has a part that is held out.
func TestQuestionsOfTheDemo(t *testing.T) {
	list, err := parse(typed)
	if err != nil {
		t.Fatal(err)
	}
	found, err := readDemo(context.Background(), root)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range found.records {
		ids = append(ids, r.ID)
	}
	parts := map[string]int{}
	for _, q := range list {
		parts[q.part]++
		for _, id := range q.wanted {
			if q.corpus == demo && !slices.Contains(ids, id) {
				t.Errorf("%q wants %s, which the demo does not have", q.query, id)
			}
		}
	}
	if n := len(list); n < 80 || 4*parts[held] < n || len(of(list, demo))+len(of(list, aiid)) != n {
		t.Errorf("%d questions, of these %v", n, parts)
	}
}

// The bar of search: nine in ten of all questions about the demo have an answer among the first five results.
func TestDemoIsFound(t *testing.T) {
	list, err := parse(typed)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	c := corpus{demo, func() (*content, error) { return readDemo(context.Background(), root) }}
	if err := r.ask(c, of(list, demo), true); err != nil {
		t.Fatal(err)
	}
	if s := rate(r.answers, "all", "Hindcast"); s.Asked < 80 || s.Five < 0.9 {
		t.Errorf("%.2f of %d questions are answered in the first five results", s.Five, s.Asked)
	}
}

func TestParse(t *testing.T) {
	list, err := parse("# about\n\ndemo\theld\ttypo\tA-1,b\ttwo words\n")
	if err != nil || len(list) != 1 || list[0].query != "two words" ||
		!slices.Equal(list[0].wanted, []string{"A-1", "b"}) {
		t.Errorf("read %+v, error %v", list, err)
	}
	for _, bad := range []string{"demo\topen\ttypo\tA-1\n", "blog\topen\ttypo\tA-1\tx\n", "demo\tshut\ttypo\tA-1\tx\n"} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q is read without an error", bad)
		}
	}
}

// The best of several answers counts.
func TestRank(t *testing.T) {
	q := typedQuestion{wanted: []string{"c", "b"}}
	for found, want := range map[string]int{"a b c": 2, "c b": 1, "a": 0, "": 0} {
		if got := q.rank(strings.Fields(found)); got != want {
			t.Errorf("in %q the rank is %d, want %d", found, got, want)
		}
	}
}

// A row for each part, corpus and kind; a question of the part held out is never shown.
func TestPrint(t *testing.T) {
	r := report{held: true, misses: true, skipped: []string{"aiid"}, answers: []answer{
		{typedQuestion{demo, open, "typo", []string{"A"}, "seen"}, "Hindcast", 0, nil},
		{typedQuestion{demo, open, "words", []string{"A"}, "found"}, "Hindcast", 2, nil},
		{typedQuestion{demo, held, "typo", []string{"A"}, "unseen"}, "Hindcast", 6, nil},
	}}
	var out strings.Builder
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"open demo typo 1 Hindcast 0.00 0.00", "open demo all 2 Hindcast 0.50 0.25", "held both all 1 Hindcast 0.00 0.17",
		`"seen" wants A`, "skipped: aiid",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in:\n%s", want, out.String())
		}
	}
	if strings.Contains(got, "unseen") || strings.Contains(got, `"found"`) {
		t.Errorf("it shows more than the failures of the open part:\n%s", out.String())
	}
}
