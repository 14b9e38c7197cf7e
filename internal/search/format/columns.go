package format

import "hindcast/internal/incident"

// Columns are the built-in fields of filters and facets, in the order in which facets are shown; "date" comes beside
// them.
var Columns = incident.FacetNames()
