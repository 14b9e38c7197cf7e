package importing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
)

// Elements reads a JSON file with a list of entries: the list alone, an object that has it under one of the keys, or a
// single entry. Each gets the entries in turn, each with the line where it begins. The rest is the object around the list.
func Elements(ctx context.Context, in Input, keys []string, each func(line int, entry json.RawMessage)) (rest map[string]json.RawMessage, err error) {
	text, err := in.Text(in.Name, maxText)
	if err != nil {
		return nil, err
	}
	if text, err = UTF8(text); err != nil {
		return nil, err
	}
	list, before := text, 0
	if begin := bytes.TrimLeft(text, blanks); len(begin) > 0 && begin[0] == '{' {
		if err := json.Unmarshal(text, &rest); err != nil {
			return nil, wordJSON(text, 0, err)
		}
		found := false
		for _, key := range keys {
			if value, has := rest[key]; has && !found && len(value) > 0 && value[0] == '[' {
				list, found = value, true
				delete(rest, key)
			}
		}
		if found {
			before = bytes.Count(text[:bytes.Index(text, list)], []byte("\n"))
		} else {
			rest = nil
		}
	} else if len(begin) > 0 && begin[0] != '[' {
		return nil, errors.New("it is neither a list of entries nor an object")
	}
	return rest, Objects(list, func(line int, entry json.RawMessage) error {
		each(before+line, entry)
		return ctx.Err()
	})
}
