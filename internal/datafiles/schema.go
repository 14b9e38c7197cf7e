package datafiles

import (
	"encoding/json"

	"hindcast/internal/schema"
	"hindcast/internal/view"
)

// SchemaPath is where the JSON Schema of records is in the site.
const SchemaPath = "schema/incident.schema.json"

// Schema is the JSON Schema of the front matter of a record.
func Schema(m *view.Model) (view.File, error) {
	text, err := json.MarshalIndent(schema.ForRecords(&m.Log.Config), "", " ")
	return view.File{Path: SchemaPath, Body: text}, err
}
