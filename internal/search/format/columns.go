package format

import (
	"slices"

	"hindcast/internal/incident"
)

// Columns are the fields of filters and facets, in the order in which facets are shown; "date" comes beside them.
var Columns = incident.FacetNames()

// IsColumn reports whether a field is one of the columns.
func IsColumn(field string) bool { return slices.Contains(Columns, field) }
