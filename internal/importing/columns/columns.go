// Package columns has importers of tables and lists of objects whose columns or paths a repository names in its settings.
package columns

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/importing"
)

// field is a value of a row by its column, or of an object by its path, such as service.name.
type field struct{ name, value string }

// rows gives the rows of a source one by one, each with its line or what is wrong with it, as long as each returns true.
type rows func(each func(line int, row []field, fault error) bool) error

// CSV reads a table with a line of names.
func CSV(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	// A table that is too large or broken further down is refused before records are made of its beginning.
	if err := table(ctx, in, func(*importing.Table, error) bool { return true }); err != nil {
		return importing.Batch{}, err
	}
	return read(o, func(each func(int, []field, error) bool) error {
		return table(ctx, in, func(t *importing.Table, fault error) bool {
			var row []field
			for name, value := range t.All() {
				row = append(row, field{importing.OneLine(name), value})
			}
			return each(t.Line(), row, fault)
		})
	})
}

// table visits the rows of a table, each with what is wrong with it, as long as each returns true.
func table(ctx context.Context, in importing.Input, each func(t *importing.Table, fault error) bool) error {
	f, err := in.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	t, err := importing.NewTable(f, nil)
	if err != nil {
		return err
	}
	for {
		fault, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case !each(t, fault):
			return nil
		}
	}
}

// lists are the usual keys of a list of entries.
var lists = []string{"incidents", "postmortems", "retrospectives", "issues", "records", "items", "data", "results", "entries", "value"}

// JSON reads a list of objects, which may stand under a usual key.
func JSON(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	return read(o, func(each func(int, []field, error) bool) error {
		goesOn := true
		_, err := importing.Elements(ctx, in, lists, func(line int, raw json.RawMessage) {
			if goesOn {
				row, fault := flatten(raw)
				goesOn = each(line, row, fault)
			}
		})
		return err
	})
}

const (
	maxLines = 64 << 20 // bytes of a file of JSON lines
	maxLine  = 8 << 20  // bytes
)

// JSONL reads an object from each line.
func JSONL(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	return read(o, func(each func(int, []field, error) bool) error {
		text, err := in.Text(in.Name, maxLines)
		if err != nil {
			return err
		}
		if !utf8.Valid(text) {
			return errors.New("the file is not UTF-8 text")
		}
		line := 0
		for part := range bytes.Lines(bytes.TrimPrefix(text, []byte("\ufeff"))) {
			line++
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case len(part) > maxLine:
				return fmt.Errorf("line %d has more than %d MiB", line, maxLine>>20)
			}
			if part = bytes.TrimSpace(part); len(part) == 0 {
				continue
			}
			row, fault := flatten(part)
			if !each(line, row, fault) {
				return nil
			}
		}
		if line == 0 {
			return errors.New("the file is empty")
		}
		return nil
	})
}

const (
	maxFields = 1000 // of an object
	maxDepth  = 8    // of objects within each other; what lies deeper stays JSON
)

// flatten is an object as its values by path, sorted.
func flatten(raw json.RawMessage) (row []field, err error) {
	if len(raw) == 0 || raw[0] != '{' {
		return nil, fmt.Errorf("it is no object: %s", importing.Excerpt(string(raw)))
	}
	if !json.Valid(raw) {
		return nil, errors.New("it is not JSON, or is cut")
	}
	err = into(&row, "", raw, 0)
	return row, err
}

func into(row *[]field, path string, raw json.RawMessage, depth int) error {
	raw = bytes.TrimSpace(raw)
	if len(*row) >= maxFields {
		return fmt.Errorf("it has more than %d values", maxFields)
	}
	value := string(raw)
	switch raw[0] {
	case '{':
		if depth >= maxDepth {
			break
		}
		var object map[string]json.RawMessage
		if err := json.Unmarshal(raw, &object); err != nil {
			return err
		}
		for _, key := range slices.Sorted(maps.Keys(object)) {
			below := key
			if path != "" {
				below = path + "." + key
			}
			if err := into(row, below, object[key], depth+1); err != nil {
				return err
			}
		}
		return nil
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return err
		}
		var parts []string
		for _, item := range list {
			var s string
			if item = bytes.TrimSpace(item); item[0] == '"' && json.Unmarshal(item, &s) == nil {
				parts = append(parts, s)
			} else if item[0] != '{' && item[0] != '[' {
				parts = append(parts, string(item))
			} else {
				parts = nil
				break
			}
		}
		if len(parts) > 0 || len(list) == 0 {
			value = strings.Join(parts, ", ")
		}
	case '"':
		if err := json.Unmarshal(raw, &value); err != nil {
			return err
		}
	case 'n':
		value = ""
	}
	*row = append(*row, field{importing.OneLine(path), value})
	return nil
}
