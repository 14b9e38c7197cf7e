package publish_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/corpus"
	"hindcast/internal/disclose"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/site"
	"hindcast/templates"
)

const somewhere = "52.5200 N 13.4050 E"

// described is a picture with a text in it that tells where it was taken.
func described(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	chunk := append([]byte("tEXt"), somewhere...)
	text := binary.BigEndian.AppendUint32(nil, uint32(len(somewhere)))
	text = binary.BigEndian.AppendUint32(append(text, chunk...), crc32.ChecksumIEEE(chunk))
	const afterHead = 33
	return slices.Insert(b.Bytes(), afterHead, text...)
}

func withAttachments(t *testing.T) fstest.MapFS {
	t.Helper()
	record := func(id, text string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\nid: " + id + "\ntitle: Record " + id + "\ntype: bias\nseverity: sev3\nstatus: detected\ntlp: CLEAR\n" +
			"unregistered: [thing]\ntimeline: {detected: 2026-02-03}\ndetection: {method: audit}\n---\n## What happened\n" + text + "\n")}
	}
	return fstest.MapFS{
		"incidents/INC-2026-0001-a.md": record("INC-2026-0001", "![where](photo.PNG) [photo](photo.PNG) [table](rows.csv) [notes](notes.txt)."),
		"incidents/photo.PNG":          {Data: described(t)},
		"incidents/rows.csv":           {Data: []byte("a,b\n")},
		"incidents/notes.txt":          {Data: []byte("<html><script>x</script>")},
		"incidents/nobody.html":        {Data: []byte("<script>")},
	}
}

// Pictures are published without what they tell beside what they show, except to those who may see all.
func TestAttachmentsArePublished(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for _, audience := range []string{"public", "partner", "internal", "restricted"} {
		_, files := makeSite(t, withAttachments(t), publish.Options{Options: disclose.Options{Audience: audience}})
		endings := map[string]int{}
		for name, body := range files {
			if strings.HasPrefix(name, "files/") {
				endings[path.Ext(name)]++
			}
			if told := bytes.Contains(body, []byte(somewhere)); told != (audience == "restricted" && path.Ext(name) == ".png" &&
				strings.HasPrefix(name, "files/")) {
				t.Errorf("%s: %s tells where the picture was taken: %v", audience, name, told)
			}
		}
		if len(endings) != 3 || endings[".png"] != 1 || endings[".csv"] != 1 || endings[".txt"] != 1 {
			t.Errorf("%s: published are %v", audience, endings)
		}
		page := string(files["incidents/inc-2026-0001/index.html"])
		for _, want := range []string{
			`.png" alt="where" width="30" height="20"`, `.png">photo</a>`, `.csv" download>table</a>`,
			`.txt" download>notes</a>`,
		} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %s", audience, want)
			}
		}
	}
}

// A file that is not published stops a build, or costs the records that refer to it and no others.
func TestRefusedAttachments(t *testing.T) {
	fsys := withAttachments(t)
	more := *fsys["incidents/INC-2026-0001-a.md"]
	more.Data = []byte(strings.NewReplacer("INC-2026-0001", "INC-2026-0002", "photo.PNG",
		"nobody.html").Replace(string(more.Data)))
	fsys["incidents/INC-2026-0002-b.md"] = &more
	c, err := corpus.Open(context.Background(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	_, err = publish.Prepare(context.Background(), c, publish.Options{Now: now, Templates: templates.FS, Assets: site.FS})
	if !errors.Is(err, disclose.ErrFindings) {
		t.Errorf("a build with a page beside a record ends with %v", err)
	}
	_, files := makeSite(t, fsys, publish.Options{Options: disclose.Options{KeepGoing: true}})
	if files["incidents/inc-2026-0001/index.html"] == nil || files["incidents/inc-2026-0002/index.html"] != nil {
		t.Error("not the record at fault alone is left out")
	}
	for name := range files {
		if strings.HasPrefix(name, "files/") && path.Ext(name) == ".html" {
			t.Errorf("%s is published", name)
		}
	}
}

// A reference that no browser opens is shown, and is no link.
func TestReferencesElsewhere(t *testing.T) {
	fsys := withAttachments(t)
	r := fsys["incidents/INC-2026-0001-a.md"]
	r.Data = bytes.Replace(r.Data, []byte("unregistered:"),
		[]byte(`references: [{url: "urn:isbn:1", title: A book}, {url: "URN:isbn:2"}, {url: "https://example.org/?a=b&c", title: A page}]`+"\nunregistered:"), 1)
	_, files := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "public"}})
	page := string(files["incidents/inc-2026-0001/index.html"])
	for _, want := range []string{
		"<bdi>A book</bdi> <code>urn:isbn:1</code>", "<code>URN:isbn:2</code>",
		`<a href="https://example.org/?a=b&amp;c" rel="noopener"><bdi>A page</bdi></a>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "ZgotmplZ") || strings.Contains(page, `"urn:`) {
		t.Error("a urn became a link")
	}
}
