package importing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// What a source may cost as a whole.
const (
	maxText    = 64 << 20  // bytes of a file
	MaxEntries = 100_000   // of a list, or files of a folder
	maxTotal   = 256 << 20 // bytes of all files
)

// Walk visits the files of a source by name, those with one of the endings (".json") alone where it is a folder. Files and
// folders whose names begin with a dot or an underscore are passed over. A file that can't be read is a LeftOut.
func Walk(ctx context.Context, in Input, b *Batch, endings []string, visit func(name string, text []byte) error) error {
	if in.Name != "." {
		text, err := in.Text(in.Name, maxText)
		if err != nil {
			return err
		}
		return visit("", text)
	}
	files, total := 0, 0
	return fs.WalkDir(in.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		base := path.Base(name)
		isHidden := name != "." && strings.ContainsRune("._", rune(base[0]))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case entry != nil && entry.IsDir() && isHidden:
			return fs.SkipDir
		case err != nil && name == ".":
			return err
		case err != nil:
			b.Omit(At{File: name}, "it can't be read")
			return nil
		case entry.IsDir() || isHidden || !slices.Contains(endings, strings.ToLower(path.Ext(name))):
			return nil
		}
		if files++; files > MaxEntries {
			return fmt.Errorf("the folder has more than %d files", MaxEntries)
		}
		text, err := in.Text(name, maxText)
		if err != nil {
			b.Omit(At{File: name}, err.Error())
			return nil
		}
		if total += len(text); total > maxTotal {
			return fmt.Errorf("the files have more than %d MiB", maxTotal>>20)
		}
		return visit(name, text)
	})
}

// UTF8 is a text in UTF-8, or in UTF-16 with a byte-order mark, as UTF-8 without a mark.
func UTF8(text []byte) ([]byte, error) {
	if isUTF16(text) {
		var err error
		if text, _, err = transform.Bytes(unicode.BOMOverride(transform.Nop), text); err != nil {
			return nil, err
		}
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		return nil, errors.New("it is not UTF-8 text")
	}
	return text, nil
}

// Objects calls visit with each JSON object of a file, which holds one, a list of them, or one after the other, such as
// a line each. What a broken file holds before the break is visited; the error has the line.
func Objects(text []byte, visit func(line int, object json.RawMessage) error) error {
	text, err := UTF8(text)
	if err != nil {
		return err
	}
	rest := bytes.TrimLeft(text, blanks)
	if len(rest) == 0 {
		return errors.New("it is empty")
	}
	d, inList := json.NewDecoder(bytes.NewReader(text)), rest[0] == '['
	if inList {
		_, _ = d.Token() // the bracket
	}
	lines := lineCounter{text: text}
	for n := 0; ; n++ {
		if inList && !d.More() {
			if _, err := d.Token(); err != nil {
				return wordJSON(text, d.InputOffset(), err)
			}
			if _, err := d.Token(); !errors.Is(err, io.EOF) {
				return errors.New("something follows the list of entries")
			}
			return nil
		}
		begin := d.InputOffset()
		var object json.RawMessage
		err := d.Decode(&object)
		switch {
		case errors.Is(err, io.EOF) && !inList:
			return nil
		case err != nil:
			return wordJSON(text, begin, err)
		case n == MaxEntries:
			return fmt.Errorf("it has more than %d entries", MaxEntries)
		}
		line := lines.at(d.InputOffset()) - bytes.Count(object, []byte("\n"))
		if len(object) > maxRow {
			return fmt.Errorf("line %d: an entry has %d bytes; at most %d are read", line, len(object), maxRow)
		}
		if err := visit(line, object); err != nil {
			return err
		}
	}
}

const blanks = " \t\r\n"

// lineCounter tells the lines of growing offsets, from 1.
type lineCounter struct {
	text  []byte
	at0   int64
	lines int
}

func (c *lineCounter) at(offset int64) int {
	c.lines += bytes.Count(c.text[c.at0:offset], []byte("\n"))
	c.at0 = offset
	return c.lines + 1
}

// wordJSON words an error in the value that begins at an offset, or behind a comma there.
func wordJSON(text []byte, begin int64, err error) error {
	rest := bytes.TrimLeft(text[begin:], blanks+",")
	at := len(text) - len(rest)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("line %d is not JSON: it ends too soon", bytes.Count(text, []byte("\n"))+1)
	}
	var syntax *json.SyntaxError
	if again := json.Unmarshal(rest, new(json.RawMessage)); errors.As(again, &syntax) {
		at += int(syntax.Offset)
		err = again
	}
	return fmt.Errorf("line %d is not JSON: %w", bytes.Count(text[:at], []byte("\n"))+1, err)
}
