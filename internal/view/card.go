package view

import (
	"cmp"
	"fmt"
	"strings"

	"hindcast/internal/incident"
)

// CardSubject is what a card shows, the picture for a page where it is linked from elsewhere. There is one card for
// each type and severity that occurs, with the titles in the settings alone: a picture for each record would carry
// its words to wherever a link is pasted.
type CardSubject struct{ Kind, Severity string } // ids; both empty for the card of the site

// CardSubject is what the card of a record shows; without a record, that of the site.
func (m *Model) CardSubject(r *incident.Record) CardSubject {
	if r == nil || r.Type == "" {
		return CardSubject{}
	}
	return CardSubject{r.Type, r.Rank()}
}

// Path is made of the ids, in which everything but small letters, digits and underscores is told by
// its number, since a type of the settings may have any id.
func (c CardSubject) Path() string {
	if c == (CardSubject{}) {
		return "assets/cards/site.png"
	}
	return "assets/cards/type-" + fileWord(c.Kind) + "-" + fileWord(c.Severity) + ".png"
}

func fileWord(id string) string {
	var b strings.Builder
	for _, r := range id {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "~%x~", r)
		}
	}
	return cmp.Or(b.String(), "~none") // which no id is written as
}
