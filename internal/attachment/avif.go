package attachment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"sort"
)

// isAVIF tells of a file whether it says that it is a still picture of the kind AVIF (AVIF 1.1, 6).
func isAVIF(data []byte) bool {
	if len(data) < 16 || string(data[4:8]) != "ftyp" {
		return false
	}
	end := min(uint64(binary.BigEndian.Uint32(data)), uint64(len(data)))
	for at := uint64(8); at+4 <= end; at += 4 {
		if at != 12 && string(data[at:at+4]) == "avif" { // at 12 stands a version
			return true
		}
	}
	return false
}

// box is a part of the file; what is inside of it is a slice of the file.
type box struct {
	kind  []byte // four letters
	body  []byte
	start uint64 // of the body in the file
}

var errBox = errors.New("its boxes can't be followed")

// boxes splits a stretch of the file that begins at an offset of it.
func boxes(data []byte, offset uint64) ([]box, error) {
	var list []box
	for len(data) > 0 {
		if len(data) < 8 {
			return nil, errBox
		}
		head, size := uint64(8), uint64(binary.BigEndian.Uint32(data))
		switch {
		case size == 0:
			size = uint64(len(data))
		case size == 1 && len(data) >= 16:
			head, size = 16, binary.BigEndian.Uint64(data[8:])
		}
		if size < head || size > uint64(len(data)) {
			return nil, errBox
		}
		list = append(list, box{data[4:8], data[head:size], offset + head})
		data, offset = data[size:], offset+size
	}
	return list, nil
}

func (b box) is(kinds ...string) bool { return slices.Contains(kinds, string(b.kind)) }

// blank makes of a box one that readers pass over.
func (b box) blank() {
	copy(b.kind, "free")
	clear(b.body)
}

// stretch is some bytes of the file or of the box idat.
type stretch struct{ start, end uint64 }

// stripAVIF blanks, where they stand, the boxes and the items that the picture is not made of: nothing
// moves, so every offset in the file stays right.
func stripAVIF(data []byte) ([]byte, error) {
	out := bytes.Clone(data)
	top, err := boxes(out, 0)
	if err != nil {
		return nil, err
	}
	var shown *avifItems
	for _, b := range top {
		switch {
		case b.is("moov"):
			return nil, errors.New("it is an animation, which is not published in this format")
		case b.is("meta") && shown != nil:
			return nil, errBox
		case b.is("meta"):
			if shown, err = stripMeta(b); err != nil {
				return nil, err
			}
		case !b.is("ftyp", "mdat"):
			b.blank()
		}
	}
	if shown == nil {
		return nil, errors.New("it holds no picture")
	}
	stores := slices.DeleteFunc(top, func(b box) bool { return !b.is("mdat") })
	if len(stores) > maxStores {
		return nil, errBox
	}
	held := 0
	for _, b := range stores {
		held += holds(b, shown.inFile)
		keepOnly(b.body, b.start, shown.inFile)
	}
	if held < len(shown.inFile) {
		return nil, errCut
	}
	return out, nil
}

// maxStores is how many boxes of data a file may have; each is compared with every item.
const maxStores = 16

// holds is how many of some stretches lie in a box.
func holds(b box, list []stretch) (n int) {
	for _, s := range list {
		if s.start >= b.start && s.end <= b.start+uint64(len(b.body)) {
			n++
		}
	}
	return n
}

// keepOnly clears the bytes that lie in no stretch.
func keepOnly(data []byte, start uint64, kept []stretch) {
	sort.Slice(kept, func(i, j int) bool { return kept[i].start < kept[j].start })
	at, end := start, start+uint64(len(data))
	for _, k := range kept {
		if k.start > at {
			clear(data[at-start : min(k.start, end)-start])
		}
		if at = max(at, k.end); at >= end {
			return
		}
	}
	clear(data[at-start:])
}

// avifItems is where the items lie that the picture is made of.
type avifItems struct{ inFile, inIdat []stretch }

// stripMeta blanks in the box meta what the picture is not made of.
func stripMeta(meta box) (*avifItems, error) {
	if len(meta.body) < 4 {
		return nil, errBox
	}
	parts, err := boxes(meta.body[4:], meta.start+4)
	if err != nil {
		return nil, err
	}
	var kept map[uint32]bool
	var items *avifItems
	for _, b := range parts {
		switch {
		case b.is("hdlr") && len(b.body) >= 20:
			clear(b.body[20:]) // the name of the program
		case b.is("iinf"):
			kept, err = stripInfo(b)
		case !b.is("pitm", "iloc", "iprp", "iref", "idat", "grpl", "dinf"):
			b.blank()
		}
		if err != nil {
			return nil, err
		}
	}
	for _, b := range parts {
		if b.is("iloc") {
			if items, err = locate(b.body, kept); err != nil {
				return nil, err
			}
		}
	}
	if items == nil {
		return nil, errors.New("it holds no picture")
	}
	for _, b := range parts {
		if b.is("idat") {
			keepOnly(b.body, 0, items.inIdat)
		}
	}
	return items, nil
}

// stripInfo returns the items that a picture is made of. The others, Exif and XMP among them, become
// items of a kind that readers pass over, and the names of all are cleared.
func stripInfo(info box) (map[uint32]bool, error) {
	r := reader{data: info.body}
	version := r.uint(4) >> 24
	r.uint(wider(version > 0)) // how many
	if r.failed {
		return nil, errBox
	}
	entries, err := boxes(r.data, 0)
	if err != nil {
		return nil, err
	}
	kept := map[uint32]bool{}
	for _, e := range entries {
		r := reader{data: e.body}
		version := r.uint(4) >> 24
		id := uint32(r.uint(wider(version == 3)))
		r.uint(2) // protection
		if r.failed || len(r.data) < 4 || !e.is("infe") || version != 2 && version != 3 {
			return nil, errBox
		}
		switch kind := r.data[:4]; string(kind) {
		case "av01", "grid", "iovl", "iden", "tmap":
			kept[id] = true
		default:
			copy(kind, "free")
		}
		clear(r.data[4:])
	}
	return kept, nil
}

// wider is the bytes of a number that later versions gave more room.
func wider(later bool) uint64 {
	if later {
		return 4
	}
	return 2
}

// locate reads where items lie (ISO/IEC 14496-12, 8.11.3).
func locate(body []byte, kept map[uint32]bool) (*avifItems, error) {
	r := reader{data: body}
	version := r.uint(4) >> 24
	sizes := r.uint(2)
	offsetSize, lengthSize, baseSize, indexSize := sizes>>12, sizes>>8&15, sizes>>4&15, sizes&15
	if version > 2 || lengthSize == 0 { // stretches without length take no bytes to list, so their number has no bound
		return nil, errBox
	}
	if version == 0 {
		indexSize = 0
	}
	wide := wider(version == 2)
	items := &avifItems{}
	for range r.uint(wide) {
		id, method := uint32(r.uint(wide)), uint64(0)
		if version > 0 {
			method = r.uint(2) & 15
		}
		elsewhere, base := r.uint(2), r.uint(baseSize)
		for range r.uint(2) {
			r.uint(indexSize)
			start, length := base+r.uint(offsetSize), r.uint(lengthSize)
			switch {
			case r.failed:
				return nil, errBox
			case !kept[id]:
			case elsewhere != 0 || method > 1 || length == 0 || start+length < start:
				return nil, errBox
			case method == 1:
				items.inIdat = append(items.inIdat, stretch{start, start + length})
			default:
				items.inFile = append(items.inFile, stretch{start, start + length})
			}
		}
		if r.failed {
			return nil, errBox
		}
	}
	return items, nil
}

// reader reads numbers, the most significant byte first.
type reader struct {
	data   []byte
	failed bool
}

// uint is the number in the next bytes, 8 at most.
func (r *reader) uint(bytes uint64) (n uint64) {
	if bytes > 8 || bytes > uint64(len(r.data)) {
		r.failed = true
		return 0
	}
	for _, b := range r.data[:bytes] {
		n = n<<8 | uint64(b)
	}
	r.data = r.data[bytes:]
	return n
}
