package address_test

import (
	"testing"

	"hindcast/internal/address"
)

func TestSource(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"https://example.org/report", "http://example.org/report", true},
		{"https://example.org/report", "https://www.example.org/report/", true},
		{"https://example.org/report", "https://EXAMPLE.org/report#findings", true},
		{"https://example.org/report", "https://example.org:443/report?utm_source=mail&utm_medium=x", true},
		{"https://example.org/a?id=7", "https://example.org/a?fbclid=IwAR&id=7", true},
		{"https://example.org", "https://example.org/", true},
		{"https://example.org/Report", "https://example.org/report", false},
		{"https://example.org/a?id=7", "https://example.org/a?id=8", false},
		{"https://example.org/a?reference=7", "https://example.org/a", false},
		{"https://example.org/a", "https://example.org:8443/a", false},
		{"https://example.org/#/cases/1", "https://example.org/#/cases/2", false},
		{"https://example.org/a%2Fb", "https://example.org/a/b", false},
		{"https://news.example.org/a", "https://example.org/a", false},
		{"urn:isbn:9780000000000", "urn:isbn:9780000000001", false},
		{"urn:isbn:9780000000000", "urn:isbn:9780000000000", true},
	} {
		a, b := address.Source(c.a), address.Source(c.b)
		if (a == b) != c.same {
			t.Errorf("%s is %s, and %s is %s", c.a, a, c.b, b)
		}
	}
}
