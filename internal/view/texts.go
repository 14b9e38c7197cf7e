package view

import (
	"strconv"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/wording"
)

// Day is a day in words, in the configured zone.
func (m *Model) Day(at time.Time) string {
	return m.Format(at.In(m.Log.Config.Zone), wording.LayoutDay)
}

// Amount is a count, or an estimate of one.
func (m *Model) Amount(c *incident.Count) string {
	least, most := c.Ends()
	return estimate(m, least, most, m.Separate)
}

// estimate is a number in words, or an estimate between two of which one may be open.
func estimate(m *Model, least, most string, word func(string) string) string {
	switch {
	case least == most:
		return word(least)
	case most == "":
		return m.T("at least %s", word(least))
	case least == "":
		return m.T("at most %s", word(most))
	}
	return m.T("%s to %s", word(least), word(most))
}

// Money is a sum with its currency.
func (m *Model) Money(c *incident.Cost) string {
	return estimate(m, c.Amount.Least, c.Amount.Most, m.Separate) + " " + string(c.Currency)
}

// Share is what part was affected, in percent.
func (m *Model) Share(s *incident.Share) string {
	return estimate(m, s.Value.Least, s.Value.Most, func(end string) string {
		part, _ := strconv.ParseFloat(end, 64)
		return m.Percent(part)
	})
}
