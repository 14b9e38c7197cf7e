package quantity

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"hindcast/internal/diag"
)

// Currency is an ISO 4217 code.
type Currency string

// UnmarshalText reads a code that CLDR, which has those of ISO 4217, knows.
func (c *Currency) UnmarshalText(text []byte) error {
	unit, err := currency.ParseISO(string(text))
	switch {
	case err != nil:
		return &diag.FormError{Message: fmt.Sprintf("is not a currency: %q", text), Remedy: "write the ISO 4217 code, such as EUR"}
	case unit.String() != string(text):
		return &diag.FormError{
			Message: fmt.Sprintf("is not a currency: %q", text), Remedy: "write " + unit.String(), Mended: unit.String(),
		}
	}
	*c = Currency(text)
	return nil
}

// Decimals is how many digits after the point amounts of the currency have; 2 for one that is not known.
func (c Currency) Decimals() int {
	unit, err := currency.ParseISO(string(c))
	if err != nil {
		return 2
	}
	scale, _ := currency.Standard.Rounding(unit)
	return scale
}

// Country is an ISO 3166-1 alpha-2 code.
type Country string

// UnmarshalText reads a code that CLDR, which has those of ISO 3166-1, knows as one of a country.
func (c *Country) UnmarshalText(text []byte) error {
	region, err := language.ParseRegion(string(text))
	if canonical := region.Canonicalize(); err == nil && len(text) == 2 && region.IsCountry() && canonical.IsCountry() {
		if name := canonical.String(); name != string(text) {
			return &diag.FormError{Message: fmt.Sprintf("is not a country: %q", text), Remedy: "write " + name, Mended: name}
		}
		*c = Country(text)
		return nil
	}
	return &diag.FormError{
		Message: fmt.Sprintf("is not a country: %q", text), Remedy: "write the ISO 3166-1 code of two letters, such as DE",
	}
}

// Name is what the country is called in English; the code itself where that was withdrawn.
func (c Country) Name() string {
	if name := countries()[c]; name != "" {
		return name
	}
	return string(c)
}

//go:embed countries.tsv
var countryTable string

// countries are the English names by code. golang.org/x/text/language/display has names in many languages, those of 2017,
// and would make the program larger by a tenth.
var countries = sync.OnceValue(func() map[Country]string {
	names := map[Country]string{}
	for line := range strings.Lines(countryTable) {
		if code, name, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			names[Country(code)] = name
		}
	}
	return names
})
