package importing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// What a JSON file may have.
const (
	maxJSON     = 64 << 20 // bytes
	maxElement  = 8 << 20  // bytes
	maxElements = 100_000
)

// Elements reads a JSON file with a list of entries: the list alone, an object that has it under one of the keys, or a
// single entry. Each gets the entries in turn, each with the line where it begins. The rest is the object around the list.
func Elements(ctx context.Context, in Input, keys []string, each func(line int, entry json.RawMessage)) (rest map[string]json.RawMessage, err error) {
	text, err := in.Text(in.Name, maxJSON)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return nil, errors.New("the file is empty")
	case !utf8.Valid(text):
		return nil, errors.New("the file is not UTF-8 text")
	}
	if bytes.TrimSpace(text)[0] == '{' {
		if err := json.Unmarshal(text, &rest); err != nil {
			return nil, wordJSON(err, text)
		}
		list, found := text, false
		for _, key := range keys {
			if value, has := rest[key]; has && !found && len(value) > 0 && value[0] == '[' {
				list, found = value, true
				delete(rest, key)
			}
		}
		if !found {
			if len(text) > maxElement {
				return nil, fmt.Errorf("the entry has more than %d MiB", maxElement>>20)
			}
			each(1, text)
			return nil, nil
		}
		return rest, elements(ctx, list, 1+bytes.Count(text[:bytes.Index(text, list)], []byte("\n")), each)
	}
	return nil, elements(ctx, text, 1, each)
}

func elements(ctx context.Context, list []byte, line int, each func(int, json.RawMessage)) error {
	dec := json.NewDecoder(bytes.NewReader(list))
	if first, err := dec.Token(); err != nil || first != json.Delim('[') {
		return wordJSON(err, list)
	}
	counted := int64(0)
	n := 0
	for ; dec.More(); n++ {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case n >= maxElements:
			return fmt.Errorf("the list has more than %d entries", maxElements)
		}
		var entry json.RawMessage
		if err := dec.Decode(&entry); err != nil {
			return wordJSON(err, list)
		}
		if len(entry) > maxElement {
			return fmt.Errorf("entry %d has more than %d MiB", n+1, maxElement>>20)
		}
		end := dec.InputOffset()
		line += bytes.Count(list[counted:end], []byte("\n"))
		counted = end
		each(line-bytes.Count(entry, []byte("\n")), entry)
	}
	if _, err := dec.Token(); err != nil {
		return wordJSON(err, list)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the list of entries")
	}
	return nil
}

// wordJSON words an error of the JSON reader for whoever exported the file.
func wordJSON(err error, text []byte) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return errors.New("the file ends within its JSON")
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(text)):
		return errors.New("the file ends within its JSON")
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d is not JSON: %s", 1+bytes.Count(text[:syntax.Offset], []byte("\n")), syntax)
	case err == nil:
		return errors.New("it is neither a list of entries nor an object")
	}
	return fmt.Errorf("it is not JSON: %w", err)
}
