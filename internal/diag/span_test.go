package diag_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hindcast/internal/diag"
)

// texts mixes what is counted in different ways, in stretches short and long.
func texts() *rapid.Generator[string] {
	mixed := rapid.StringOfN(rapid.SampledFrom([]rune("ab é世🙂\t\r\n\n\u0301")), 0, 60, -1)
	long := rapid.SampledFrom([]string{strings.Repeat("ab ", 60), strings.Repeat("é世", 40)})
	return rapid.Map(rapid.SliceOfN(rapid.OneOf(mixed, long), 0, 4), func(parts []string) string {
		return strings.Join(parts, "")
	})
}

// A place converts back to the byte offset it was made of, and its line and column are those a person counts.
func TestPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		lines := diag.NewLines([]byte(text))
		for offset := range len(text) + 1 {
			if offset < len(text) && !utf8.RuneStart(text[offset]) {
				continue
			}
			before := text[:offset]
			pos := lines.Pos(offset)
			want := diag.Pos{
				Line: strings.Count(before, "\n") + 1, Offset: offset,
				Column: utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1,
			}
			if pos != want || lines.Offset(pos.Line, pos.Column) != offset {
				t.Fatalf("byte %d of %q is at %+v, want %+v", offset, text, pos, want)
			}
		}
		for n, line := range strings.Split(text, "\n") {
			if got, want := lines.Line(n+1), strings.TrimRight(line, "\r"); got != want {
				t.Errorf("line %d of %q is %q, want %q", n+1, text, got, want)
			}
		}
	})
}

// Places in a text with stretches taken out are those in the whole text.
func TestPlacesWithout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab\n")), 0, 40, -1).Draw(t, "text")
		ends := rapid.SliceOfNDistinct(rapid.IntRange(0, len(text)), 0, min(6, len(text)+1), rapid.ID[int]).Draw(t, "ends")
		slices.Sort(ends)
		var stretches [][2]int
		for i := 0; i+1 < len(ends); i += 2 {
			stretches = append(stretches, [2]int{ends[i], ends[i+1]})
		}
		whole := diag.NewLines([]byte(text))
		cut := whole.Without(stretches)
		var left []int // offsets in the whole text
		for offset := range len(text) {
			if !slices.ContainsFunc(stretches, func(s [2]int) bool { return s[0] <= offset && offset < s[1] }) {
				left = append(left, offset)
			}
		}
		if len(cut.Text()) != len(left) {
			t.Fatalf("%q is left of %q without %v", cut.Text(), text, stretches)
		}
		for i, offset := range left {
			if cut.Text()[i] != text[offset] || cut.Pos(i) != whole.Pos(offset) {
				t.Fatalf("byte %d of %q is at %+v, want %+v", i, cut.Text(), cut.Pos(i), whole.Pos(offset))
			}
			if got, want := cut.Span(i, i+1), whole.Span(offset, offset+1); got != want {
				t.Fatalf("byte %d of %q spans %+v, want %+v", i, cut.Text(), got, want)
			}
		}
	})
}

// What is asked for beyond a text is held within it.
func TestPlacesBeyond(t *testing.T) {
	lines := diag.NewLines([]byte("one\ntwo"))
	for _, c := range [][2]int{
		{lines.Offset(0, 5), 0},
		{lines.Offset(1, 99), 3},
		{lines.Offset(2, 99), 7},
		{lines.Offset(3, 1), 7},
		{lines.Pos(-1).Offset, 0},
		{lines.Pos(99).Offset, 7},
	} {
		if c[0] != c[1] {
			t.Errorf("offset %d, want %d", c[0], c[1])
		}
	}
	if lines.Line(0) != "" || lines.Line(3) != "" {
		t.Errorf("lines beyond the text: %q, %q", lines.Line(0), lines.Line(3))
	}
}
