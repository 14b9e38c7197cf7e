// Package card paints the pictures that stand for a page where it is linked from elsewhere.
package card

import (
	"bytes"
	"embed"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"hindcast/internal/packed"
)

// The fonts are Go Regular and Go Bold, without their hints.
//
//go:generate go run ./collect -out fonts
//go:embed fonts
var fonts embed.FS

// Words are what a card shows.
type Words struct {
	Title, Severity string
	Rank            int // of the severity, from 1 for the worst; 0 for none
	Site            string
}

// Painter makes cards and keeps those it has made, since a preview asks for the same ones at each
// build. The zero value is ready, and safe for concurrent use.
type Painter struct {
	mu    sync.Mutex
	fonts map[bool]*sfnt.Font // by whether they are bold
	made  map[Words][]byte
}

// Sizes in pixels. Networks show 1200 by 630 without cutting.
const (
	Width, Height = 1200, 630
	margin        = 96
	room          = Width - 2*margin
)

// The colours of the light theme (site/src/style/tokens.css): paper, line and accent, then the steps
// from paper to each colour that text and shapes have, for smooth edges.
const (
	onPaper  = 0
	onLine   = 1
	onAccent = 2
	rampInk  = 3 // to 7
	rampSoft = 8 // to 11, for what is quiet
	rampRed  = 12
)

var paper = color.RGBA{0xfd, 0xfd, 0xfb, 0xff}

func palette() color.Palette {
	p := color.Palette{paper, color.RGBA{0xdc, 0xdc, 0xd4, 0xff}, color.RGBA{0x1d, 0x5a, 0x85, 0xff}}
	for _, ramp := range []struct {
		to    color.RGBA
		steps int
	}{
		{color.RGBA{0x1c, 0x20, 0x24, 0xff}, 5},
		{color.RGBA{0x5a, 0x63, 0x6b, 0xff}, 4},
		{color.RGBA{0xa3, 0x26, 0x0f, 0xff}, 4},
	} {
		for i := 1; i <= ramp.steps; i++ {
			mix := func(from, to uint8) uint8 { return uint8(int(from) + (int(to)-int(from))*i/ramp.steps) }
			p = append(p, color.RGBA{mix(paper.R, ramp.to.R), mix(paper.G, ramp.to.G), mix(paper.B, ramp.to.B), 0xff})
		}
	}
	return p
}

// stepsOf is how many steps lead from paper to the colour at the end of a ramp.
func stepsOf(ramp int) int {
	if ramp == rampInk {
		return 5
	}
	return 4
}

// Paint gives a card as PNG.
func (p *Painter) Paint(words Words) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if made := p.made[words]; made != nil {
		return made, nil
	}
	if p.fonts == nil {
		p.fonts, p.made = map[bool]*sfnt.Font{}, map[Words][]byte{}
		for bold, name := range map[bool]string{false: "fonts/regular.ttf.gz", true: "fonts/bold.ttf.gz"} {
			ttf, err := packed.Read(fonts, name)
			if err != nil {
				return nil, err
			}
			if p.fonts[bold], err = opentype.Parse(ttf); err != nil {
				return nil, fmt.Errorf("read the font of the cards: %w", err)
			}
		}
	}
	img := &canvas{image.NewPaletted(image.Rect(0, 0, Width, Height), palette())}
	if err := p.draw(img, words); err != nil {
		return nil, fmt.Errorf("paint a card: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img.Paletted); err != nil {
		return nil, fmt.Errorf("write a card: %w", err)
	}
	p.made[words] = b.Bytes()
	return b.Bytes(), nil
}

func (p *Painter) draw(img *canvas, words Words) error {
	img.fill(image.Rect(0, 0, Width, 16), onAccent)
	img.fill(image.Rect(margin, 478, Width-margin, 481), onLine)
	if err := p.text(img, words.Title, true, 104, 250, margin, rampInk); err != nil {
		return err
	}
	if words.Rank > 0 {
		colour := rampInk
		if words.Rank <= 2 {
			colour = rampRed
		}
		img.shape(words.Rank, margin, 350, 52, colour)
		if err := p.text(img, words.Severity, true, 60, 398, margin+84, colour); err != nil {
			return err
		}
	}
	return p.text(img, words.Site, false, 44, 550, margin, rampSoft)
}

// text writes one line at a baseline, smaller where it would not fit, and cut where it would get too
// small to read. A text that the font can't write is left out: boxes would say less than nothing.
func (p *Painter) text(img *canvas, s string, bold bool, size, baseline, x, ramp int) error {
	f := p.fonts[bold]
	for _, r := range s {
		if i, err := f.GlyphIndex(nil, r); err != nil || i == 0 {
			return nil
		}
	}
	for {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return err
		}
		room := fixed.I(Width - margin - x)
		switch {
		case font.MeasureString(face, s) <= room:
			img.glyphs(face, s, fixed.P(x, baseline), ramp)
			return nil
		case size > 44:
			size -= 4
		default:
			runes := []rune(strings.TrimSuffix(s, "…"))
			s = strings.TrimRight(string(runes[:len(runes)-1]), " ") + "…"
		}
	}
}

type canvas struct{ *image.Paletted }

func (c *canvas) fill(r image.Rectangle, colour uint8) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := c.Pix[c.PixOffset(r.Min.X, y):c.PixOffset(r.Max.X, y)]
		for i := range row {
			row[i] = colour
		}
	}
}

func (c *canvas) glyphs(face font.Face, s string, dot fixed.Point26_6, ramp int) {
	before := rune(-1)
	for _, r := range s {
		if before >= 0 {
			dot.X += face.Kern(before, r)
		}
		area, mask, at, advance, ok := face.Glyph(dot, r)
		if alpha, isAlpha := mask.(*image.Alpha); ok && isAlpha {
			c.cover(area, alpha, at, ramp)
		}
		dot.X += advance
		before = r
	}
}

// cover paints as much of a ramp's colour as a mask covers of each pixel.
func (c *canvas) cover(area image.Rectangle, mask *image.Alpha, at image.Point, ramp int) {
	steps := stepsOf(ramp)
	shift := at.Sub(area.Min)
	for visible, y := area.Intersect(c.Rect), area.Min.Y; y < visible.Max.Y; y++ {
		for x := visible.Min.X; x < visible.Max.X && y >= visible.Min.Y; x++ {
			if step := (int(mask.AlphaAt(x+shift.X, y+shift.Y).A)*steps + 127) / 255; step > 0 {
				c.SetColorIndex(x, y, uint8(ramp+step-1))
			}
		}
	}
}

// shape draws the sign of a severity, as the pages do: the worse, the fuller.
func (c *canvas) shape(rank, x, y, size, ramp int) {
	s := float32(size)
	outlines := [][][2]float32{
		1: {{s / 2, 0}, {s, s / 2}, {s / 2, s}, {0, s / 2}},
		2: {{s / 2, 0}, {s, s}, {0, s}},
		3: {{0, 0}, {s, 0}, {s, s}, {0, s}},
		4: {{0, 0}, {s, 0}, {s, s}, {0, s}},
	}
	raster := vector.NewRasterizer(size, size)
	polygon(raster, outlines[rank])
	if rank == 4 { // an empty square: the inside runs the other way round
		polygon(raster, [][2]float32{{6, 6}, {6, s - 6}, {s - 6, s - 6}, {s - 6, 6}})
	}
	mask := image.NewAlpha(image.Rect(0, 0, size, size))
	raster.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	c.cover(image.Rect(x, y, x+size, y+size), mask, image.Point{}, ramp)
}

func polygon(r *vector.Rasterizer, points [][2]float32) {
	for i, p := range points {
		if i == 0 {
			r.MoveTo(p[0], p[1])
		} else {
			r.LineTo(p[0], p[1])
		}
	}
	r.ClosePath()
}
