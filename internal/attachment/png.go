package attachment

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

const pngHead = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that are needed to show a picture as it is meant, animations included (PNG,
// third edition, 11). Texts, times and what programs made up for themselves are none of them.
var pngKept = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "cHRM": true, "gAMA": true, "sBIT": true, "sRGB": true,
	"cICP": true, "mDCV": true, "cLLI": true, "bKGD": true, "pHYs": true, "acTL": true, "fcTL": true, "fdAT": true,
}

// stripPNG keeps the chunks that the picture is made of. What follows its end is left out.
func stripPNG(data []byte) ([]byte, error) {
	out := []byte(pngHead)
	for rest, first := data[len(pngHead):], true; ; first = false {
		if len(rest) < 12 {
			return nil, errCut
		}
		length := uint64(binary.BigEndian.Uint32(rest))
		if length > uint64(len(rest)-12) {
			return nil, errCut
		}
		name, body, sum := string(rest[4:8]), rest[8:8+length], binary.BigEndian.Uint32(rest[8+length:])
		switch {
		case first != (name == "IHDR"):
			return nil, errors.New("its head does not stand at the beginning")
		case crc32.ChecksumIEEE(rest[4:8+length]) != sum:
			return nil, errors.New("a checksum is wrong")
		case pngKept[name]:
			out = appendChunk(out, name, body)
		case name == "iCCP":
			out = appendChunk(out, name, unnamed(body))
		case name == "eXIf":
			if turned := upright(body); turned != nil {
				out = appendChunk(out, name, turned)
			}
		case name[0]&0x20 == 0:
			return nil, errors.New("it needs a chunk that is not known")
		}
		if name == "IEND" {
			return out, nil
		}
		rest = rest[12+length:]
	}
}

func appendChunk(out []byte, name string, body []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
	start := len(out)
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}

// unnamed is a colour profile without the name that somebody gave to it.
func unnamed(profile []byte) []byte {
	for i, b := range profile {
		if b == 0 {
			return append([]byte("ICC"), profile[i:]...)
		}
	}
	return profile
}
