package render

import (
	"encoding/json"
	"fmt"

	"hindcast/internal/incident"
)

// recordJSON is a record as programs read it.
type recordJSON struct {
	ID       string            `json:"id"`
	URL      string            `json:"url"` // relative to the root of the site
	Title    string            `json:"title"`
	Summary  string            `json:"summary,omitempty"`
	Kind     string            `json:"kind"`
	Type     string            `json:"type,omitempty"`
	Also     []string          `json:"also,omitempty"`
	Severity string            `json:"severity,omitempty"`
	Status   string            `json:"status,omitempty"`
	TLP      string            `json:"tlp"`
	Systems  []string          `json:"systems,omitempty"`
	Owner    string            `json:"owner,omitempty"`
	Causes   []string          `json:"causes,omitempty"`
	Tags     []string          `json:"tags,omitempty"`
	Timeline map[string]string `json:"timeline,omitempty"`
}

// recordsJSON is incidents.json: all records of the site, newest first.
func recordsJSON(m *Model) ([]byte, error) {
	list := []recordJSON{}
	for _, r := range newest(m.Log.Records) {
		j := recordJSON{
			ID: r.ID, URL: RecordURL(r), Title: r.Title, Summary: r.Summary, Kind: r.KindOrDefault(), Type: r.Type, Also: r.Also,
			Severity: r.Rank(), Status: r.Status, TLP: r.TLP, Systems: r.Systems, Owner: r.Owner, Tags: r.Tags, Timeline: map[string]string{},
		}
		for _, c := range r.Causes {
			j.Causes = append(j.Causes, c.Factor)
		}
		for _, key := range incident.TimelineKeys() {
			if t := r.Timeline.At(key); !t.IsZero() {
				j.Timeline[key] = t.String()
			}
		}
		list = append(list, j)
	}
	data, err := json.MarshalIndent(struct {
		Records []recordJSON `json:"records"`
	}{list}, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write incidents.json: %w", err)
	}
	return append(data, '\n'), nil
}
