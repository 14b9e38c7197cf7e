package when

import (
	"fmt"
	"time"

	"hindcast/internal/diag"
)

// Zone is the name of a time zone, such as Europe/Berlin.
type Zone struct{ location *time.Location }

// UnmarshalText reads a name of the IANA time zone database.
func (z *Zone) UnmarshalText(text []byte) error {
	location, err := time.LoadLocation(string(text))
	if err != nil || string(text) == "Local" || len(text) == 0 {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a time zone: %q", text), Remedy: "write a name such as UTC or Europe/Berlin",
		}
	}
	z.location = location
	return nil
}

// Location is the zone, UTC where none is set.
func (z Zone) Location() *time.Location {
	if z.location == nil {
		return time.UTC
	}
	return z.location
}
