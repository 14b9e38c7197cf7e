package public

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
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

// AIID reads incidents.csv of a snapshot of the AI Incident Database, or incidents as its interface gives them, in JSON,
// and makes a precedent of each. One without a usable number, title or date is left out. The tables of classifications of
// a snapshot, where they lie beside the file, add what they say of an incident.
func AIID(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	classes, err := aiidClasses(in)
	if err != nil {
		return importing.Batch{}, err
	}
	var batch importing.Batch
	if strings.EqualFold(path.Ext(in.Name), ".json") {
		batch, err = aiidJSON(ctx, in, o)
	} else {
		batch, err = aiidTable(ctx, in, o)
	}
	for i := range batch.Entries {
		f := &batch.Entries[i].Front
		classes[f.Source.ID].add(f)
	}
	return batch, err
}

func aiidTable(ctx context.Context, in importing.Input, o importing.Options) (batch importing.Batch, err error) {
	f, err := in.Open()
	if err != nil {
		return batch, err
	}
	defer f.Close()
	t, err := importing.NewTable(f, aiidColumns)
	if err != nil {
		return batch, err
	}
	im := &aiidImport{Table: t, retrieved: o.Retrieved, lines: map[int]int{}}
	for {
		fault, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return batch, nil
		case err != nil:
			return importing.Batch{}, err
		case ctx.Err() != nil:
			return importing.Batch{}, ctx.Err()
		}
		at := importing.At{Line: t.Line()}
		var entry importing.Entry
		if fault == nil {
			entry, fault = im.row()
		}
		if fault != nil {
			batch.Omit(at, fault.Error())
			continue
		}
		entry.At = at
		batch.Entries = append(batch.Entries, entry)
	}
}

type aiidImport struct {
	*importing.Table
	retrieved incident.Time
	lines     map[int]int // where the row of each number stands
}

// row is the entry of the current row.
func (im *aiidImport) row() (importing.Entry, error) {
	number, err := im.number()
	if err != nil {
		return importing.Entry{}, err
	}
	title := importing.OneLine(im.Cell(aiidTitle))
	if title == "" {
		return importing.Entry{}, fmt.Errorf("incident %d has no title", number)
	}
	if _, err := incident.ParseTime(strings.TrimSpace(im.Cell(aiidDate))); err != nil {
		return importing.Entry{}, fmt.Errorf("incident %d has no usable date: it %w", number, err)
	}
	im.lines[number] = im.Line()
	row := &aiidRow{Table: im.Table}
	return importing.Entry{Front: row.front(number, title, im.retrieved), Body: row.body(), Folder: AIIDFolder}, nil
}

var wholeNumber = lazy.Regexp(`^[1-9]\d{0,8}$`)

// number is the incident's; it must be there once.
func (im *aiidImport) number() (int, error) {
	text := strings.TrimSpace(im.Cell(aiidID))
	if !wholeNumber().MatchString(text) {
		return 0, fmt.Errorf("%s %s is not a whole number from 1 on", aiidID, importing.Excerpt(text))
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

// aiidRow is a row with what was found wrong with it, word for word.
type aiidRow struct {
	*importing.Table
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
	row.issues = append(row.issues, column+": "+importing.Visible(text))
}

func (row *aiidRow) summary() string {
	s := importing.Summary(row.Cell(aiidDescription))
	if s == "" {
		row.issue(aiidDescription, "")
	}
	return s
}

func (row *aiidRow) body() string {
	text := importing.Paragraphs(row.Cell(aiidDescription))
	if len(text) == 0 {
		return ""
	}
	return "\n## What happened\n" + importing.AsMarkdown(text)
}

func (row *aiidRow) date() incident.Time {
	t, _ := incident.ParseTime(strings.TrimSpace(row.Cell(aiidDate))) // a row without one is left out
	return t
}

// slugs are the names in a list of parties, as published.
func (row *aiidRow) slugs(column string) []string {
	return list(row, column, func(entry json.RawMessage) (string, bool) {
		var name string
		err := json.Unmarshal(entry, &name)
		name = strings.TrimSpace(importing.Visible(name))
		return name, err == nil && name != "" && name == importing.OneLine(name)
	})
}

// reports are the numbers of the reports about the incident.
func (row *aiidRow) reports() []int {
	return list(row, aiidReports, func(entry json.RawMessage) (int, bool) {
		number, err := strconv.Atoi(string(entry))
		return number, err == nil && wholeNumber().Match(entry)
	})
}

// maxEntries is how many entries of a list are taken; the largest in the database has some dozens.
const maxEntries = 500

// list reads a JSON list in a cell. What is empty, broken or there twice is left out and kept as
// an issue.
func list[T comparable](row *aiidRow, column string, read func(json.RawMessage) (T, bool)) []T {
	var entries []json.RawMessage
	if err := json.Unmarshal([]byte(row.Cell(column)), &entries); err != nil || entries == nil {
		row.issue(column, row.Cell(column))
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
