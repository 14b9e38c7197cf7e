package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"hindcast/internal/incident"
)

// AIIDFolder is where records of the AI Incident Database are in a records repository.
const AIIDFolder = "incidents/aiid"

const (
	aiidName = "AI Incident Database"
	aiidPage = "https://incidentdatabase.ai/cite/%d/"
	// The licence asks for its address, for the authors and for a word on changes.
	aiidLicence = "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/); by the contributors to the AI Incident Database;" +
		" converted by Hindcast, which may have shortened the summary"
)

// The columns of incidents.csv in the snapshots of the database.
const (
	aiidID          = "incident_id"
	aiidDate        = "date"
	aiidReports     = "reports"
	aiidDeployers   = "Alleged deployer of AI system"
	aiidDevelopers  = "Alleged developer of AI system"
	aiidHarmed      = "Alleged harmed or nearly harmed parties"
	aiidDescription = "description"
	aiidTitle       = "title"
)

var aiidColumns = []string{
	aiidID, aiidDate, aiidReports, aiidDeployers, aiidDevelopers, aiidHarmed, aiidDescription, aiidTitle,
}

// AIID reads incidents.csv of a snapshot of the AI Incident Database and makes a precedent of each
// row. A row without a usable number, title or date is left out. An error means that the file as a
// whole is not read: it is not such a table, it is damaged or too large.
func AIID(r io.Reader, o Options) (Batch, error) {
	t, err := newTable(r, aiidColumns)
	if err != nil {
		return Batch{}, err
	}
	im := &aiidImport{author: newAuthor(o), table: t, lines: map[int]int{}}
	for {
		fault, err := t.next()
		switch {
		case errors.Is(err, io.EOF):
			return im.batch, nil
		case err != nil:
			return Batch{}, err
		case fault == nil:
			fault = im.row()
		}
		if fault != nil {
			im.batch.LeftOut = append(im.batch.LeftOut, LeftOut{t.line(), fault.Error()})
		}
	}
}

type aiidImport struct {
	*author
	*table
	batch Batch
	lines map[int]int // where the row of each number stands
}

// row makes a file of the current row.
func (im *aiidImport) row() error {
	number, err := im.number()
	if err != nil {
		return err
	}
	title := oneLine(im.cell(aiidTitle))
	if title == "" {
		return fmt.Errorf("incident %d has no title", number)
	}
	if _, err := incident.ParseTime(strings.TrimSpace(im.cell(aiidDate))); err != nil {
		return fmt.Errorf("incident %d has no usable date: it %w", number, err)
	}
	row := &aiidRow{table: im.table}
	file, err := im.file(AIIDFolder, row.front(number, title, im.options.Retrieved), row.body())
	if err != nil {
		return fmt.Errorf("incident %d: %w", number, err)
	}
	file.Line = im.line()
	im.lines[number] = file.Line
	im.batch.Files = append(im.batch.Files, file)
	return nil
}

var wholeNumber = regexp.MustCompile(`^[1-9]\d{0,8}$`)

// number is the incident's; it must be there once.
func (im *aiidImport) number() (int, error) {
	text := strings.TrimSpace(im.cell(aiidID))
	if !wholeNumber.MatchString(text) {
		return 0, fmt.Errorf("%s %s is not a whole number from 1 on", aiidID, excerpt(text))
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		return 0, err
	}
	if first, twice := im.lines[number]; twice {
		return 0, fmt.Errorf("incident %d is there twice; the row of line %d was taken", number, first)
	}
	return number, nil
}

// excerpt quotes the beginning of a text from the source for a message.
func excerpt(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		s = string(runes[:40]) + "…"
	}
	return strconv.Quote(s)
}

// oneLine is a text as published, less what can't be seen, the space around it and what would break its
// line.
func oneLine(s string) string {
	return strings.TrimFunc(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, visible(s)), func(r rune) bool { return unicode.IsSpace(r) || isJoiner(r) })
}

// aiidRow is a row with what was found wrong with it, word for word.
type aiidRow struct {
	*table
	issues []string
}

func (row *aiidRow) front(number int, title string, retrieved incident.Time) incident.Front {
	page := incident.Address(fmt.Sprintf(aiidPage, number))
	f := incident.Front{
		ID: fmt.Sprintf("AIID-%04d", number), Title: title, Summary: row.summary(), Kind: incident.KindPrecedent,
		TLP: "CLEAR",
		Parties: incident.Parties{
			Developers: row.slugs(aiidDevelopers), Deployers: row.slugs(aiidDeployers), Harmed: row.slugs(aiidHarmed),
		},
		References: []incident.Reference{{URL: page, Title: title, Kind: "report", Publisher: aiidName}},
	}
	f.Timeline.Started.At = row.date()
	if reports := row.reports(); len(reports) > 0 {
		f.Custom = map[string]any{"aiid_reports": reports}
	}
	f.Source = &incident.Source{
		Name: aiidName, ID: strconv.Itoa(number), URL: page, Licence: aiidLicence, Retrieved: retrieved, Issues: row.issues,
	}
	return f
}

// issue keeps what is left out of a column.
func (row *aiidRow) issue(column, text string) {
	if text == "" {
		text = "(empty)"
	}
	row.issues = append(row.issues, column+": "+visible(text))
}

func (row *aiidRow) summary() string {
	s := summary(row.cell(aiidDescription))
	if s == "" {
		row.issue(aiidDescription, "")
	}
	return s
}

func (row *aiidRow) body() string {
	text := paragraphs(row.cell(aiidDescription))
	if len(text) == 0 {
		return ""
	}
	return "\n## What happened\n" + asMarkdown(text)
}

func (row *aiidRow) date() incident.Time {
	t, _ := incident.ParseTime(strings.TrimSpace(row.cell(aiidDate))) // a row without one is left out
	return t
}

// slugs are the names in a list of parties, as published.
func (row *aiidRow) slugs(column string) []string {
	return list(row, column, func(entry json.RawMessage) (string, bool) {
		var name string
		err := json.Unmarshal(entry, &name)
		name = strings.TrimSpace(visible(name))
		return name, err == nil && name != "" && name == oneLine(name)
	})
}

// reports are the numbers of the reports about the incident.
func (row *aiidRow) reports() []int {
	return list(row, aiidReports, func(entry json.RawMessage) (int, bool) {
		number, err := strconv.Atoi(string(entry))
		return number, err == nil && wholeNumber.Match(entry)
	})
}

// maxEntries is how many entries of a list are taken; the largest in the database has some dozens.
const maxEntries = 500

// list reads a JSON list in a cell. What is empty, broken or there twice is left out and kept as
// an issue.
func list[T comparable](row *aiidRow, column string, read func(json.RawMessage) (T, bool)) []T {
	var entries []json.RawMessage
	if err := json.Unmarshal([]byte(row.cell(column)), &entries); err != nil || entries == nil {
		row.issue(column, row.cell(column))
		return nil
	}
	if len(entries) > maxEntries {
		row.issue(column, fmt.Sprintf("%d entries, of which the first %d were taken", len(entries), maxEntries))
		entries = entries[:maxEntries]
	}
	var values []T
	seen := map[T]bool{}
	for _, entry := range entries {
		switch value, ok := read(entry); {
		case !ok:
			row.issue(column, string(entry))
		case seen[value]:
			row.issue(column, string(entry)+" for the second time")
		default:
			seen[value] = true
			values = append(values, value)
		}
	}
	return values
}
