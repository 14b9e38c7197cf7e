package when

import (
	"bytes"
	"regexp"
)

var (
	seeming = regexp.MustCompile(`(?i)\b\d{1,2}[:.]\d{2}(?:Z|\b)|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:T|\b)|\bT ?[+−-] ?\d|\b\d{1,2} ?[ap]\.?m\b|` +
		`\b\d{1,2} ?(?:uhr|h ?\d{2})\b|\b[0-2]\d[0-5]\d ?(?:Z|UTC|GMT|h(?:rs|ours)?)\b|\d{1,2}[時时點点]|[０-９][：:時时][０-９]{2}`)
	clockFirst = regexp.MustCompile(`^(?:(?:` + DateForm + `)(?:[T ,]| at )*)?\d{1,2}(?::|[.h]\d{2} )`)
)

// TimeHead is how the head of a column says that it holds times.
var TimeHead = regexp.MustCompile(`(?i)time|when|clock|zeit|uhr|heure|horaire|hora|時刻|時間|日時|时间`)

// seemsWithin is how many bytes may stand before a time that a line begins with, such as marks of emphasis or "about";
// longestTime is how many such a time has.
const (
	seemsWithin = 24
	longestTime = 16
)

// Seems is where what seems to be a time at the beginning of a line begins and ends; false where there is none.
func Seems(line []byte) (start, end int, ok bool) {
	near := line[:min(len(line), seemsWithin+longestTime)]
	if !bytes.ContainsAny(near, "0123456789") && !bytes.Contains(near, []byte("：")) {
		return 0, 0, false
	}
	if m := seeming.FindIndex(near); m != nil && m[0] <= seemsWithin {
		return m[0], m[1], true
	}
	return 0, 0, false
}

// ClockFirst reports whether a line begins with a time of day, or one after a date, marks of emphasis and brackets aside.
func ClockFirst(line []byte) bool {
	line = bytes.TrimLeft(line, "\t *_~([`")
	return len(line) > 0 && '0' <= line[0] && line[0] <= '9' && clockFirst.Match(line)
}
