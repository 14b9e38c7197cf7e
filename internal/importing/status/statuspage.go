package status

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"sort"
	"strings"
	"time"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

// Statuspage reads what an Atlassian Statuspage publishes: /api/v2/incidents.json, whose keys
// https://www.mongodb.com/docs/api/doc/cloud-status lists for one such page, or the history as Atom, as
// https://www.githubstatus.com/history.atom has it; both read on 2026-11-27.
func Statuspage(ctx context.Context, in importing.Input, o importing.Options) (batch importing.Batch, err error) {
	f, err := in.Open()
	if err != nil {
		return batch, err
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head)
	if bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(head[:n], []byte("\ufeff"))), []byte("<")) {
		return statuspageAtom(ctx, in, o)
	}
	im := &page{o: o, batch: &batch, seen: map[string]bool{}}
	_, err = importing.Elements(ctx, in, []string{"incidents"}, func(line int, entry json.RawMessage) {
		var i statuspageIncident
		if err := json.Unmarshal(entry, &i); err != nil {
			batch.Omit(importing.At{Line: line}, "the incident is not as Statuspage has it: "+err.Error())
			return
		}
		i.other, _ = importing.Unread(entry, i, bookkeeping())
		im.add(line, i)
	})
	if err != nil {
		return importing.Batch{}, err
	}
	return batch, nil
}

type statuspageIncident struct {
	ID             string             `json:"id"`
	Name           string             `json:"name"`
	Status         string             `json:"status"`
	Impact         string             `json:"impact"`
	CreatedAt      string             `json:"created_at"`
	StartedAt      string             `json:"started_at"`
	MonitoringAt   string             `json:"monitoring_at"`
	ResolvedAt     string             `json:"resolved_at"`
	ScheduledFor   string             `json:"scheduled_for"`
	Shortlink      string             `json:"shortlink"`
	Postmortem     string             `json:"postmortem_body"`
	PostmortemTime string             `json:"postmortem_published_at"`
	Updates        []statuspageUpdate `json:"incident_updates"`
	Components     []struct {
		Name string `json:"name"`
	} `json:"components"`

	other []importing.Field
}

// bookkeeping is what Statuspage keeps for itself beside an incident: its numbers, order and ways of telling subscribers.
var bookkeeping = lazy.Regexp(`(?:^|\.)(?:id|\w+_ids?|code|position|group|showcase|updated_at|start_date|reminder_intervals|metadata|impact_override|postmortem_\w+|` +
	`(?:wants|deliver|auto|only)_\w+|scheduled_(?:auto|remind)\w+)$|\.(?:created_at|status)$`)

type statuspageUpdate struct {
	Status     string `json:"status"`
	Body       string `json:"body"`
	CreatedAt  string `json:"created_at"`
	DisplayAt  string `json:"display_at"`
	Tweet      string `json:"custom_tweet"`
	Components []struct {
		Name string `json:"name"`
		Old  string `json:"old_status"`
		New  string `json:"new_status"`
	} `json:"affected_components"`
}

// ofMaintenance are the states that planned work alone has.
var ofMaintenance = lazy.Regexp(`^\s*(?i:scheduled|in[_ ]progress|verifying|completed)\s*$`)

// page makes entries of incidents.
type page struct {
	o     importing.Options
	batch *importing.Batch
	seen  map[string]bool
}

func (im *page) add(line int, i statuspageIncident) {
	entry, err := im.entry(i)
	if im.batch.Take(importing.At{Line: line}, entry, err) {
		im.seen[i.ID] = true
	}
}

func (im *page) entry(i statuspageIncident) (e importing.Entry, err error) {
	f := &e.Front
	f.Title = importing.OneLine(i.Name)
	isLong := func(u statuspageUpdate) bool { return len(u.Body) > maxFile }
	planned := i.ScheduledFor != "" || i.Impact == "maintenance" || ofMaintenance().MatchString(i.Status) ||
		slices.ContainsFunc(i.Updates, func(u statuspageUpdate) bool { return ofMaintenance().MatchString(u.Status) })
	switch {
	case i.ID == "":
		return e, errors.New("the incident has no id")
	case im.seen[i.ID]:
		return e, fmt.Errorf("incident %s is there twice", i.ID)
	case f.Title == "":
		return e, fmt.Errorf("incident %s has no name", i.ID)
	case len(i.Postmortem) > maxFile || slices.ContainsFunc(i.Updates, isLong):
		return e, fmt.Errorf("incident %s has a text of more than %d MiB", i.ID, maxFile>>20)
	case planned:
		return e, fmt.Errorf("incident %s is scheduled maintenance", i.ID)
	}
	f.Source = &incident.Source{Name: im.o.Source, ID: i.ID, URL: incident.Address(i.Shortlink), Retrieved: im.o.Retrieved}
	if i.Shortlink != "" && !strings.HasPrefix(i.Shortlink, "https://") && !strings.HasPrefix(i.Shortlink, "http://") {
		f.Source.URL = ""
		importing.Lacks(f, "shortlink: %s", i.Shortlink)
	}
	for _, t := range []struct {
		key, text string
		to        *incident.Time
	}{
		{"created_at", i.CreatedAt, &f.Timeline.Detected},
		{"started_at", i.StartedAt, &f.Timeline.Started.At},
		{"monitoring_at", i.MonitoringAt, &f.Timeline.Contained},
		{"resolved_at", i.ResolvedAt, &f.Timeline.Resolved},
		{"postmortem_published_at", i.PostmortemTime, &f.Timeline.Reviewed},
	} {
		if t.text == "" {
			continue
		}
		if *t.to, _, err = importing.Time(t.text, nil); err != nil {
			importing.Lacks(f, "%s: %s", t.key, t.text)
		}
	}
	events := im.events(f, i.Updates)
	if len(events) > 0 && f.Timeline.Detected.IsZero() {
		f.Timeline.Detected = events[0].At
	}
	if f.Timeline.Detected.IsZero() {
		return e, fmt.Errorf("incident %s has no usable time", i.ID)
	}
	if !importing.Ordered(f) {
		return e, fmt.Errorf("incident %s ends before it begins: resolved_at is %s and created_at %s; correct one of them in the file", i.ID, i.ResolvedAt, i.CreatedAt)
	}
	f.Status = im.o.Words.Read(importing.Status, i.Status)
	if f.Severity = im.o.Words.Read(importing.Severity, i.Impact); f.Severity == "" {
		e.Unread = importing.OneLine(i.Impact)
	}
	for _, c := range i.Components {
		if name := importing.OneLine(c.Name); name != "" && !slices.Contains(f.Unregistered, name) {
			f.Unregistered = append(f.Unregistered, name)
		}
	}
	e.Body = importing.Body(importing.Markdown(importing.HTML(i.Postmortem))+importing.OtherFields(i.other), events)
	return e, nil
}

// events are updates from the first to the last.
func (im *page) events(f *incident.Front, updates []statuspageUpdate) (events []importing.Event) {
	for _, u := range updates {
		text := importing.Markdown(importing.HTML(u.Body))
		for _, c := range u.Components {
			if c.Old != c.New || c.Old == "" {
				text += "\n\n" + importing.Escape(importing.OneLine(fmt.Sprintf("%s: %s → %s", c.Name, c.Old, c.New)))
			}
		}
		if tweet := importing.OneLine(u.Tweet); tweet != "" {
			text += "\n\nTold by tweet: " + importing.Escape(tweet)
		}
		when, _, err := importing.Time(cmp.Or(u.DisplayAt, u.CreatedAt), nil)
		if err != nil {
			importing.Lacks(f, "update at %s: %s", cmp.Or(u.DisplayAt, u.CreatedAt, "no time"), importing.Fold(text))
			continue
		}
		status := strings.ReplaceAll(importing.OneLine(u.Status), "_", " ")
		if status != "" {
			status = strings.ToUpper(status[:1]) + status[1:]
		}
		events = append(events, importing.Event{At: when, Label: importing.Escape(cmp.Or(status, "Update")), Text: strings.TrimSpace(text)})
	}
	sort.SliceStable(events, func(i, j int) bool { return events[i].At.Sortable().Before(events[j].At.Sortable()) })
	return events
}

// maxFeed is how many bytes a feed may have. A history has its last incidents alone, well below 1 MiB; what the XML reader
// keeps of elements within each other is many times their bytes.
const maxFeed = 4 << 20

type atomFeed struct {
	XMLName xml.Name
	Entries []struct {
		ID        string `xml:"id"`
		Title     string `xml:"title"`
		Published string `xml:"published"`
		Links     []struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Content string `xml:"content"`
	} `xml:"entry"`
}

// statuspageAtom reads a history as Atom. An entry has its updates in one text of HTML, with the time of each, without
// its year, and the time of the last in published.
func statuspageAtom(ctx context.Context, in importing.Input, o importing.Options) (batch importing.Batch, err error) {
	text, err := in.Text(in.Name, maxFeed)
	if err != nil {
		return batch, err
	}
	var feed atomFeed
	if err := xml.Unmarshal(text, &feed); err != nil {
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			return batch, fmt.Errorf("line %d is not XML: %s", syntax.Line, syntax.Msg)
		}
		return batch, err
	}
	if feed.XMLName.Local != "feed" {
		return batch, fmt.Errorf("it is no Atom feed: its root is %s", importing.Excerpt(feed.XMLName.Local))
	}
	im := &page{o: o, batch: &batch, seen: map[string]bool{}}
	line, from := 1, 0
	for _, entry := range feed.Entries {
		if ctx.Err() != nil {
			return importing.Batch{}, ctx.Err()
		}
		if i := bytes.Index(text[from:], []byte("<entry")); i >= 0 {
			line += bytes.Count(text[from:from+i], []byte("\n"))
			from += i + len("<entry")
		}
		i := statuspageIncident{ID: path.Base(entry.ID), Name: entry.Title}
		if len(entry.Links) > 0 {
			i.Shortlink = entry.Links[0].Href
			i.ID = path.Base(i.Shortlink) // as in incidents.json
		}
		if i.ID == "." || i.ID == "/" {
			i.ID = ""
		}
		published, _, err := importing.Time(entry.Published, nil)
		if err != nil {
			batch.Omit(importing.At{Line: line}, fmt.Sprintf("incident %s has no time of publication", i.ID))
			continue
		}
		if atomScheduled().MatchString(entry.Content) {
			i.ScheduledFor = entry.Published
		}
		i.Updates, i.Postmortem = atomUpdates(entry.Content, published)
		for _, u := range i.Updates {
			if strings.EqualFold(u.Status, "resolved") && i.ResolvedAt == "" {
				i.ResolvedAt = u.DisplayAt
			}
		}
		if len(i.Updates) > 0 {
			i.Status = i.Updates[0].Status
		}
		if len(i.Updates) == 0 {
			i.CreatedAt = entry.Published
		}
		im.add(line, i)
	}
	return batch, nil
}

var (
	atomUpdate    = lazy.Regexp(`<p>\s*<small>`)
	atomScheduled = lazy.Regexp(`(?i)^\s*(?:<[^<>]*>\s*)*this is a scheduled event\b`) // above all updates
	atomTime      = lazy.Regexp(`^\s*(\pL{3})\w* +<var[^<>]*>\s*(\d{1,2})</var>, +<var[^<>]*>(\d{1,2}:\d{2})</var> +(\w+)\s*</small>\s*<br ?/?>\s*` +
		`(?:<strong>([^<]*)</strong>\s*-?\s*)?`)
)

// atomUpdates parts the updates of an entry, the latest first, from the rest of its text. A time in another zone than UTC,
// whose abbreviation may mean several, is reduced to its day.
func atomUpdates(content string, published incident.Time) (updates []statuspageUpdate, rest string) {
	last := published.Latest()
	starts := atomUpdate().FindAllStringIndex(content, -1)
	if len(starts) == 0 {
		return nil, content
	}
	rest = content[:starts[0][0]]
	for n, s := range starts {
		end := len(content)
		if n+1 < len(starts) {
			end = starts[n+1][0]
		}
		part := content[s[1]:end]
		m := atomTime().FindStringSubmatch(part)
		if m == nil {
			rest += content[s[0]:end]
			continue
		}
		at, err := time.Parse("Jan 2 2006 15:04", fmt.Sprintf("%s %s %d %s", m[1], m[2], last.Year(), m[3]))
		if err != nil {
			rest += content[s[0]:end]
			continue
		}
		if at.After(last.AddDate(0, 0, 1)) {
			at = at.AddDate(-1, 0, 0)
		}
		last = at
		form := "2006-01-02T15:04Z07:00"
		body := part[len(m[0]):]
		if m[4] != "UTC" && m[4] != "GMT" {
			form = time.DateOnly
			body = m[3] + " " + m[4] + ": " + body
		}
		updates = append(updates, statuspageUpdate{Status: m[5], Body: body, DisplayAt: at.Format(form)})
	}
	return updates, rest
}
