package importing

import (
	"testing"
	"time"
)

// A time is read in any form that means one day alone. One without an offset is taken to its day.
func TestTime(t *testing.T) {
	for _, c := range []struct {
		text, want string
		assumed    bool
	}{
		{"2026-03-02T09:25:00Z", "2026-03-02T09:25:00Z", false},
		{"20260302T092500+0100", "2026-03-02T09:25:00+01:00", false},
		{"2026-03-02 09:25", "2026-03-02", true},
		{"2026/3/2", "2026-03-02", false},
		{"2026/03/02 09:25 UTC", "2026-03-02T09:25Z", false},
		{"2.3.2026", "2026-03-02", false},
		{"02.03.2026, 09:25", "2026-03-02", true},
		{"02.03.2026 um 09:25 Uhr", "2026-03-02", true},
		{"2 March 2026", "2026-03-02", false},
		{"2-Mar-2026", "2026-03-02", false},
		{"2. März 2026", "2026-03-02", false},
		{"2 de marzo de 2026", "2026-03-02", false},
		{"2nd of March 2026 at 9:25 AM GMT", "2026-03-02T09:25Z", false},
		{"March 2nd, 2026", "2026-03-02", false},
		{"Sept. 2, 2026, 9:25:30 PM +02:00", "2026-09-02T21:25:30+02:00", false},
		{"Mon, 02 Mar 2026 09:25:00 +0000", "2026-03-02T09:25:00Z", false},
		{"Monday, March 2, 2026", "2026-03-02", false},
		{"2 March 2026 14:00 CET", "2026-03-02", true},
		{"2026-03-02 10:00:00 Europe/Berlin", "2026-03-02", true},
		{"02/03/2026", "", false},
		{"30 February 2026", "", false},
		{"2026-02-30", "", false},
		{"2026-03-02T24:00:00Z", "", false},
		{"2 March 2026 25:00 CET", "", false},
		{"2 Marble 2026", "", false},
		{"2 March 2026 or so", "", false},
		{"2 March 2026 09:00 to 10:00", "", false},
		{"09:25", "", false},
		{"", "", false},
	} {
		got, assumed, err := Time(c.text, nil)
		if got.String() != c.want || assumed != c.assumed || (err == nil) != (c.want != "") {
			t.Errorf("%q is %s, %v, %v", c.text, got, assumed, err)
		}
	}
	if got, assumed, err := Time("2026-03-02 09:25:00", time.FixedZone("", 3600)); got.String() != "2026-03-02T09:25:00+01:00" || !assumed || err != nil {
		t.Errorf("in a zone that the source documents: %s, %v, %v", got, assumed, err)
	}
}
