package attachment

import (
	"bytes"
	"errors"
)

// stripGIF keeps the screen, the pictures, their control blocks and how often an animation repeats
// (GIF89a, 17 to 27). Comments, texts and data of programs are left out, and so is what follows the end.
func stripGIF(data []byte) ([]byte, error) {
	const screen = 13
	if len(data) < screen {
		return nil, errCut
	}
	at := screen + colours(data[10])
	if at > len(data) {
		return nil, errCut
	}
	out := bytes.Clone(data[:at])
	for {
		end, keep, err := gifBlock(data, at)
		if err != nil {
			return nil, err
		}
		if keep {
			out = append(out, data[at:end]...)
		}
		if data[at] == 0x3b {
			return out, nil
		}
		at = end
	}
}

// colours is the length of the table of colours that a byte of flags announces.
func colours(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// gifBlock is where the block at an offset ends, and whether it is kept.
func gifBlock(data []byte, at int) (end int, keep bool, err error) {
	if at >= len(data) {
		return 0, false, errCut
	}
	switch data[at] {
	case 0x3b: // the end
		return at + 1, true, nil
	case 0x2c: // a picture
		if at+10 > len(data) {
			return 0, false, errCut
		}
		end, err = subBlocks(data, at+11+colours(data[at+9])) // after the length of the smallest code
		return end, true, err
	case 0x21: // an extension
		if end, err = subBlocks(data, at+2); err != nil {
			return 0, false, err
		}
		return end, isShown(data[at+1 : end]), nil
	}
	return 0, false, errors.New("it holds a block that no GIF has")
}

// isShown reports whether an extension, from its label on, changes what is seen.
func isShown(extension []byte) bool {
	const control, application, loops = 0xf9, 0xff, 17 // bytes that say how often to repeat
	switch extension[0] {
	case control:
		return len(extension) == 7
	case application:
		return len(extension) == 1+loops &&
			(bytes.HasPrefix(extension[1:], []byte("\x0bNETSCAPE2.0\x03\x01")) ||
				bytes.HasPrefix(extension[1:], []byte("\x0bANIMEXTS1.0\x03\x01")))
	}
	return false
}

// subBlocks is where a series of blocks ends that each say their length, the last being empty.
func subBlocks(data []byte, at int) (end int, err error) {
	for at < len(data) {
		length := int(data[at])
		if at += 1 + length; length == 0 {
			return at, nil
		}
	}
	return 0, errCut
}
