package card

import (
	"bytes"
	"image/png"
	"testing"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"hindcast/internal/packed"
)

// The fonts are those of the module in go.mod.
func TestFontsAreCollected(t *testing.T) {
	for name, want := range map[string][]byte{"fonts/regular.ttf.gz": goregular.TTF, "fonts/bold.ttf.gz": gobold.TTF} {
		if got, err := packed.Read(fonts, name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not the font of golang.org/x/image: %v; run go generate ./internal/card", name, err)
		}
	}
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
