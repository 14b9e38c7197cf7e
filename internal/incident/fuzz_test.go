package incident

import (
	"testing"

	"hindcast/internal/diag"
)

// Whatever is read as a time is written as a text that is read as the same time, and its earliest
// reading does not lie after its latest.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{
		"2026-03-02T09:25:00Z", "2026-03-02T09:25+01:00", "2026-03-02", "2026-03", "2026", "0001", "9999-12-31T23:59:59.9Z",
		"2026-03-02 09:25 utc", "2026-02-30", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := ParseTime(text)
		if err != nil {
			if fix := err.(*diag.FormError).Fix(); fix != "" {
				if _, err := ParseTime(fix); err != nil {
					t.Errorf("the fix %q of %q can't be read: %v", fix, text, err)
				}
			}
			return
		}
		if at.Earliest().After(at.Latest()) {
			t.Errorf("%q: earliest %v, latest %v", text, at.Earliest(), at.Latest())
		}
		if at.After(at) {
			t.Errorf("%q lies after itself", text)
		}
		again, err := ParseTime(at.String())
		if err != nil || again.Precision() != at.Precision() || again.String() != at.String() {
			t.Errorf("%q is written as %q, which is read as %q (%v)", text, at, again, err)
		}
	})
}

// Any pattern that is accepted tells ids from other texts without a panic; an id of the pattern is
// found in prose, and its year is a number.
func FuzzID(f *testing.F) {
	for _, seed := range [][2]string{
		{"INC-{year}-{number}", "INC-2026-0007"},
		{"INC-{number}", "INC-0007"},
		{"A9-{year}-{number}", "A9-2026-X7K3F"},
		{"", "AIID-0004"},
		{"INC-{year}-{number}", "INC-2026-X7K3"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, id string) {
		var p IDPattern
		if p.UnmarshalText([]byte(pattern)) != nil {
			return
		}
		message, _ := p.Check(id, false)
		if message != "" {
			return
		}
		if BareID.FindString(id) != id {
			t.Errorf("the id %q is not found in prose", id)
		}
		if year, ok := p.Year(id); ok && (year < 1900 || year > 2099) {
			t.Errorf("the year of %q is %d", id, year)
		}
		if foreign, _ := p.Check(id, true); foreign == "" {
			t.Errorf("%q is an id of the organisation and of a precedent", id)
		}
	})
}
