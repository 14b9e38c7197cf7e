// Package columns has importers of tables and lists of objects whose columns or paths a repository names in its settings.
package columns

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"hindcast/internal/importing"
)

// rows gives the rows of a source one by one, each with its line or what is wrong with it, as long as each returns true.
type rows func(each func(line int, r row, fault error) bool) error

// CSV reads a table with a line of names.
func CSV(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	// A table that is too large or broken further down is refused before records are made of its beginning.
	if err := table(ctx, in, func(*importing.Table, error) bool { return true }); err != nil {
		return importing.Batch{}, err
	}
	return read(o, func(each func(int, row, error) bool) error {
		return table(ctx, in, func(t *importing.Table, fault error) bool {
			var r row
			for name, value := range t.All() {
				r = append(r, field{name: importing.OneLine(name), value: value})
			}
			return each(t.Line(), r, fault)
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
	return read(o, func(each func(int, row, error) bool) error {
		goesOn := true
		_, err := importing.Elements(ctx, in, lists, func(line int, raw json.RawMessage) {
			if goesOn {
				r, fault := flatten(raw)
				goesOn = each(line, r, fault)
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
	return read(o, func(each func(int, row, error) bool) error {
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
			r, fault := flatten(part)
			if !each(line, r, fault) {
				return nil
			}
		}
		if line == 0 {
			return errors.New("the file is empty")
		}
		return nil
	})
}
