package diag_test

import (
	"fmt"
	"os"
	"strings"

	"hindcast/internal/diag"
)

// Findings are printed as a compiler would, each with the line that it is about.
func ExamplePrinter_Text() {
	const text = "id: INC-2026-0007\nseverity: high\n"
	at := strings.Index(text, "high")
	finding := diag.Finding{
		Rule: "unknown-value", Level: diag.Error, Path: "incidents/INC-2026-0007.md",
		Span:    diag.NewLines([]byte(text)).Span(at, at+len("high")),
		Message: `"high" is no severity`, Hint: diag.DidYouMean("high", []string{"sev1", "sev2", "sev3", "sev4"}),
	}
	printer := diag.Printer{Source: func(string) ([]byte, error) { return []byte(text), nil }}
	if err := printer.Text(os.Stdout, []diag.Finding{finding}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(diag.Tally([]diag.Finding{finding}))
	// Output:
	// incidents/INC-2026-0007.md:2:11: error: "high" is no severity [unknown-value]
	//  2 | severity: high
	//    |           ^~~~
	//   hint: one of: sev1, sev2, sev3, sev4
	// 1 error
}

// A hint names the word that was probably meant.
func ExampleDidYouMean() {
	stages := []string{"detected", "triaged", "contained", "resolved", "reviewed", "closed"}
	fmt.Println(diag.DidYouMean("Triagd", stages))
	fmt.Println(diag.DidYouMean("open", stages))
	// Output:
	// did you mean triaged?
	// one of: detected, triaged, contained, resolved, reviewed, closed
}

// Places count code points and stay those of the whole text where something is taken out of it.
func ExampleLines_Without() {
	lines := diag.NewLines([]byte("shown\n:::tlp RED\nhidden\n:::\nGebühr hoch\n"))
	public := lines.Without([][2]int{{6, 28}})
	at := strings.Index(string(public.Text()), "hoch")
	fmt.Printf("%q\n", public.Text())
	fmt.Printf("line %d, column %d\n", public.Pos(at).Line, public.Pos(at).Column)
	// Output:
	// "shown\nGebühr hoch\n"
	// line 5, column 8
}
