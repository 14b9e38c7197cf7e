package pages

import (
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/view/viewtest"
)

func modelOf(t *testing.T, records ...*incident.Record) *site {
	t.Helper()
	return newSite(viewtest.Model(t, records...))
}
