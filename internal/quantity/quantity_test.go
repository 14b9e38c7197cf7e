package quantity_test

import (
	"strings"
	"testing"

	"golang.org/x/text/currency"

	"hindcast/internal/quantity"
)

// Codes are those of the tables; what is nearly one is named.
func TestCodes(t *testing.T) {
	for code, want := range map[string]string{ // what is said of it; empty for a country
		"DE": "", "GB": "", "US": "", "JP": "", "XK": "", "ZZ": "is not", "XX": "is not", "UK": "write GB", "EU": "is not",
		"de": "write DE", "uk": "write GB", "DEU": "is not", "": "is not", "001": "is not", "SU": "is not", "# Countries": "is not",
	} {
		var c quantity.Country
		check(t, "country "+code, c.UnmarshalText([]byte(code)), want)
	}
	for code, want := range map[string]string{
		"EUR": "", "USD": "", "JPY": "", "KWD": "", "XYZ": "is not", "EURO": "is not", "eur": "write EUR", "$": "is not", "": "is not",
		"VES": "", "XCG": "", "ITL": "", "EUR USD": "is not",
	} {
		var c quantity.Currency
		check(t, "currency "+code, c.UnmarshalText([]byte(code)), want)
	}
	for code, want := range map[quantity.Currency]int{"EUR": 2, "JPY": 0, "KWD": 3, "COP": 2, "CLF": 4} {
		if got := code.Decimals(); got != want {
			t.Errorf("%s has %d decimals, want %d", code, got, want)
		}
	}
}

// Whatever golang.org/x/text knows as a currency is one, and little else, since ISO 4217 changes a few codes in ten years.
func TestCurrencies(t *testing.T) {
	more := 0
	for i := range 26 * 26 * 26 {
		code := string([]byte{byte('A' + i/26/26), byte('A' + i/26%26), byte('A' + i%26)})
		_, unknown := currency.ParseISO(code)
		switch err := new(quantity.Currency).UnmarshalText([]byte(code)); {
		case unknown == nil:
			check(t, "currency "+code, err, "")
		case err == nil:
			more++
		}
	}
	if more == 0 || more > 15 {
		t.Errorf("%d codes are newer than those of the library", more)
	}
}

func check(t *testing.T, what string, err error, want string) {
	t.Helper()
	said := ""
	if err != nil {
		said = err.Error()
		if h, ok := err.(interface{ Hint() string }); ok {
			said += "; " + h.Hint()
		}
	}
	if (want == "") != (said == "") || !strings.Contains(said, want) {
		t.Errorf("%s: said %q, want %q", what, said, want)
	}
}

// Numbers are read as they are known, and what is nearly one is named with the form to write.
func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"0": "", "18400": "", "1200+": "{least: 1200}", "over 1,200": "{least: 1200}", "up to 20": "{most: 20}", "≥ 5": "{least: 5}",
		"over 1 million": "write {least: 1000000}", "1.2 million": "write 1200000", "27k": "write 27000", "1M": "write 1000000", "1m": "is not",
		"1200-1400": "write [1200, 1400]", "between 1,200 and 1,400": "write [1200, 1400]", "27 to 45 thousand": "write [27000, 45000]",
		"mindestens 1200": "{least: 1200}", "jusqu’à 1 200": "{most: 1200}", "más de 40 mil": "{least: 40000}", "100 % +": "[least, most]", "fewer than 500": "{most: 500}",
		"~1200": "[least, most]", "20 %": "[least, most]", "1.2345 thousand": "[least, most]", "-5 to 3": "is not", "1,20,0": "is not",
		"1,200": "write 1200", "-1": "is not", "1.5": "is not", "many": "[least, most]", "9999999999999999": "more than can be counted",
	} {
		var c quantity.Count
		check(t, "count "+text, c.UnmarshalText([]byte(text)), want)
	}
	for text, want := range map[string]string{
		"41000": "", "12.50": "", "0.000001": "", "1e3": "is not", ".5": "is not", "5.": "is not", "27,000,000": "write 27000000",
		"27 to 45 million": "write [27000000, 45000000]", "1.5 billion": "write 1500000000", "0.3 Mio.": "write 300000", "10 %": "is not",
		"27+": "{least: 27}", "1.2345678": "figures can hold", "NaN": "is not", "0x10": "is not", "+5": "is not",
	} {
		var a quantity.Amount
		check(t, "amount "+text, a.UnmarshalText([]byte(text)), want)
	}
	for text, want := range map[string]string{
		"0": "", "1": "", "0.25": "", "20 %": "write 0.2", "2.5%": "write 0.025", "up to 20 %": "write {most: 0.2}", "57%": "write 0.57",
		"more than 99.5 %": "write {least: 0.995}", "5-10 %": "write [0.05, 0.1]", "0.2 to 0.3": "write [0.2, 0.3]", "100 %": "write 1",
		"120 %": "is not a share", "1 to 3": "is not a share", "5k": "is not a share", "1.1": "is not a share", "20": "is not a share",
	} {
		var f quantity.Fraction
		check(t, "share "+text, f.UnmarshalText([]byte(text)), want)
	}
}

// An estimate has two ends in their order, or one.
func TestEstimates(t *testing.T) {
	for _, c := range []struct {
		entries map[string]string
		isWrong bool
	}{
		{map[string]string{"least": "3"}, false},
		{map[string]string{"most": "3"}, false},
		{map[string]string{"least": "3", "most": "7"}, false},
		{map[string]string{"least": "7", "most": "3"}, true},
		{map[string]string{"lest": "7"}, true},
		{map[string]string{"least": "some"}, true},
		{nil, true},
	} {
		var count quantity.Count
		var amount quantity.Amount
		for what, err := range map[string]error{"count": count.UnmarshalMap(c.entries), "amount": amount.UnmarshalMap(c.entries)} {
			if (err != nil) != c.isWrong {
				t.Errorf("%s %v: %v", what, c.entries, err)
			}
		}
		if c.isWrong {
			continue
		}
		for what, ends := range map[string]func() (string, string){"count": count.Ends, "amount": amount.Ends} {
			if least, most := ends(); least != c.entries["least"] || most != c.entries["most"] {
				t.Errorf("%s %v: read %q to %q", what, c.entries, least, most)
			}
		}
	}
	var c quantity.Count
	if err := c.UnmarshalList([]string{"9", "3"}); err == nil {
		t.Error("an estimate that ends below its beginning was read")
	}
}
