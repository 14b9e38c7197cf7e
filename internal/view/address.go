package view

import (
	"net/url"
	"time"
)

// Absolute is the full address of a page or file of the site; empty where the site's is not known.
func (m *Model) Absolute(addr string) string {
	base := string(m.Log.Config.BaseURL)
	if base == "" {
		return ""
	}
	return base + (&url.URL{Path: addr}).EscapedPath()
}

// Stamp is an instant in UTC as RFC 3339; empty for none.
func Stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}
