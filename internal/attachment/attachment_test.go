package attachment

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// limit is the bytes of the largest file that is published here.
const limit = 10 << 20

func published(t *testing.T, name string, data []byte) Published {
	t.Helper()
	p, err := Publish(name, data, limit, false)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return p
}

// What the bytes are decides, and the name must agree.
func TestKinds(t *testing.T) {
	plain := pictures(t)
	zip, pdf := "PK\x05\x06"+strings.Repeat("\x00", 18), "%PDF-1.7\n"
	for _, c := range []struct{ name, data, refused string }{
		{"a.png", string(plain["a.png"]), ""},
		{"A.PNG", string(plain["a.png"]), ""},
		{"a.jpeg", string(plain["a.jpg"]), ""},
		{"a.pdf", pdf, ""},
		{"a.zip", zip, ""},
		{"a.csv", "a,b\n", ""},
		{"a.txt", "", ""},
		{"a.log", "x\n", ""},
		{"a.json", "{}", ""},
		{"a.jpg", string(plain["a.png"]), "the file is a PNG picture"},
		{"a.png", string(plain["a.jpg"]), "the file is a JPEG picture"},
		{"a.pdf", zip, "the file is a ZIP archive"},
		{"a.zip", pdf, "the file is a PDF document"},
		{"a.pdf", " " + pdf, "the file is none"},
		{"a.gif", "<html>", "the file is none"},
		{"a.png", "", "the file is none"},
		{"a.json", "{} //", "the file is none"},
		{"a.json", "<script>", "the file is none"},
		{"a.txt", "a\x00b", "the file is none"},
		{"a.csv", "f\xfc", "the file is none"},
		{"a.log", string(plain["a.gif"]), "the file is a GIF picture"},
		{"a.html", "x", `".html"`},
		{"a.js", "x", `".js"`},
		{"a.svg", "<svg/>", "scripts"},
		{"a.SVG", "<svg/>", "scripts"},
		{"a.svgz", "", `".svgz"`},
		{"a", "x", `""`},
		{"a.png.html", string(plain["a.png"]), `".html"`},
		{"a.xhtml", "", `".xhtml"`},
		{"a.shtml", "", `".shtml"`},
		{"a.php", "", `".php"`},
		{"a.exe", "", `".exe"`},
		{"a.docx", zip, `".docx"`},
		{"a.xml", "<a/>", `".xml"`},
		{"a.mjs", "", `".mjs"`},
		{"a.wasm", "", `".wasm"`},
		{"a.css", "", `".css"`},
		{"a.png ", string(plain["a.png"]), `".png "`},
	} {
		p, err := Publish(c.name, []byte(c.data), limit, false)
		var refusal *Refusal
		switch {
		case c.refused == "" && err != nil:
			t.Errorf("%s is refused: %v", c.name, err)
		case c.refused == "" && p.Ending != Ending(c.name):
			t.Errorf("%s ends in %q", c.name, p.Ending)
		case c.refused != "" && (!errors.As(err, &refusal) || !strings.Contains(refusal.Message, c.refused) ||
			refusal.Hint == ""):
			t.Errorf("%s: %v, want a refusal with %q and a hint", c.name, err, c.refused)
		}
	}
	if _, err := Publish("a.txt", make([]byte, limit+1), limit, false); err == nil ||
		!strings.Contains(err.Error(), "at most") {
		t.Errorf("a file above the limit: %v", err)
	}
}

// A text that a host could take for HTML is marked as text; the others keep every byte.
func TestTextIsTakenForText(t *testing.T) {
	for text, marked := range map[string]bool{
		"<!doctype html><script>x</script>": true, "\n\t <html>": true, "<svg onload=x>": false, "<?xml version='1.0'?>": true, "<script>x</script>": true,
		"%PDF-1.7": true, "%!PS-Adobe-": true, "GIF89a": true, "a\x1b[31mb": false, "plain\n": false, "": false, "a,<b>\n": false, "\ufeff<html>": false,
	} {
		got := string(published(t, "a.txt", []byte(text)).Data)
		if want := map[bool]string{true: "\ufeff" + text, false: text}[marked]; got != want {
			t.Errorf("%q is published as %q", text, got)
		}
	}
}

// secret is what no published picture may hold.
const secret = "52.5200,13.4050 by Somebody"

func TestMetadataIsTakenOut(t *testing.T) {
	for name, plain := range pictures(t) {
		for what, with := range described(t, name, plain) {
			if !bytes.Contains(with, []byte(secret)) {
				t.Errorf("%s with %s: the test puts nothing in", name, what)
			}
			got := published(t, name, with)
			if bytes.Contains(got.Data, []byte(secret)) || bytes.Contains(got.Data, []byte("Somebody")) {
				t.Errorf("%s: %s is published", name, what)
			}
			if w, h := got.Width, got.Height; (w != 30 || h != 20) && name != "a.avif" {
				t.Errorf("%s with %s: %d × %d", name, what, w, h)
			}
			samePixels(t, name+" with "+what, plain, got.Data)
			kept, err := Publish(name, with, limit, true)
			if err != nil || !bytes.Equal(kept.Data, with) {
				t.Errorf("%s with %s: restricted readers do not get it as it is (%v)", name, what, err)
			}
		}
	}
}

// A picture that is as it should be is published byte for byte, and again so.
func TestPlainPicturesStay(t *testing.T) {
	for name, plain := range pictures(t) {
		if got := published(t, name, plain).Data; !bytes.Equal(got, plain) {
			t.Errorf("%s: %d bytes become %d", name, len(plain), len(got))
		}
	}
}

func TestTurnedPicturesStayTurned(t *testing.T) {
	exif := []byte("II*\x00\x08\x00\x00\x00\x02\x00" +
		"\x0f\x01\x02\x00\x04\x00\x00\x00Cam\x00" + "\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00" + "\x00\x00\x00\x00" + secret)
	for name, plain := range pictures(t) {
		var with []byte
		switch name {
		case "a.jpg":
			with = insert(plain, 2, jpegSegmentOf(markerAPP1, "Exif\x00\x00"+string(exif)))
		case "a.png":
			with = insert(plain, 33, appendChunk(nil, "eXIf", exif))
		default:
			continue
		}
		got := published(t, name, with).Data
		if bytes.Contains(got, []byte("Cam")) || bytes.Contains(got, []byte(secret)) {
			t.Errorf("%s: more than the orientation is left", name)
		}
		at := bytes.Index(got, []byte("MM\x00*"))
		if at < 0 || orientation(got[at:]) != 6 {
			t.Errorf("%s: its orientation is gone", name)
		}
	}
	turned, err := Publish("a.webp", read(t, "described.webp"), limit, false)
	if err != nil {
		t.Fatal(err)
	}
	if at := bytes.Index(turned.Data, []byte("MM\x00*")); at < 0 || orientation(turned.Data[at:]) != 6 {
		t.Error("a.webp: its orientation is gone")
	}
}

// Wherever a picture is cut off, and whichever byte is changed, it is refused or published whole:
// nothing panics, and what was published once is published again as it is.
func TestDamagedPictures(t *testing.T) {
	for name, plain := range pictures(t) {
		for n := range len(plain) {
			if _, err := Publish(name, plain[:n], limit, false); err == nil {
				t.Errorf("%s cut to %d of %d bytes is published", name, n, len(plain))
			}
			changed := bytes.Clone(plain)
			changed[n] ^= 0xff
			again(t, name, changed)
		}
	}
}

// again holds that what was published is published again as it is.
func again(t *testing.T, name string, data []byte) {
	t.Helper()
	once, err := Publish(name, data, limit, false)
	if err != nil {
		return
	}
	if twice, err := Publish(name, once.Data, limit, false); err != nil || !bytes.Equal(once.Data, twice.Data) {
		t.Errorf("%s: published again it changes: %v", name, err)
	}
}

func FuzzPublish(f *testing.F) {
	for name, plain := range pictures(f) {
		f.Add(name, plain)
		for _, with := range described(f, name, plain) {
			f.Add(name, with)
		}
	}
	f.Add("a.json", []byte("[1]"))
	f.Add("a.txt", []byte("<html>"))
	f.Fuzz(again)
}
