package view

import (
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/wording"
)

// Day is a day in words, in the configured zone.
func (m *Model) Day(at time.Time) string {
	return m.Format(at.In(m.Log.Config.Zone), wording.LayoutDay)
}

// Amount is a count, or an estimate between two.
func (m *Model) Amount(c *incident.Count) string {
	if c.Least == c.Most {
		return m.Number(int(c.Least))
	}
	return m.T("%s to %s", m.Number(int(c.Least)), m.Number(int(c.Most)))
}

// Money is a sum with its currency.
func (m *Model) Money(c *incident.Cost) string {
	return m.Separate(string(c.Amount)) + " " + string(c.Currency)
}
