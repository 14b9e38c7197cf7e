package card

import (
	"bytes"
	"fmt"
	"image/png"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"hindcast/internal/packed"
)

// The fonts draw every glyph as those of the module in go.mod do, as high and as wide.
func TestFontsAreCollected(t *testing.T) {
	for name, original := range map[string][]byte{"fonts/regular.ttf.gz": goregular.TTF, "fonts/bold.ttf.gz": gobold.TTF} {
		want, err := sfnt.Parse(original)
		if err != nil {
			t.Fatal(err)
		}
		ttf, err := packed.Read(fonts, name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sfnt.Parse(ttf)
		if err != nil || got.NumGlyphs() != want.NumGlyphs() {
			t.Errorf("%s is not the font of golang.org/x/image: %v; run go generate ./internal/card", name, err)
			continue
		}
		for i := range want.NumGlyphs() {
			if drawn, original := outline(t, got, i), outline(t, want, i); drawn != original {
				t.Errorf("%s draws glyph %d by %s, want %s; run go generate ./internal/card", name, i, drawn, original)
			}
		}
	}
}

// outline is the form of a glyph and how far the next one is, in the units of the font.
func outline(t *testing.T, f *sfnt.Font, glyph int) string {
	t.Helper()
	var b sfnt.Buffer
	units := fixed.Int26_6(f.UnitsPerEm())
	segments, err := f.LoadGlyph(&b, sfnt.GlyphIndex(glyph), units, nil)
	if err != nil {
		t.Fatal(err)
	}
	form := fmt.Sprint(segments)
	advance, err := f.GlyphAdvance(&b, sfnt.GlyphIndex(glyph), units, font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	return form + advance.String()
}

// A card has the size that networks show without cutting, and differs by what it says.
func TestCard(t *testing.T) {
	var p Painter
	pictures := map[string]bool{}
	for _, words := range []Words{{Title: "INC-2026-0007", Site: "Log"}, {Title: "INC-2026-0008", Site: "Log"}, {Title: "INC-2026-0007", Site: "Log", Severity: "Sev 1", Rank: 1}} {
		made, err := p.Paint(words)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(made))
		if err != nil || img.Bounds().Dx() != Width || img.Bounds().Dy() != Height || pictures[string(made)] {
			t.Errorf("%+v: %v", words, err)
		}
		pictures[string(made)] = true
	}
}
