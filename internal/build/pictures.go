package build

import (
	"bytes"
	"encoding/xml"
	"image"
	_ "image/gif"  // the formats whose size is read
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"io"
	"math"
	"path"
	"strconv"
	"strings"

	_ "golang.org/x/image/webp" // likewise
)

const (
	pictureHead = 256 << 10 // bytes in which the size of a picture must stand
	widest      = 1 << 16   // pixels; a larger claim is not believed
)

// pictureSize is the width and height of a picture in pixels; 0 and 0 for what is none, is damaged
// or names no size. Only the head is read: nothing is decoded, however large it says it is.
func pictureSize(name string, data []byte) (width, height int) {
	head := io.LimitReader(bytes.NewReader(data), pictureHead)
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp":
		config, _, err := image.DecodeConfig(head)
		if err != nil {
			return 0, 0
		}
		return believable(config.Width, config.Height)
	case ".svg":
		return believable(svgSize(head))
	}
	return 0, 0
}

func believable(width, height int) (int, int) {
	if width < 1 || height < 1 || width > widest || height > widest {
		return 0, 0
	}
	return width, height
}

// svgSize is what the root element says: width and height in pixels, else those of its viewBox.
func svgSize(r io.Reader) (width, height int) {
	decoder := xml.NewDecoder(r)
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return 0, 0
		}
		root, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if root.Name.Local != "svg" {
			return 0, 0
		}
		said := map[string]string{}
		for _, a := range root.Attr {
			said[a.Name.Local] = a.Value
		}
		if width, height = pixels(said["width"]), pixels(said["height"]); width > 0 && height > 0 {
			return width, height
		}
		box := strings.FieldsFunc(said["viewBox"], func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
		if len(box) != 4 {
			return 0, 0
		}
		return pixels(box[2]), pixels(box[3])
	}
}

// pixels is a length without a unit or in px, rounded; 0 for any other.
func pixels(s string) int {
	v, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	if err != nil || !(v > 0 && v <= widest) {
		return 0
	}
	return int(math.Round(v))
}
