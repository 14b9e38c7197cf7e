package load

import (
	"regexp"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// sureMark is a mark unless something is wrong with how it is written, such as twice. No mark counts
// as the strictest.
func sureMark(mark string, faults []diag.Finding) string {
	for _, f := range faults {
		if strings.EqualFold(f.Key, "tlp") {
			return ""
		}
	}
	return mark
}

// guess is what a file that can't be read seems to be about. What it says of its readers is not
// believed.
type guess struct{ id, title string }

var guessLine = regexp.MustCompile(`(?m)^[ \t]*["']?(id|title)["']?[ \t]*[:=][ \t]*["']?([^"'\r\n#]+)`)

func guessOf(text []byte) guess {
	var g guess
	for _, m := range guessLine.FindAllSubmatch(text[:min(len(text), guessedFrom)], -1) {
		value := strings.ToValidUTF8(strings.TrimSpace(string(m[2])), "")
		switch {
		case string(m[1]) == "id" && g.id == "":
			g.id = value
		case string(m[1]) == "title" && g.title == "":
			g.title = value
		}
	}
	return g
}

// guessedFrom is how many bytes of a file that can't be read are looked at.
const guessedFrom = 64 << 10

// give lets a record that can't be read keep the ids that its text and its path seem to give it, so that
// references to it are not dead and nothing takes its name for free.
func (g guess) give(r *incident.Record, path string) {
	r.ID, r.Title = g.id, g.title
	for _, id := range incident.BareID.FindAllString(strings.ToUpper(path), -1) {
		if r.ID == "" {
			r.ID = id
		} else if !strings.EqualFold(r.ID, id) {
			r.Aliases = append(r.Aliases, id)
		}
	}
}
