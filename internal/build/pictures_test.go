package build

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func encoded(t *testing.T, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{color.Black})); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPictureSize(t *testing.T) {
	asPNG := encoded(t, func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) })
	asJPEG := encoded(t, func(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) })
	asGIF := encoded(t, func(b *bytes.Buffer, m image.Image) error { return gif.Encode(b, m, nil) })
	// An extended WebP says its width and height less one in three bytes each.
	asWebP := []byte("RIFF\x1a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x13\x00\x00")
	huge := bytes.Clone(asPNG)
	binary.BigEndian.PutUint32(huge[16:], 1<<30)
	for _, c := range []struct {
		name          string
		data          []byte
		width, height int
	}{
		{"a.png", asPNG, 30, 20}, {"a.PNG", asPNG, 30, 20}, {"a.jpg", asJPEG, 30, 20}, {"a.jpeg", asJPEG, 30, 20}, {"a.gif", asGIF, 30, 20}, {"a.webp", asWebP, 30, 20},
		{"named as another.gif", asPNG, 30, 20}, {"a.csv", asPNG, 0, 0}, {"cut.png", asPNG[:20], 0, 0}, {"no picture.png", []byte("text"), 0, 0}, {"empty.webp", nil, 0, 0},
		{"huge.png", huge, 0, 0},
		{"a.svg", []byte(`<?xml version="1.0"?><!-- a --><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" width="30" height="19.6px"/>`), 30, 20},
		{"box.svg", []byte("<svg viewBox=\"0 0 30,\n20\" width='100%' height='1em'>"), 30, 20},
		{"half.svg", []byte(`<svg width="5" viewBox="-1 -1 30 20">`), 30, 20},
		{"none.svg", []byte("<svg>"), 0, 0}, {"flat.svg", []byte(`<svg viewBox="0 0 30 0">`), 0, 0}, {"odd.svg", []byte(`<svg viewBox="0 0 NaN Inf">`), 0, 0},
		{"large.svg", []byte(`<svg width="1e9" height="1e9">`), 0, 0}, {"other.svg", []byte(`<html><svg width="30" height="20">`), 0, 0},
		{"late.svg", []byte("<!--" + strings.Repeat("x", pictureHead) + `--><svg width="30" height="20">`), 0, 0},
		{"entities.svg", []byte(`<!DOCTYPE svg [<!ENTITY a "30"><!ENTITY b "&a;&a;">]><svg width="&b;" height="20">`), 0, 0},
	} {
		if width, height := pictureSize(c.name, c.data); width != c.width || height != c.height {
			t.Errorf("%s: %d × %d, want %d × %d", c.name, width, height, c.width, c.height)
		}
	}
}
