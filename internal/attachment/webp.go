package attachment

import (
	"bytes"
	"encoding/binary"
)

func isWebP(data []byte) bool {
	return len(data) >= 12 && bytes.HasPrefix(data, []byte("RIFF")) && string(data[8:12]) == "WEBP"
}

// Flags of the chunk VP8X that announce what is left out (RFC 9649, 2.7).
const (
	hasXMP  = 0x04
	hasExif = 0x08
)

// stripWebP keeps the chunks that the picture is made of, those of each frame included. What follows
// its end is left out.
func stripWebP(data []byte) ([]byte, error) {
	length := uint64(binary.LittleEndian.Uint32(data[4:]))
	if length < 4 || length+8 > uint64(len(data)) {
		return nil, errCut
	}
	chunks, turned, err := keepChunks(data[12:length+8], true)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(chunks, []byte("VP8X")) && len(chunks) > 8 {
		chunks[8] &^= hasXMP | hasExif
		if turned != nil {
			chunks[8] |= hasExif
			chunks = appendRIFF(chunks, "EXIF", turned)
		}
	}
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(chunks)+4))
	return append(append(out, "WEBP"...), chunks...), nil
}

// keepChunks is what is kept of a series of chunks, and how the picture is to be turned.
func keepChunks(data []byte, outer bool) (kept, turned []byte, err error) {
	for len(data) > 0 {
		if len(data) < 8 {
			return nil, nil, errCut
		}
		length := uint64(binary.LittleEndian.Uint32(data[4:]))
		padded := 8 + length + length&1
		if padded > uint64(len(data)) {
			return nil, nil, errCut
		}
		name, body := string(data[:4]), data[8:8+length]
		switch name {
		case "VP8 ", "VP8L", "ALPH":
			kept = appendRIFF(kept, name, body)
		case "VP8X", "ICCP", "ANIM":
			if outer {
				kept = appendRIFF(kept, name, body)
			}
		case "ANMF":
			const head = 16
			if !outer || len(body) < head {
				return nil, nil, errCut
			}
			frame, _, err := keepChunks(body[head:], false)
			if err != nil {
				return nil, nil, err
			}
			kept = appendRIFF(kept, name, append(bytes.Clone(body[:head]), frame...))
		case "EXIF":
			turned = upright(body)
		}
		data = data[padded:]
	}
	return kept, turned, nil
}

func appendRIFF(out []byte, name string, body []byte) []byte {
	out = binary.LittleEndian.AppendUint32(append(out, name...), uint32(len(body)))
	out = append(out, body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}
