package quantity_test

import (
	"strconv"
	"testing"

	"hindcast/internal/quantity"
)

// Whatever is read as a number is written as a text that is read as the same number, and has as many
// digits as figures can hold.
func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{
		"0", "18400", "-1", "1e308", "9223372036854775808", "999999999999999", "12.50", ".5", "5.", "007", "+1", "0x1F",
		"1_000", "Inf", ".nan", "", "1.0000000", "١٢",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var c, again quantity.Count
		if c.UnmarshalText([]byte(text)) == nil {
			written, err := c.MarshalText()
			if err != nil || again.UnmarshalText(written) != nil || again != c || c.Least < 0 || c.Most > 999_999_999_999_999 {
				t.Errorf("the count %q is %+v, written as %q and read as %+v", text, c, written, again)
			}
		}
		var a quantity.Amount
		if a.UnmarshalText([]byte(text)) != nil {
			return
		}
		shown, _ := a.Ends()
		n, err := strconv.ParseFloat(text, 64)
		m, shownErr := strconv.ParseFloat(shown, 64)
		if err != nil || shownErr != nil || n != m || n < 0 || n >= 1e15 {
			t.Errorf("the amount %q is shown as %q", text, shown)
		}
	})
}
