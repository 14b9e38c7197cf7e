package public

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/taxonomy"
)

// aiidJSON reads incidents in the form of the database's GraphQL interface, a list of objects.
func aiidJSON(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	im := &entries{known: map[string]importing.At{}}
	im.read = func(t importing.Tree) (importing.Entry, error) { return aiidIncident(t, o.Retrieved) }
	return im.objects(ctx, in)
}

func aiidIncident(t importing.Tree, retrieved incident.Time) (e importing.Entry, err error) {
	number, _ := t["incident_id"].(int64)
	if number < 1 || number > 999_999_999 {
		return e, fmt.Errorf("%s is not a whole number from 1 on", aiidID)
	}
	delete(t, "incident_id")
	f := incident.Front{
		ID: fmt.Sprintf("AIID-%04d", number), Title: importing.Fold(t.Text("title")), Kind: incident.KindPrecedent, TLP: "CLEAR",
	}
	if f.Title == "" {
		return e, fmt.Errorf("incident %d has no title", number)
	}
	if f.Timeline.Started.At, err = incident.ParseTime(strings.TrimSpace(t.Text("date"))); err != nil {
		return e, fmt.Errorf("incident %d has no usable date: it %w", number, err)
	}
	page := incident.Address(fmt.Sprintf(aiidPage, number))
	f.Source = &incident.Source{Name: aiidName, ID: strconv.FormatInt(number, 10), URL: page, Licence: aiidLicence, Retrieved: retrieved}
	f.References = []incident.Reference{{URL: page, Title: f.Title, Kind: "report", Publisher: aiidName}}
	for key, list := range map[string]*[]string{
		"AllegedDeployerOfAISystem": &f.Parties.Deployers, "AllegedDeveloperOfAISystem": &f.Parties.Developers,
		"AllegedHarmedOrNearlyHarmedParties": &f.Parties.Harmed,
	} {
		for _, party := range t.List(key) {
			name, slug := party.Line("name"), party.Line("entity_id")
			if name == "" {
				name = slug
			}
			addName(list, name)
		}
	}
	var numbers []int64
	authors := 0
	for _, report := range t.List("reports") {
		if n, ok := report["report_number"].(int64); ok {
			numbers = append(numbers, n)
			delete(report, "report_number")
		}
		names, _ := report["authors"].([]any)
		authors += len(names)
		delete(report, "authors")
	}
	references(&f, t, "reports", "url", "title", nil)
	if authors > 0 {
		importing.Lacks(&f, "reports: names of authors left out: %d", authors)
	}
	text := t.Text("description")
	if f.Summary = importing.Summary(text); f.Summary != "" {
		e.Body = "\n## What happened\n" + importing.AsMarkdown(importing.Paragraphs(text))
	}
	f.Custom = map[string]any{}
	if len(numbers) > 0 {
		f.Custom["aiid_reports"] = numbers
	}
	if rest := t.Rest(); rest != nil {
		f.Custom["aiid"] = rest
	}
	e.Front, e.Folder = f, AIIDFolder
	return e, nil
}

// aiidClass is what the classifications say of an incident that a record has a place for.
type aiidClass struct {
	risk      string // of the MIT taxonomy, such as 7.3
	countries []incident.Country
	harms     []string
	names     map[string]string // of parties, by slug
}

// The columns of the classifications: CSET v1 (https://github.com/georgetown-cset/CSET-AIID-harm-taxonomy) and MIT.
const (
	classID        = "Incident ID"
	classPublished = "Published"
	mitSubdomain   = "Risk Subdomain"
	csetCountry    = "Location Country (two letters)"
	csetRights     = "Rights Violation"
	csetDeaths     = "Lives Lost"
	csetInjuries   = "Injuries"
	csetEntities   = "Entities"
)

var mitNumber = lazy.Regexp(`^\d\.\d`)

// aiidClasses reads the classifications beside a source, by number of incident. Those that are not published are passed over.
func aiidClasses(in importing.Input) (map[string]*aiidClass, error) {
	classes := map[string]*aiidClass{}
	risks := taxonomy.Frameworks()["mit"]
	err := aiidRows(in, "classifications_MIT.csv", []string{mitSubdomain}, classes, func(c *aiidClass, t *importing.Table) {
		if id := mitNumber().FindString(t.Cell(mitSubdomain)); risks.Names[id] != "" {
			c.risk = id
		}
	})
	if err != nil {
		return nil, err
	}
	columns := []string{csetCountry, csetRights, csetDeaths, csetInjuries, csetEntities}
	return classes, aiidRows(in, "classifications_CSETv1.csv", columns, classes, func(c *aiidClass, t *importing.Table) {
		var country incident.Country
		if country.UnmarshalText([]byte(strings.TrimSpace(t.Cell(csetCountry)))) == nil {
			c.countries = []incident.Country{country}
		}
		for _, column := range []string{csetDeaths, csetInjuries} {
			if n, err := strconv.Atoi(strings.TrimSpace(t.Cell(column))); err == nil && n > 0 {
				c.harms = []string{"physical"}
			}
		}
		if t.Cell(csetRights) == "yes" {
			c.harms = append(c.harms, "fundamental_rights")
		}
		for name := range strings.SplitSeq(t.Cell(csetEntities), ",") {
			if name = importing.OneLine(name); name != "" {
				c.names[slug(name)] = name
			}
		}
	})
}

func aiidRows(
	in importing.Input, name string, columns []string, classes map[string]*aiidClass, use func(*aiidClass, *importing.Table),
) error {
	f, err := in.Files.Open(path.Join(path.Dir(in.Name), name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	t, err := importing.NewTable(f, append([]string{classID, classPublished}, columns...))
	for err == nil {
		var fault error
		if fault, err = t.Next(); fault != nil || err != nil || t.Cell(classPublished) != "True" {
			continue
		}
		id := strings.TrimSpace(t.Cell(classID))
		if classes[id] == nil {
			classes[id] = &aiidClass{names: map[string]string{}}
		}
		use(classes[id], t)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return fmt.Errorf("%s: %w", name, err)
}

// slug is a name as the database has it in tables.
func slug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

func (c *aiidClass) add(f *incident.Front) {
	if c == nil {
		return
	}
	if c.risk != "" {
		controls(f, "mit", c.risk)
	}
	f.Impact.Countries, f.Impact.Harms = c.countries, slices.Clone(c.harms)
	for _, list := range []*[]string{&f.Parties.Developers, &f.Parties.Deployers, &f.Parties.Harmed} {
		for i, party := range *list {
			if name := c.names[party]; name != "" {
				(*list)[i] = name
			}
		}
	}
}
