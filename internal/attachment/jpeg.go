package attachment

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var errCut = errors.New("it ends in the middle")

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerDQT   = 0xdb
	markerDRI   = 0xdd
	markerAPP0  = 0xe0
	markerAPP1  = 0xe1
	markerAPP2  = 0xe2
	markerAPP14 = 0xee
	markerAPP15 = 0xef
	markerCOM   = 0xfe
)

// stripJPEG keeps the segments that the picture is made of, its colours and how it is to be turned.
// What follows its end is left out.
func stripJPEG(data []byte) ([]byte, error) {
	out := []byte{0xff, markerSOI}
	scans := 0
	for at := 2; ; {
		marker, start, err := nextMarker(data, at)
		if err != nil {
			return nil, err
		}
		if marker == markerEOI {
			if scans == 0 {
				return nil, errors.New("it holds no picture")
			}
			return append(out, 0xff, markerEOI), nil
		}
		if start+2 > len(data) {
			return nil, errCut
		}
		end := start + int(binary.BigEndian.Uint16(data[start:]))
		if end < start+2 || end > len(data) {
			return nil, errCut
		}
		body, keep, err := jpegSegment(marker, data[start+2:end])
		if err != nil {
			return nil, err
		}
		if keep {
			out = append(out, 0xff, marker)
			out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
			out = append(out, body...)
		}
		at = end
		if marker == markerSOS {
			scans++
			at = scanEnd(data, at)
			out = append(out, data[end:at]...)
		}
	}
}

// nextMarker is the marker at an offset, and where its segment begins.
func nextMarker(data []byte, at int) (marker byte, start int, err error) {
	if at >= len(data) {
		return 0, 0, errCut
	}
	if data[at] != 0xff {
		return 0, 0, errors.New("something stands between its segments")
	}
	for at < len(data) && data[at] == 0xff { // a marker may be preceded by any number of these
		at++
	}
	if at == len(data) {
		return 0, 0, errCut
	}
	return data[at], at + 1, nil
}

// jpegSegment is what is kept of a segment.
func jpegSegment(marker byte, body []byte) (kept []byte, keep bool, err error) {
	switch {
	case marker >= 0xc0 && marker <= 0xcf && marker != 0xc8, marker >= markerSOS && marker <= markerDRI:
		return body, true, nil
	case marker == markerAPP0 && bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) >= 14:
		return append(bytes.Clone(body[:12]), 0, 0), true, nil // without its thumbnail
	case marker == markerAPP1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
		if turned := upright(body); turned != nil {
			return append([]byte("Exif\x00\x00"), turned...), true, nil
		}
		return nil, false, nil
	case marker == markerAPP2 && bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")):
		return body, true, nil
	case marker == markerAPP14 && bytes.HasPrefix(body, []byte("Adobe")) && len(body) >= 12:
		return body[:12], true, nil // says how the colours are coded
	case marker >= markerAPP0 && marker <= markerAPP15, marker == markerCOM:
		return nil, false, nil
	}
	return nil, false, errors.New("it holds a segment that no JPEG has")
}

// scanEnd is where the next marker is after the coded pixels that begin at an offset.
func scanEnd(data []byte, at int) int {
	for ; at+1 < len(data); at++ {
		next := data[at+1]
		if data[at] == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return at
		}
	}
	return len(data)
}
