// Package columns has importers of tables and lists of objects whose columns or paths a repository names in its settings.
package columns

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"hindcast/internal/importing"
)

// rows gives the rows of a source one by one, each with its line or what is wrong with it. They are asked for twice.
type rows func(each func(line int, r row, fault error)) error

// CSV reads a table with a line of names.
func CSV(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	var notes []string
	batch, err := read(o, true, func(each func(int, row, error)) error {
		return table(ctx, in, func(t *importing.Table, fault error) {
			notes = t.Notes()
			var r row
			for name, value := range t.All() {
				if name = importing.OneLine(name); name == "" {
					name = fmt.Sprintf("Column %d", len(r)+1)
				}
				r = append(r, field{name: name, value: value})
			}
			r.distinct()
			each(t.Line(), r, fault)
		})
	})
	batch.Notes = append(notes, batch.Notes...)
	return batch, err
}

// table visits the rows of a table, each with what is wrong with it.
func table(ctx context.Context, in importing.Input, each func(t *importing.Table, fault error)) error {
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
		}
		each(t, fault)
	}
}

// lists are the usual keys of a list of entries.
var lists = []string{"incidents", "postmortems", "retrospectives", "issues", "records", "items", "data", "results", "entries", "value"}

// JSON reads a list of objects, which may stand under a usual key.
func JSON(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	return read(o, false, func(each func(int, row, error)) error {
		_, err := importing.Elements(ctx, in, lists, func(line int, raw json.RawMessage) {
			r, fault := flatten(raw)
			each(line, r, fault)
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
	return read(o, false, func(each func(int, row, error)) error {
		text, err := in.Text(in.Name, maxLines)
		if err != nil {
			return err
		}
		if text, err = importing.UTF8(text); err != nil {
			return err
		}
		line := 0
		for part := range bytes.Lines(text) {
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
			each(line, r, fault)
		}
		if line == 0 {
			return errors.New("the file is empty")
		}
		return nil
	})
}
