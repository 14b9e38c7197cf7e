package when_test

import (
	"fmt"

	"hindcast/internal/when"
)

// A time is as exact as it is written. One that names no zone may lie in any.
func ExampleParseTime() {
	for _, s := range []string{"2026-03-02T09:25:00Z", "2026-03-02", "2026-03", "2026-03-02 09:25"} {
		at, err := when.ParseTime(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(at, "may begin at", at.Earliest().Format("Jan 2 15:04"), "UTC")
	}
	// Output:
	// 2026-03-02T09:25:00Z may begin at Mar 2 09:25 UTC
	// 2026-03-02 may begin at Mar 1 10:00 UTC
	// 2026-03 may begin at Feb 28 10:00 UTC
	// has no zone
}
