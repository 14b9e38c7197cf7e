package federation

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/load"
)

// packed is a bundle of some files as a sender would make it, after a change to its parts.
func packed(t *testing.T, change func(files archive, m *Manifest)) []byte {
	t.Helper()
	files := archive{"hindcast.yaml": []byte("title: A\n"), "incidents/a.md": []byte("text")}
	m := Manifest{Format: bundleFormat, Mark: "GREEN", Files: map[string]string{}}
	for name, text := range files {
		m.Files[name] = digest(text)
	}
	if change != nil {
		change(files, &m)
	}
	head, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	files[manifestFile], files[signatureFile] = head, []byte("signed")
	data, err := files.bytes(zip.Deflate)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func signed(manifest, signature []byte) error {
	if string(signature) != "signed" || len(manifest) == 0 {
		return errors.New("the signature is by nobody")
	}
	return nil
}

// A bundle gives the files that its sender signed, or nothing and one sentence that says why.
func TestBundleIsWhatWasSigned(t *testing.T) {
	files, err := readBundle(packed(t, nil), signed)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := fs.ReadFile(files, "incidents/a.md"); err != nil || string(text) != "text" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := fs.Stat(files, manifestFile); err == nil {
		t.Error("the manifest is among the records")
	}
	for name, c := range map[string]struct {
		data []byte
		say  string
	}{
		"nothing":        {nil, "is no bundle"},
		"another format": {packed(t, func(_ archive, m *Manifest) { m.Format = "other" }), "of a form that this version knows"},
		"a changed file": {packed(t, func(f archive, _ *Manifest) { f["incidents/a.md"] = []byte("other") }), "not what the sender signed"},
		"a file more":    {packed(t, func(f archive, _ *Manifest) { f["incidents/b.md"] = []byte("x") }), "does not list"},
		"a file less":    {packed(t, func(f archive, _ *Manifest) { delete(f, "incidents/a.md") }), "is missing"},
		"a path that leads out": {packed(t, func(f archive, m *Manifest) {
			f["../a.md"] = []byte("x")
			m.Files["../a.md"] = digest([]byte("x"))
		}), "does not list"},
		"a folder":             {packed(t, func(f archive, _ *Manifest) { f["incidents/of whom/"] = nil }), "does not list"},
		"bytes before":         {append([]byte("x"), packed(t, nil)...), "changed since it was packed"},
		"bytes behind":         {append(packed(t, nil), 'x'), "changed since it was packed"},
		"a comment":            {append(bytes.TrimSuffix(packed(t, nil), []byte{0, 0}), 1, 0, 'x'), "changed since it was packed"},
		"another local header": {bytes.Replace(packed(t, nil), []byte("incidents/a.md"), []byte("incidents/b.md"), 1), "changed since it was packed"},
	} {
		files, err := readBundle(c.data, signed)
		var unread *Unread
		if files != nil || !errors.As(err, &unread) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v, %v", name, files, err)
		}
	}
	if _, err := readBundle(packed(t, nil), func(_, _ []byte) error { return errors.New("the key is unknown") }); err == nil ||
		!strings.Contains(err.Error(), "the key is unknown") {
		t.Errorf("%v", err)
	}
}

// No byte of a bundle can be changed or cut off so that other files come out of it. One that can be changed at all is how
// a file was compressed.
func TestBundleCutOrChanged(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	whole := packed(t, nil)
	holds := func(data []byte) bool {
		files, err := readBundle(data, signed)
		if err != nil {
			return true
		}
		text, err := fs.ReadFile(files, "incidents/a.md")
		return err == nil && string(text) == "text"
	}
	packed, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	compressed := func(i int) bool {
		return slices.ContainsFunc(packed.File, func(f *zip.File) bool {
			from, err := f.DataOffset()
			return err == nil && int64(i) >= from && int64(i) < from+int64(f.CompressedSize64)
		})
	}
	refused := 0
	for i := range whole {
		if _, err := readBundle(whole[:i], signed); err != nil {
			refused++
		}
		changed := bytes.Clone(whole)
		changed[i] ^= 0x20
		if !holds(changed) || !holds(whole[:i]) {
			t.Fatalf("byte %d of %d", i, len(whole))
		}
		if _, err := readBundle(changed, signed); err == nil && !compressed(i) {
			t.Errorf("byte %d of %d can be another", i, len(whole))
		}
	}
	if refused != len(whole) {
		t.Errorf("%d of %d cut bundles were refused", refused, len(whole))
	}
}

// A picture leaves without what a camera or an editor wrote about it, whatever the mark, and nothing in the archive but the
// signed files says anything: no times, no comments, no further fields.
func TestBundleIsWithoutMetadata(t *testing.T) {
	const canary = "Quinlan Street 4"
	var plain, photo bytes.Buffer
	if err := errors.Join(png.Encode(&plain, image.NewGray(image.Rect(0, 0, 2, 2))),
		jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 8, 8)), nil)); err != nil {
		t.Fatal(err)
	}
	text := append([]byte("tEXtLocation\x00"), canary...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(text)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, text...), crc32.ChecksumIEEE(text))
	segment := append([]byte{0xff, 0xe1, 0, byte(2 + 6 + len(canary))}, "Exif\x00\x00"+canary...)
	for _, mark := range []string{"CLEAR", "RED"} {
		files := fstest.MapFS{
			load.ConfigFile: {Data: []byte("title: A\n")},
			"incidents/2026/INC-2026-0001-reply.md": {Data: []byte(strings.Replace(record, "%ID%", "INC-2026-0001", 1) +
				"## What happened\n\n![A screen](screen.png) ![A desk](desk.jpg)\n")},
			"incidents/2026/screen.png": {Data: slices.Insert(bytes.Clone(plain.Bytes()), 33, chunk...)},
			"incidents/2026/desk.jpg":   {Data: slices.Insert(bytes.Clone(photo.Bytes()), 2, segment...)},
		}
		c, d, err := Disclosed(t.Context(), files, mark, options)
		if err != nil {
			t.Fatal(err)
		}
		b, err := NewBundle(c, d, mark, options.Now)
		if err != nil {
			t.Fatal(err)
		}
		data, err := b.Packed(func([]byte) ([]byte, error) { return []byte("signed"), nil })
		if err != nil {
			t.Fatal(err)
		}
		held, err := readBundle(data, signed)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string][]byte{"screen.png": plain.Bytes(), "desk.jpg": photo.Bytes()} {
			if got, err := fs.ReadFile(held, "incidents/2026/"+name); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s of a bundle of %s: %q, %v", name, mark, got, err)
			}
		}
		packed, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil || packed.Comment != "" {
			t.Fatal(err, packed.Comment)
		}
		for _, f := range packed.File {
			if f.Comment != "" || len(f.Extra) > 0 || f.Modified.Year() >= 1980 { // the least that is a time
				t.Errorf("%s says more in the archive: %+v", f.Name, f.FileHeader)
			}
		}
	}
}

// What unpacks to more than is read is refused before it is.
func TestBundleBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	bomb := packed(t, func(f archive, m *Manifest) {
		zeros := make([]byte, 64<<20)
		for _, name := range strings.Split("abcde", "") {
			f["incidents/"+name+".md"] = zeros
		}
		sum := digest(zeros)
		for name := range f {
			m.Files[name] = sum
		}
		m.Files["hindcast.yaml"] = digest(f["hindcast.yaml"])
	})
	if len(bomb) > 4<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	if _, err := readBundle(bomb, signed); err == nil {
		t.Error("it was unpacked")
	}
}
