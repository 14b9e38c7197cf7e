package identifier

import (
	"fmt"
	"strings"
	"time"
)

// Placeholder is the id that a new record has until it gets a number: four capitals or digits, drawn
// at random so that two pull requests never meet, and the year of its detection.
func (p Pattern) Placeholder(year int, four string) string {
	return strings.NewReplacer("{year}", fmt.Sprintf("%04d", year), p.number, "X"+four).Replace(p.text)
}

// Number is the number in an id and what is before it, INC-2026-0007 being 7 after INC-2026-;
// false for a placeholder and for what is no id of the pattern.
func (p Pattern) Number(id string) (before string, number int, ok bool) {
	i := strings.LastIndexByte(id, '-') + 1
	if p.IsDated() || !p.id.MatchString(id) || p.IsPlaceholder(id) {
		return "", 0, false
	}
	for _, digit := range id[i:] {
		if number = number*10 + int(digit-'0'); number > maxNumber {
			return "", 0, false
		}
	}
	return id[:i], number, true
}

// Dated is the id of a day and a name, for a pattern of those.
func (p Pattern) Dated(day time.Time, name string) string {
	return strings.NewReplacer("{date}", day.Format(time.DateOnly), "{slug}", name).Replace(p.text)
}

// maxNumber is beyond what any log reaches, and a slip of the pen if one does.
const maxNumber = 99_999_999

// Numbered is the id that takes the place of a placeholder.
func (p Pattern) Numbered(placeholder string, number int) string {
	return fmt.Sprintf("%s%0*d", placeholder[:strings.LastIndexByte(placeholder, '-')+1], p.digits, number)
}
