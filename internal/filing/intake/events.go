package intake

import (
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

// eventRules are about times of events that a source may well have wrong.
var eventRules = []string{"event-form", "event-order", "event-stage"}

// listed is a text that has an item of a list or a row of a table, without which it has no events.
var listed = regexp.MustCompile(`(?m)^[ \t]*(?:[-*+|]|\d+[.)])`)

// mostRounds bounds how often the events of a record are judged: one that is taken for text can leave those after it
// without a date.
const mostRounds = 20

// settle keeps events whose time can't be read, or contradicts others, from costing a record: their times become text
// and are named in source.issues.
func (d *Desk) settle(front incident.Front, body, path string) (incident.Front, string) {
	if front.IsPrecedent() || !listed.MatchString(body) {
		return front, body
	}
	source := *front.Source
	front.Source = &source
	for range mostRounds {
		text, err := compose(&front, body)
		if err != nil {
			break
		}
		r := d.loader.Record(path, text)
		marked := map[int]bool{} // where events begin that have a mark of their own
		for _, e := range r.Events() {
			if e.Mark != "" {
				marked[e.Span.Start.Offset] = true
			}
		}
		if len(r.Events()) == 0 {
			break
		}
		log := &incident.Log{Config: d.log.Config, Systems: d.log.Systems, Articles: d.log.Articles, Records: []*incident.Record{r}}
		wrong := slices.DeleteFunc(check.New().Log(log, d.now), func(f diag.Finding) bool {
			return f.Level != diag.Error || !slices.Contains(eventRules, f.Rule)
		})
		again := withoutTimes(body, wrong, len(text)-len(body))
		if again == body {
			break
		}
		body = again
		for _, f := range wrong {
			switch { // source.issues has the mark of the record
			case marked[f.Span.Start.Offset]:
			case len(marked) > 0: // the message may name another event
				importing.Lacks(&front, "the event at %s is kept as text: its time can't be read, or contradicts others", f.Text)
			default:
				importing.Lacks(&front, "the event at %s is kept as text: %s", f.Text, f.Message)
			}
		}
	}
	return front, body
}

// withoutTimes puts a backslash into the times that findings are about; head is the length of what stands before the
// body in the file that was judged.
func withoutTimes(body string, findings []diag.Finding, head int) string {
	at := map[int]bool{}
	for _, f := range findings {
		start, end := f.Span.Start.Offset-head, f.Span.End.Offset-head
		if start < 0 || start >= end || end > len(body) {
			continue
		}
		if i := strings.IndexAny(body[start:end], "-:/.,+"); i >= 0 {
			at[start+i] = true
		}
	}
	var b strings.Builder
	for i := range len(body) {
		if at[i] {
			b.WriteByte('\\')
		}
		b.WriteByte(body[i])
	}
	return b.String()
}
