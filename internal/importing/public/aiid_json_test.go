package public

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
)

const aiidJSONSample = `[
{"incident_id": 1234, "title": "Kiosk greets\n all guests", "date": "2031-02-03",
 "AllegedDeployerOfAISystem": [{"entity_id": "acme-inns", "name": "Acme Inns"}, {"entity_id": "nobody", "name": ""}],
 "AllegedHarmedOrNearlyHarmedParties": [{"entity_id": "guests", "name": "Guests"}],
 "reports": [
  {"report_number": 12, "title": "Hello,\nhello", "url": "https://press.example/a", "authors": ["somebody"]},
  {"report_number": 13, "title": "Lost", "url": "about:blank", "authors": []}],
 "embedding": {"vector": [0.5]}}
]`

func TestAIIDJSON(t *testing.T) {
	e := one(t, AIID, file("incidents.json", aiidJSONSample))
	f := e.Front
	if f.ID != "AIID-1234" || f.Source.ID != "1234" || f.Title != "Kiosk greets all guests" || e.Body != "" ||
		!slices.Equal(f.Parties.Deployers, []string{"Acme Inns", "nobody"}) || !slices.Equal(f.Parties.Harmed, []string{"Guests"}) {
		t.Errorf("%+v", f)
	}
	if len(f.References) != 2 || f.References[1].Title != "Hello, hello" || f.References[1].URL != "https://press.example/a" {
		t.Errorf("%+v", f.References)
	}
	if !slices.Equal(f.Source.Issues, []string{"reports: names of authors left out: 1"}) {
		t.Errorf("%q", f.Source.Issues)
	}
	want := map[string]any{"aiid_reports": []int64{12, 13}, "aiid": map[string]any{
		"reports": []any{map[string]any{"title": "Lost", "url": "about:blank"}}, "embedding": map[string]any{"vector": []any{0.5}},
	}}
	if !reflect.DeepEqual(f.Custom, want) {
		t.Errorf("%v", f.Custom)
	}
	cut(t, AIID, "incidents.json", aiidJSONSample)
}

const csetHead = "AI System,Incident ID,Published,Location Country (two letters),Rights Violation,Lives Lost,Injuries,AI System,Entities\n"

// Classifications that lie beside a table add what they say of its incidents; those that nobody published say nothing.
func TestAIIDClassifications(t *testing.T) {
	read := func(cset string) (importing.Batch, error) {
		table := csvOf(t, with(aiidID, "7", aiidDevelopers, `["acme-inns","other"]`), with(aiidID, "8"))
		in := importing.Input{Name: "incidents.csv", Files: fstest.MapFS{
			"incidents.csv":              {Data: []byte(table)},
			"classifications_MIT.csv":    {Data: []byte("Incident ID,Published,Risk Subdomain\n7,True,7.3. Lack of capability\n8,False,7.3. Lack\n")},
			"classifications_CSETv1.csv": {Data: []byte(cset)},
		}}
		return AIID(context.Background(), in, importing.Options{})
	}
	batch, err := read(csetHead + "yes,7,True,DE,yes,0,2,no,\"Guests, Acme Inns\"\nyes,8,True,,maybe,0,0,no,\n")
	if err != nil || len(batch.Entries) != 2 {
		t.Fatalf("%v, %+v", err, batch)
	}
	f := batch.Entries[0].Front
	if !slices.Equal(ids(f.Frameworks["mit"]), []string{"7.3"}) || !slices.Equal(f.Impact.Harms, []string{"physical", "fundamental_rights"}) ||
		len(f.Impact.Countries) != 1 || f.Impact.Countries[0] != "DE" || !slices.Equal(f.Parties.Developers, []string{"Acme Inns", "other"}) {
		t.Errorf("%+v", f)
	}
	if f := batch.Entries[1].Front; f.Frameworks != nil || f.Impact.Harms != nil || f.Impact.Countries != nil {
		t.Errorf("%+v", f)
	}
	if _, err := read("Incident ID\n"); err == nil || !strings.HasPrefix(err.Error(), `classifications_CSETv1.csv: the column "Published" is missing`) {
		t.Error(err)
	}
}

func TestAIIDJSONSnapshot(t *testing.T) {
	importReal(t, AIID, intaketest.Single(t, realData+"aiid", "incidents-after-1000.json"), 148)
}
