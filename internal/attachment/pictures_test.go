package attachment

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// pictures are one of each format without metadata. The WebP and the AVIF come from files that libwebp
// and libavif made; described.* of them have Exif and XMP that exiftool wrote.
func pictures(t testing.TB) map[string][]byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{color.Black, color.White})
	m.SetColorIndex(3, 4, 1)
	encoded := func(encode func(*bytes.Buffer) error) []byte {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	return map[string][]byte{
		"a.png":  encoded(func(b *bytes.Buffer) error { return png.Encode(b, m) }),
		"a.jpg":  encoded(func(b *bytes.Buffer) error { return jpeg.Encode(b, m, nil) }),
		"a.gif":  encoded(func(b *bytes.Buffer) error { return gif.Encode(b, m, nil) }),
		"a.webp": read(t, "plain.webp"),
		"a.avif": read(t, "plain.avif"),
	}
}

func insert(data []byte, at int, more []byte) []byte {
	return slices.Insert(bytes.Clone(data), at, more...)
}

func jpegSegmentOf(marker byte, body string) []byte {
	out := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2))
	return append(out, body...)
}

// described are a picture with the secret at every place that its format has for it, and at the end.
func described(t testing.TB, name string, plain []byte) map[string][]byte {
	t.Helper()
	all := map[string][]byte{"what follows its end": append(bytes.Clone(plain), secret...)}
	switch name {
	case "a.jpg":
		for what, segment := range map[string][]byte{
			"Exif": jpegSegmentOf(markerAPP1, "Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00"+secret), "XMP": jpegSegmentOf(markerAPP1, "http://ns.adobe.com/xap/1.0/\x00"+secret),
			"IPTC": jpegSegmentOf(0xed, "Photoshop 3.0\x00"+secret), "a comment": jpegSegmentOf(markerCOM, secret), "several pictures": jpegSegmentOf(markerAPP2, "MPF\x00"+secret),
			"a thumbnail": jpegSegmentOf(markerAPP0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x09\x01"+secret), "APP15": jpegSegmentOf(markerAPP15, secret),
			"a long Adobe segment": jpegSegmentOf(markerAPP14, "Adobe\x00\x64\x00\x00\x00\x00\x01"+secret),
		} {
			all[what] = insert(plain, 2, segment)
		}
	case "a.png":
		for _, chunk := range []string{"tEXt", "iTXt", "zTXt", "eXIf", "tIME", "sPLT", "prVt", "iDOT"} {
			all[chunk] = insert(plain, 33, appendChunk(nil, chunk, []byte(secret)))
		}
		all["the name of a profile"] = insert(plain, 33, appendChunk(nil, "iCCP", []byte(secret+"\x00\x00")))
	case "a.gif":
		block := string(rune(len(secret))) + secret + "\x00"
		start := 13 + colours(plain[10])
		for what, extension := range map[string]string{
			"a comment": "\x21\xfe" + block, "a text": "\x21\x01\x0c" + "123456789012" + block, "XMP": "\x21\xff\x0bXMP DataXMP" + block, "an unknown extension": "\x21\x42" + block,
			"a long loop": "\x21\xff\x0bNETSCAPE2.0" + block, "a long control block": "\x21\xf9\x04\x00\x00\x00\x00" + block,
		} {
			all[what] = insert(plain, start, []byte(extension))
		}
	case "a.webp":
		for _, chunk := range []string{"EXIF", "XMP ", "abcd"} {
			with := appendRIFF(bytes.Clone(plain), chunk, []byte(secret))
			binary.LittleEndian.PutUint32(with[4:], uint32(len(with)-8))
			all[chunk] = with
		}
		all["Exif and XMP of exiftool"] = read(t, "described.webp")
	case "a.avif":
		delete(all, "what follows its end") // is no box, so it is refused
		all["a free box"] = append(bytes.Clone(plain), boxOf("free", secret)...)
		all["a box of somebody's own"] = append(bytes.Clone(plain), boxOf("uuid", "0123456789abcdef"+secret)...)
		all["data that nothing shows"] = append(bytes.Clone(plain), boxOf("mdat", secret)...)
		all["Exif and XMP of exiftool"] = read(t, "described.avif")
	}
	return all
}

func boxOf(kind, body string) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

// samePixels holds that two pictures show the same, where the format can be read here.
func samePixels(t *testing.T, what string, a, b []byte) {
	t.Helper()
	one, _, err := image.Decode(bytes.NewReader(a))
	if err != nil {
		return // AVIF; the browser's tests show it
	}
	other, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	for y := range one.Bounds().Dy() {
		for x := range one.Bounds().Dx() {
			if one.At(x, y) != other.At(x, y) {
				t.Errorf("%s: another colour at %d, %d", what, x, y)
				return
			}
		}
	}
}
