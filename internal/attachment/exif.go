package attachment

import (
	"bytes"
	"encoding/binary"
)

const tagOrientation = 0x0112 // Exif 2.32, table 4

// upright is the Exif block that holds nothing but how a picture is to be turned; nil where it stands
// upright already, or where the block can't be read.
func upright(exif []byte) []byte {
	exif = bytes.TrimPrefix(exif, []byte("Exif\x00\x00"))
	o := orientation(exif)
	if o < 2 || o > 8 {
		return nil
	}
	block := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01") // the header, and that one entry follows
	block = append(block, tagOrientation>>8, tagOrientation&0xff, 0, 3, 0, 0, 0, 1, 0, byte(o), 0, 0)
	return append(block, 0, 0, 0, 0) // no further table
}

func orientation(tiff []byte) uint16 {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(tiff, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return 0
	}
	if len(tiff) < 8 {
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == tagOrientation {
			return order.Uint16(entries[8:])
		}
		entries = entries[12:]
	}
	return 0
}
