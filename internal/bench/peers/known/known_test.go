package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/bench/peers/engines"
	"hindcast/internal/bench/peers/question"
)

const table = "incident_id,title,description,other\n" +
	"4,Uber AV Killed Pedestrian,\"An autonomous vehicle struck somebody, who was crossing slowly at night.\",x\n" +
	"1021,Chatbot Invents Rulings,A lawyer filed several decisions that nobody had ever issued anywhere.,y\n"

func readTable(t *testing.T, text string) ([]question.Record, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "incidents.csv")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return engines.Incidents(name)
}

func TestReadRecords(t *testing.T) {
	records, err := readTable(t, table)
	if err != nil || len(records) != 2 {
		t.Fatalf("%d records, error %v", len(records), err)
	}
	want := question.Record{
		ID: "AIID-0004", Title: "Uber AV Killed Pedestrian",
		Text: "An autonomous vehicle struck somebody, who was crossing slowly at night.",
	}
	if records[0] != want || records[1].ID != "AIID-1021" {
		t.Errorf("read %+v", records)
	}
	for _, bad := range []string{"", "a,b\n1,2\n", strings.Replace(table, "1021", "x", 1)} {
		if _, err := readTable(t, bad); err == nil {
			t.Errorf("%q is read without an error", bad)
		}
	}
}

// Each record is asked for in every form, and the same questions come right and misspelt.
func TestQuestions(t *testing.T) {
	records, err := readTable(t, table)
	if err != nil {
		t.Fatal(err)
	}
	sets := questions(rand.New(rand.NewPCG(1, 0)), records, 10, 10)
	asked := map[string][]string{}
	for _, s := range sets {
		for _, q := range s.questions {
			asked[q.ID] = append(asked[q.ID], q.String())
		}
	}
	if got := asked["AIID-0004"][2:]; !slices.Equal(got, []string{"AIID-0004", "aiid-0004", "aiid-4", "4"}) {
		t.Errorf("AIID-0004 is asked for by %q", got)
	}
	if got := asked["AIID-1021"]; len(got) != 6 || got[0] == got[1] || got[4] != "aiid-1021" {
		t.Errorf("AIID-1021 is asked for by %q", got)
	}
}

// Hindcast finds a record by words of its text and by each form of its identifier.
func TestHindcastFinds(t *testing.T) {
	records, err := readTable(t, table)
	if err != nil {
		t.Fatal(err)
	}
	own, err := engines.Hindcast(records)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range questions(rand.New(rand.NewPCG(1, 0)), records, 10, 10) {
		score, err := score(own, s.questions)
		if err != nil || score.Asked != 2 || score.MRR != 1 {
			t.Errorf("%s: %+v, error %v", s.name, score, err)
		}
	}
}

func TestPrint(t *testing.T) {
	var out strings.Builder
	r := report{
		Seed: 9, Records: 989,
		Rows:    []row{{"three words", "Hindcast", question.Score{Asked: 300, MRR: 0.9512, First: 0.5, Ten: 1}}},
		Skipped: []string{"Pagefind: not here"},
	}
	if err := r.print(&out, false); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"989 records; seed 9", "three words 300 Hindcast 0.951 50.0 % 100.0 %", "skipped: Pagefind: not here",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in:\n%s", want, out.String())
		}
	}
}
