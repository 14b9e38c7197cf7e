package intake

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
	source.Digest = digest(nil) // of the same length, so that the rest is laid out as it is to be
	bare, err := unsealed(front, body)
	if err != nil {
		return nil, err
	}
	source.Digest = digest(bare)
	if again, err := unsealed(front, body); err != nil || !bytes.Equal(again, bare) {
		return nil, errors.New("the digest of the record does not stand on a line of its own")
	}
	return compose(front, body)
}

// unsealed is a record without the line of its digest.
func unsealed(front incident.Front, body string) ([]byte, error) {
	text, err := compose(front, body)
	if err != nil {
		return nil, err
	}
	doc, _ := frontmatter.Parse(text, frontmatter.Limits{Bytes: len(text), Nodes: len(text), Depth: len(text)})
	if doc == nil {
		return nil, errors.New("the record can't be read again")
	}
	return withoutDigest(doc), nil
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

// judge decides about files that are already there.
type judge struct {
	limits frontmatter.Limits
	schema frontmatter.Schema[incident.Front]
}

func newJudge(limits frontmatter.Limits) *judge {
	return &judge{limits, frontmatter.For[incident.Front]()}
}

// verdict decides about the text of a file that is already there, in favour of whoever may have edited it: whether that
// of a front matter takes its place. The reason says why it is left alone.
func (j *judge) verdict(there, next []byte, front incident.Front) (v Verdict, reason string) {
	if bytes.Equal(there, next) {
		return Unchanged, ""
	}
	doc, _ := frontmatter.Parse(there, j.limits)
	if doc == nil {
		return LeaveAlone, "its front matter can't be read"
	}
	var old incident.Front
	j.schema.Decode(doc, &old)
	switch {
	case old.ID != front.ID:
		return LeaveAlone, "it does not hold " + front.ID
	case old.Source == nil || old.Source.Name != front.Source.Name:
		return LeaveAlone, "it was not imported from the source " + front.Source.Name
	case old.Source.Digest == "":
		return LeaveAlone, "it has no source.digest, so it may have been edited"
	case old.Source.Digest != digest(withoutDigest(doc)):
		return LeaveAlone, "it was edited after it was imported"
	}
	return Write, ""
}
