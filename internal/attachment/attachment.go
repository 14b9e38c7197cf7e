// Package attachment decides what of a file beside a record is published: the kinds that can do no
// harm to whoever opens them, where the bytes are what the name says, and pictures without what a camera
// or an editor wrote about them. It knows nothing of records and of sites.
package attachment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	_ "image/gif"  // the formats whose size is read
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	_ "golang.org/x/image/webp" // likewise

	"hindcast/internal/disk"
)

// Refusal is the error of a file that is not published.
type Refusal struct{ Message, Hint string }

func (r *Refusal) Error() string { return r.Message }

// Published is a file as it is published.
type Published struct {
	Ending        string // one of the listed endings, with its point
	Data          []byte
	Width, Height int // of a picture, in pixels; 0 where it is none or does not say
}

// kind is a kind of file. Exactly what begins as it says is one.
type kind struct {
	name    string
	isOne   func(data []byte) bool
	publish func(data []byte) ([]byte, error)
	picture bool
}

var kinds = map[string]kind{
	".png":  {"a PNG picture", begins("\x89PNG\r\n\x1a\n"), stripPNG, true},
	".jpg":  {"a JPEG picture", begins("\xff\xd8\xff"), stripJPEG, true},
	".jpeg": {"a JPEG picture", begins("\xff\xd8\xff"), stripJPEG, true},
	".gif":  {"a GIF picture", begins("GIF87a", "GIF89a"), stripGIF, true},
	".webp": {"a WebP picture", isWebP, stripWebP, true},
	".avif": {"an AVIF picture", isAVIF, stripAVIF, true},
	".pdf":  {"a PDF document", begins("%PDF-"), asIs, false},
	".zip":  {"a ZIP archive", begins("PK\x03\x04", "PK\x05\x06"), asIs, false},
	".json": {"JSON", json.Valid, asIs, false},
	".csv":  {"UTF-8 text", isText, asText, false},
	".txt":  {"UTF-8 text", isText, asText, false},
	".log":  {"UTF-8 text", isText, asText, false},
}

func begins(with ...string) func([]byte) bool {
	return func(data []byte) bool {
		for _, w := range with {
			if bytes.HasPrefix(data, []byte(w)) {
				return true
			}
		}
		return false
	}
}

func asIs(data []byte) ([]byte, error) { return data, nil }

func isText(data []byte) bool { return utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 }

// asText puts a byte order mark before a text that a host or a browser would take for something else,
// such as HTML, where the host says no type: with the mark it is text to both (WHATWG MIME Sniffing, 7.1).
func asText(data []byte) ([]byte, error) {
	const mark = "\ufeff"
	if strings.HasPrefix(http.DetectContentType(data), "text/plain") {
		return data, nil
	}
	return append([]byte(mark), data...), nil
}

// Ending is the listed ending of a name, in lower case; empty where it has none of them.
func Ending(name string) string {
	ending := strings.ToLower(path.Ext(name))
	if _, listed := kinds[ending]; !listed {
		return ""
	}
	return ending
}

// IsPicture tells by its name whether a file can be shown in a page; the others are for download.
func IsPicture(name string) bool { return kinds[Ending(name)].picture }

// checkName refuses a name whose ending is not listed, and a size above the limit in bytes.
func checkName(name string, size, limit int64) error {
	switch {
	case strings.EqualFold(path.Ext(name), ".svg"):
		return &Refusal{"an SVG picture can hold scripts, which run where it is opened by itself", "export it as PNG or WebP"}
	case Ending(name) == "":
		return &Refusal{
			fmt.Sprintf("files that end in %q are not published", path.Ext(name)),
			"png, jpg, gif, webp and avif are shown; pdf, csv, txt, json, log and zip are offered for download",
		}
	case size > limit:
		return &Refusal{
			fmt.Sprintf("the file has %d bytes; at most %d are published", size, limit),
			"keep it elsewhere, and say under evidence where; or raise limits.asset_bytes in hindcast.yaml",
		}
	}
	return nil
}

// Read reads a file of up to limit bytes and returns it as Publish does. The error is a *Refusal, or that
// of the file system.
func Read(fsys fs.FS, name string, limit int64, keepMetadata bool) (Published, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return Published{}, err
	}
	if err := checkName(name, info.Size(), limit); err != nil {
		return Published{}, err
	}
	data, err := disk.ReadFile(fsys, name, limit)
	if err != nil {
		return Published{}, err
	}
	return Publish(name, data, limit, keepMetadata)
}

// Publish returns a file of up to limit bytes as it is published. Pictures lose what is not needed to show them, or
// keep
// it where they are for readers who may see all. The error is a *Refusal.
func Publish(name string, data []byte, limit int64, keepMetadata bool) (Published, error) {
	if err := checkName(name, int64(len(data)), limit); err != nil {
		return Published{}, err
	}
	ending := Ending(name)
	k := kinds[ending]
	if !k.isOne(data) {
		return Published{}, misnamed(k, data)
	}
	out, err := k.publish(data)
	if err != nil {
		return Published{}, &Refusal{fmt.Sprintf("this is %s that is damaged: %v", k.name, err), "export it anew"}
	}
	p := Published{Ending: ending, Data: out}
	if k.picture {
		p.Width, p.Height = size(out)
	}
	if k.picture && keepMetadata {
		p.Data = data
	}
	return p, nil
}

// misnamed says what a file is, where its name says something else.
func misnamed(said kind, data []byte) error {
	for _, ending := range []string{".png", ".jpg", ".gif", ".webp", ".avif", ".pdf", ".zip"} {
		if kinds[ending].isOne(data) {
			return &Refusal{
				"the name says " + said.name + ", and the file is " + kinds[ending].name, "let its name end in " + ending,
			}
		}
	}
	return &Refusal{"the name says " + said.name + ", and the file is none", "save it as what its name says"}
}

const (
	sizeHead = 256 << 10 // bytes in which the size of a picture must stand
	widest   = 1 << 16   // pixels; a larger claim is not believed
)

// size is the width and height of a picture in pixels as it is shown; 0 and 0 where it does not say.
// Only the head is read: nothing is decoded, however large it says it is.
func size(data []byte) (width, height int) {
	config, _, err := image.DecodeConfig(io.LimitReader(bytes.NewReader(data), sizeHead))
	if err != nil || min(config.Width, config.Height) < 1 || max(config.Width, config.Height) > widest {
		return 0, 0
	}
	return config.Width, config.Height
}
