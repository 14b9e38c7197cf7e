package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

// seal writes a record with the digest of all its other bytes, by which a later import tells that
// nobody edited the file.
func seal(front incident.Front, body string) ([]byte, error) {
	source := *front.Source
	front.Source = &source
	source.Digest = ""
	bare, err := compose(front, body)
	if err != nil {
		return nil, err
	}
	source.Digest = digest(bare)
	sealed, err := compose(front, body)
	if err != nil {
		return nil, err
	}
	doc, _ := frontmatter.Parse(sealed, frontmatter.Limits{Bytes: len(sealed), Nodes: len(sealed), Depth: len(sealed)})
	if doc == nil || !bytes.Equal(withoutDigest(doc), bare) {
		return nil, errors.New("the digest of the record does not stand on a line of its own")
	}
	return sealed, nil
}

func compose(front incident.Front, body string) ([]byte, error) {
	head, err := frontmatter.Marshal(&front)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte("---\n"), head, []byte("---\n"), []byte(body)), nil
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// withoutDigest is a file without the line of its digest.
func withoutDigest(doc *frontmatter.Document) []byte {
	text := doc.Lines.Text()
	span, _, ok := doc.Value("source.digest")
	if !ok {
		return text
	}
	start := bytes.LastIndexByte(text[:span.Start.Offset], '\n') + 1
	end := len(text)
	if i := bytes.IndexByte(text[span.End.Offset:], '\n'); i >= 0 {
		end = span.End.Offset + i + 1
	}
	return slices.Concat(text[:start], text[end:])
}

// Verdict says what becomes of a file that is where an imported one belongs.
type Verdict uint8

// The verdicts.
const (
	LeaveAlone Verdict = iota // somebody edited it, or it is another's
	Unchanged                 // it holds what would be written
	Rewrite                   // nobody edited it since the last import
)

// Judge decides about files that are already there.
type Judge struct {
	limits frontmatter.Limits
	schema frontmatter.Schema[incident.Front]
}

// NewJudge makes a judge, who reads front matter within limits.
func NewJudge(limits frontmatter.Limits) *Judge {
	return &Judge{limits, frontmatter.For[incident.Front]()}
}

// Verdict decides about the text of a file that is already there, in favour of whoever may have
// edited it. The reason says why it is left alone.
func (j *Judge) Verdict(there []byte, next File) (v Verdict, reason string) {
	if bytes.Equal(there, next.Text) {
		return Unchanged, ""
	}
	doc, _ := frontmatter.Parse(there, j.limits)
	if doc == nil {
		return LeaveAlone, "its front matter can't be read"
	}
	var front incident.Front
	j.schema.Decode(doc, &front)
	switch {
	case front.ID != next.ID:
		return LeaveAlone, "it does not hold " + next.ID
	case front.Source == nil || front.Source.Name != next.Source:
		return LeaveAlone, "it was not imported from the " + next.Source
	case front.Source.Digest == "":
		return LeaveAlone, "it has no source.digest, so it may have been edited"
	case front.Source.Digest != digest(withoutDigest(doc)):
		return LeaveAlone, "it was edited after it was imported"
	}
	return Rewrite, ""
}
