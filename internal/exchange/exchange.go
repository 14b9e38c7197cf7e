// Package exchange holds importers and exporters: pure functions over readers and values that turn
// what another program wrote into records, and records into what another program reads. It opens
// no files, writes none and judges no record beyond making sure that it can be read again; it
// knows nothing of the stages that load, check or publish.
package exchange

import (
	"fmt"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// Options is what an import depends on beside its source.
type Options struct {
	Retrieved incident.Time      // when the source was fetched; absent where that is not known
	Head      frontmatter.Limits // what a front matter may cost; a larger one is left out
	Text      markdown.Limits    // what a text may cost; a larger one is left out
}

// File is a record as an importer writes it.
type File struct {
	Line   int // of the source, from 1
	ID     string
	Source string // name of the source, as in source.name
	Path   string // slash-separated, relative to the root of the records repository
	Text   []byte
}

// LeftOut is an entry of the source that no record was made of.
type LeftOut struct {
	Line   int // of the source, from 1
	Reason string
}

// Batch is what an importer made of a source, in the order of the source.
type Batch struct {
	Files   []File
	LeftOut []LeftOut
}

// author makes files of records and reads each back, so that an import never leaves behind what
// the next command can't read.
type author struct {
	options Options
	schema  frontmatter.Schema[incident.Front]
	parser  *markdown.Parser
}

func newAuthor(o Options) *author {
	return &author{o, frontmatter.For[incident.Front](), markdown.NewParser(o.Text, incident.BareID)}
}

// file writes a record into a folder, named by its id and sealed by its digest.
func (a *author) file(folder string, front incident.Front, body string) (File, error) {
	text, err := seal(front, body)
	if err != nil {
		return File{}, err
	}
	if err := a.readBack(text); err != nil {
		return File{}, err
	}
	return File{ID: front.ID, Source: front.Source.Name, Path: folder + "/" + front.ID + ".md", Text: text}, nil
}

func (a *author) readBack(text []byte) error {
	doc, findings := frontmatter.Parse(text, a.options.Head)
	if doc != nil {
		findings = append(a.schema.Decode(doc, &incident.Front{}), a.parser.Parse(doc.Lines, doc.Body).Problems...)
	}
	if len(findings) > 0 {
		return fmt.Errorf("the record could not be read again: %s", diag.Printable(findings[0].Message))
	}
	return nil
}
