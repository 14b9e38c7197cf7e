package quantity

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"hindcast/internal/diag"
)

// Currency is an ISO 4217 code.
type Currency string

// UnmarshalText reads a code of ISO 4217, that of a currency of the past too.
func (c *Currency) UnmarshalText(text []byte) error {
	code := strings.ToUpper(string(text))
	switch {
	case !slices.Contains(currencies(), code):
		return &diag.FormError{Message: fmt.Sprintf("is not a currency: %q", text), Remedy: "write the ISO 4217 code, such as EUR"}
	case code != string(text):
		return &diag.FormError{Message: fmt.Sprintf("is not a currency: %q", text), Remedy: "write " + code, Mended: code}
	}
	*c = Currency(code)
	return nil
}

// Decimals is how many digits after the point amounts of the currency have, the minor unit of ISO 4217.
func (c Currency) Decimals() int {
	switch c {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

//go:embed currencies.txt
var currencyCodes string

// currencies are the codes of ISO 4217 as of 2026, and those that CLDR has of currencies of the past.
// golang.org/x/text/currency has those of 2017, and would add 190 KB to the program.
var currencies = sync.OnceValue(func() []string { return strings.Fields(currencyCodes) })

// Country is an ISO 3166-1 alpha-2 code.
type Country string

// UnmarshalText reads the code of a country that has a name.
func (c *Country) UnmarshalText(text []byte) error {
	code := Country(strings.ToUpper(string(text)))
	if code == "UK" {
		code = "GB"
	}
	switch {
	case countries()[code] == "":
		return &diag.FormError{
			Message: fmt.Sprintf("is not a country: %q", text), Remedy: "write the ISO 3166-1 code of two letters, such as DE",
		}
	case string(code) != string(text):
		return &diag.FormError{
			Message: fmt.Sprintf("is not a country: %q", text), Remedy: "write " + string(code), Mended: string(code),
		}
	}
	*c = code
	return nil
}

// Name is what the country is called in English; the code itself where it is not known.
func (c Country) Name() string { return cmp.Or(countries()[c], string(c)) }

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
