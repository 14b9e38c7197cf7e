package markdown_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"hindcast/internal/highlight"
)

// luminance is the relative luminance of a colour #rrggbb by WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(v) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}

// contrast is that of two colours by WCAG 2.2.
func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// Every class that code can have has a colour that can be read on the background of code, by day
// and by night.
func TestCodeColours(t *testing.T) {
	tokens, err := os.ReadFile("../../site/src/style/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	style, err := os.ReadFile("../../site/src/style/code.css")
	if err != nil {
		t.Fatal(err)
	}
	panel := regexp.MustCompile(`--panel: light-dark\((#\w{6}), (#\w{6})\)`).FindSubmatch(tokens)
	if panel == nil {
		t.Fatal("tokens.css has no --panel")
	}
	coloured := map[string]bool{}
	for _, m := range regexp.MustCompile(`pre \.(\w+) \{ color: light-dark\((#\w{6}), (#\w{6})\)`).FindAllStringSubmatch(string(style), -1) {
		coloured[m[1]] = true
		for i, scheme := range []string{"light", "dark"} {
			if c := contrast(t, m[2+i], string(panel[1+i])); c < 4.5 {
				t.Errorf("the contrast of .%s is %.2f in the %s scheme", m[1], c, scheme)
			}
		}
	}
	used := map[string]bool{}
	for language, code := range map[string]string{
		"go": "// c\nfunc f() { return \"s\", 1 }\n", "html": "<a href=\"b\">c</a>\n", "diff": "diff --git a b\n--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b\n",
	} {
		for _, m := range regexp.MustCompile(`class="(\w+)"`).FindAllStringSubmatch(highlight.HTML(language, code), -1) {
			used[m[1]] = true
			if !coloured[m[1]] {
				t.Errorf("code.css has no colour for .%s", m[1])
			}
		}
	}
	if len(used) != len(coloured) {
		t.Errorf("code has the classes %v, code.css those of %v", used, coloured)
	}
}
