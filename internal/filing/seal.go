package filing

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

// Seal is a record as write makes it of a front matter with a source, with the digest of all its other bytes, by which
// a later import tells that nobody edited the file.
func Seal(front incident.Front, write func(*incident.Front) ([]byte, error)) ([]byte, error) {
	source := *front.Source
	front.Source = &source
	source.Digest = digest(nil) // of the same length, so that the rest is laid out as it is to be
	bare, err := unsealed(&front, write)
	if err != nil {
		return nil, err
	}
	source.Digest = digest(bare)
	if again, err := unsealed(&front, write); err != nil || !bytes.Equal(again, bare) {
		return nil, errors.New("the digest of the record does not stand on a line of its own")
	}
	return write(&front)
}

// unsealed is a record without the line of its digest.
func unsealed(front *incident.Front, write func(*incident.Front) ([]byte, error)) ([]byte, error) {
	text, err := write(front)
	if err != nil {
		return nil, err
	}
	doc, _ := frontmatter.Parse(text, frontmatter.Limits{Bytes: len(text), Nodes: len(text), Depth: len(text)})
	if doc == nil {
		return nil, errors.New("the record can't be read again")
	}
	return withoutDigest(doc), nil
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

// WhyLeft decides about a file that is there already, in favour of whoever may have edited it: why the record of a front
// matter must not take its place; empty where it may.
func WhyLeft(there []byte, front *incident.Front, limits frontmatter.Limits) string {
	doc, _ := frontmatter.Parse(there, limits)
	if doc == nil {
		return "its front matter can't be read"
	}
	var old incident.Front
	frontmatter.For[incident.Front]().Decode(doc, &old)
	switch {
	case old.ID != front.ID:
		return "it does not hold " + front.ID
	case old.Source == nil || old.Source.Name != front.Source.Name:
		return "it was not imported from the source " + front.Source.Name
	case old.Source.Digest == "":
		return "it has no source.digest, so it may have been edited"
	case old.Source.Digest != digest(withoutDigest(doc)):
		return "it was edited after it was imported"
	}
	return ""
}
