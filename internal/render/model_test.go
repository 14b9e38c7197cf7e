package render

import (
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/view/viewtest"
)

func modelOf(t *testing.T, records ...*incident.Record) *Model {
	t.Helper()
	return &Model{viewtest.Model(t, records...)}
}
