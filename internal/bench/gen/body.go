package gen

import (
	"fmt"
	"strings"
	"time"

	"hindcast/internal/incident"
)

// body is about 600 words in the sections that the stage asks for.
func (r *record) body() string {
	var b strings.Builder
	happened := 60
	if r.stage < reviewed {
		happened += 170
	}
	if r.stage < contained {
		happened += 120
	}
	fmt.Fprintf(&b, "## What happened\n\nThis concerns [[%s]]. %s", r.front.Systems[0], r.paragraphs(happened))
	for _, rel := range r.front.Related {
		fmt.Fprintf(&b, "See [[%s]]. %s\n\n", rel.ID, r.sentence())
	}
	if r.front.TLP == "CLEAR" && r.chance(10) {
		fmt.Fprintf(&b, ":::tlp AMBER\n%s:::\n\n", r.paragraphs(20))
	}
	b.WriteString("## Timeline\n\n" + r.events() + "\n## Impact\n\n" + r.paragraphs(30) + r.table() + "\n")
	if r.stage >= contained {
		b.WriteString("## Response\n\n" + r.paragraphs(35) + r.list("1. ") + "\n" + r.code() + "\n")
	}
	if r.stage >= reviewed {
		b.WriteString("## Analysis\n\n" + r.paragraphs(40) + "### " + r.phrase(3) + "\n\n" + r.paragraphs(35) +
			"## Lessons\n\n" + r.list("- "))
	}
	return b.String()
}

// events is the timeline with something between every two stages, on the same day by time alone.
func (r *record) events() string {
	var b strings.Builder
	var last time.Time // of the event before, absent where it is coarse
	write := func(t time.Time, when, text string) {
		if when == "" {
			if when = t.Format(minute); !last.IsZero() && last.Format(day) == t.Format(day) {
				when = t.Format("15:04")
			}
			last = t
		}
		fmt.Fprintf(&b, "- %s — %s\n", when, text)
	}
	for i, key := range stageKeys() {
		written := r.front.Timeline.At(key)
		if written.IsZero() {
			continue
		}
		last = time.Time{}
		if written.Precision() >= incident.ToMinute {
			last = r.times[i]
		}
		write(r.times[i], written.String(), strings.ToUpper(key[:1])+key[1:]+": "+r.sentence())
		if i < r.stage {
			write(r.between(r.times[i], r.times[i+1]), "", r.sentence())
		}
	}
	return b.String()
}

func (r *record) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s | %s |\n|---|---:|---:|\n", r.word(), r.word(), r.word())
	for range 3 + r.IntN(3) {
		fmt.Fprintf(&b, "| %s | %d | %d.%d%% |\n", r.phrase(2), r.IntN(100_000), r.IntN(100), r.IntN(10))
	}
	return b.String()
}

func (r *record) list(mark string) string {
	var b strings.Builder
	for range 3 + r.IntN(3) {
		b.WriteString(mark + r.sentence() + "\n")
	}
	return b.String()
}

func (r *record) code() string {
	var b strings.Builder
	b.WriteString("```yaml\n")
	for range 4 + r.IntN(4) {
		fmt.Fprintf(&b, "%s_%s: %d\n", r.word(), r.word(), r.IntN(1000))
	}
	b.WriteString("```\n")
	return b.String()
}
