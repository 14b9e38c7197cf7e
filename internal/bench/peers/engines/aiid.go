package engines

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"

	"hindcast/internal/bench/peers/question"
)

// Snapshot is the table of incidents where it lies beside the project.
const Snapshot = "../../../../shared/data/aiid/incidents.csv"

// Incidents reads number, title and description of every incident, numbered as Hindcast's
// importer does.
func Incidents(name string) ([]question.Record, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("read %s: it is empty", name)
	}
	var at [3]int
	for i, column := range []string{"incident_id", "title", "description"} {
		if at[i] = slices.Index(rows[0], column); at[i] < 0 {
			return nil, fmt.Errorf("read %s: there is no column %s", name, column)
		}
	}
	records := make([]question.Record, len(rows)-1)
	for i, row := range rows[1:] {
		number, err := strconv.Atoi(row[at[0]])
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		records[i] = question.Record{ID: fmt.Sprintf("AIID-%04d", number), Title: row[at[1]], Text: row[at[2]]}
	}
	return records, nil
}
