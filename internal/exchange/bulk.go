// Package exchange writes the log for other programs: search engines, JSON, tables, databases of vulnerabilities. It gets
// what an audience may see, and decides nothing about that.
package exchange

import (
	"bytes"
	"fmt"
	"iter"

	"hindcast/internal/diag"
	"hindcast/internal/lazy"
)

// BulkFile is a file that a search engine loads.
type BulkFile struct {
	Name string
	Body []byte
}

// partSize is how many bytes one bulk file may have. By default OpenSearch takes 100 MiB in a request
// (http.max_content_length) and Meilisearch as much (http-payload-size-limit); some managed services
// refuse more than 10 MiB ("Request size exceeded 10485760 bytes"), and bigger requests load no faster.
const partSize = 10_000_000

var indexName = lazy.Regexp(`^[a-z0-9][a-z0-9_-]{0,199}$`)

// IsIndexName reports whether both engines take a name for an index: OpenSearch wants lower case, no
// leading hyphen or underscore and at most 255 bytes, Meilisearch ASCII and at most 400 bytes.
func IsIndexName(name string) bool { return indexName().MatchString(name) }

// inParts joins entries to files of at most size bytes: NAME.ndjson, NAME-2.ndjson and so on. An
// entry that is larger has a file of its own. One file is in memory at a time; without entries there
// is none, since engines refuse an empty one.
func inParts(name string, size int, entries iter.Seq2[[]byte, error]) iter.Seq2[BulkFile, error] {
	return func(yield func(BulkFile, error) bool) {
		var body []byte
		part := 0
		flush := func() bool {
			part++
			file := BulkFile{name + ".ndjson", body}
			if part > 1 {
				file.Name = fmt.Sprintf("%s-%d.ndjson", name, part)
			}
			body = nil
			return yield(file, nil)
		}
		for entry, err := range entries {
			if err != nil {
				yield(BulkFile{}, err)
				return
			}
			if len(body) > 0 && len(body)+len(entry) > size && !flush() {
				return
			}
			body = append(body, entry...)
		}
		if len(body) > 0 {
			flush()
		}
	}
}

// appendLine appends a value as JSON on one line.
func appendLine(b []byte, v any) ([]byte, error) {
	var line bytes.Buffer
	if err := diag.WriteJSON(&line, "", v); err != nil {
		return nil, err
	}
	return append(b, line.Bytes()...), nil
}

// settingsFile is a file of one value, indented for whoever edits it.
func settingsFile(name string, v any) (BulkFile, error) {
	var body bytes.Buffer
	if err := diag.WriteJSON(&body, "  ", v); err != nil {
		return BulkFile{}, fmt.Errorf("write %s: %w", name, err)
	}
	return BulkFile{name, body.Bytes()}, nil
}
