package columns

import (
	"strings"
	"testing"

	"hindcast/internal/filing/intake/intaketest"
)

// Which figure of a date is the day is what the whole column shows, and a number is a time where nothing speaks against it.
func TestTimesOfColumns(t *testing.T) {
	for _, c := range []struct {
		column string
		values []string
		want   []string // of the values in turn; empty where one can't be read
	}{
		{"Date", []string{"02/03/2026", "13/03/2026 14:00", "2/3/2026"}, []string{"2026-03-02", "2026-03-13", "2026-03-02"}},
		{"Date", []string{"02/03/2026", "03/13/2026 2:00 PM UTC", "02-03-2026"}, []string{"2026-02-03", "2026-03-13T14:00Z", "2026-02-03"}},
		{"Date", []string{"02/03/2026", "03/03/2026"}, []string{"", "2026-03-03"}},
		{"Date", []string{"02/03/2026", "13/03/2026", "03/13/2026", "13/13/2026"}, []string{"", "2026-03-13", "2026-03-13", ""}},
		{"Date", []string{"02/03/2026", "45/03/2026"}, []string{"", ""}},
		{"Date", []string{"02/03/26", "TBD", "2026-03-02"}, []string{"", "", "2026-03-02"}},
		{"created", []string{"1772443500", "1772443500000", "1772443500.25", "20260302"}, []string{"2026-03-02T09:25:00Z", "2026-03-02T09:25:00Z", "2026-03-02T09:25:00Z", "2026-03-02"}},
		{"created", []string{"9999999999", "177244350000", "12345", "4711", "19990302"}, []string{"", "", "", "", ""}},
		{"Date", []string{"46083", "46083.75"}, []string{"2026-03-02", "2026-03-02"}},
		{"Date", []string{"46083", "12345"}, []string{"", ""}},
		{"Resolved at", []string{"46083", ""}, []string{"2026-03-02", ""}},
		{"Started", []string{"46083"}, []string{""}}, // a count, as far as its name says
	} {
		d := &dates{}
		for _, value := range c.values {
			d.see(value)
		}
		for i, value := range c.values {
			got, _, err := d.time(c.column, value)
			if got.String() != c.want[i] || (err == nil) != (c.want[i] != "") {
				t.Errorf("%s of %q: %q is %s, %v", c.column, c.values, value, got, err)
			}
		}
	}
}

// Rows whose time can't be read are left out alone. Where that is all of them, the message has the column and a value.
func TestUnreadTimes(t *testing.T) {
	repo := intaketest.New(t)
	repo.Settings.Defaults.Severity = "sev4"
	o := repo.Import(CSV, intaketest.One("a.csv", "Title,Reported,Created\nOne,13.02.2026,\nTwo,soon,\nThree,02/03/2026,\nFour,soon,14.02.2026\nFive,2026-02-13,\nSix,13 Feb 2026,\n"), repo.Options("Register"))
	if len(o) != 6 || !strings.Contains(o[1].Reason, `it has no usable time: Reported is "soon"; if another column has one, name that in import.yaml under fields, as detected`) ||
		!strings.Contains(o[2].Reason, `Reported is "02/03/2026", and nobody can tell which figure is the day`) {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "detected: 2026-02-13")
	repo.Holds(o[3].Path, "detected: 2026-02-14", "'Reported: soon'", "'detected: Reported has no time; that of Created was taken'")
	_, err := CSV(t.Context(), intaketest.One("a.csv", "Title,Opened\nOne,02/03/2026\n"), repo.Options("Other"))
	if err == nil || !strings.Contains(err.Error(), `"Opened" seems to hold times, but "02/03/2026" is not read as one, since nobody can tell which figure is the day; read are times such as`) {
		t.Error(err)
	}
}
