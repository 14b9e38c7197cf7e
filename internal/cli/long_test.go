package cli_test

import (
	"os"
	"strconv"
	"testing"
)

// long lets tests try what the normal run takes a sample of; docs/testing.md has all such variables.
var long = os.Getenv("HINDCAST_TEST_LONG") != ""

// number is what a variable of the environment sets, else what is usual.
func number(t *testing.T, variable string, usual int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s is no number: %s", variable, text)
	}
	return n
}
