package wording_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/wording"
)

// How far a time is from the present, and whether what is due then is overdue; site/test/clocks.test.mjs holds the script
// of the pages against the same cases.
func TestApart(t *testing.T) {
	data, err := os.ReadFile("testdata/clocks.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Stamp incident.Time
		Now   time.Time
		Zone  string
		Apart string
		Over  bool
	}
	if err := json.Unmarshal(data, &cases); err != nil || len(cases) < 20 {
		t.Fatalf("%d cases were read: %v", len(cases), err)
	}
	for _, c := range cases {
		zone, err := time.LoadLocation(c.Zone)
		if err != nil {
			t.Fatal(err)
		}
		at, day := c.Stamp.EndIn(zone), c.Stamp.LastDay()
		if got := wording.English.Apart(at, day, c.Now, zone); got != c.Apart {
			t.Errorf("%s at %s in %s is %q apart, want %q", c.Stamp, c.Now, zone, got, c.Apart)
		}
		if item.IsOver(at, day, c.Now) != c.Over || c.Stamp.IsOver(c.Now, zone) != c.Over {
			t.Errorf("%s at %s in %s: want overdue %t", c.Stamp, c.Now, zone, c.Over)
		}
	}
}
