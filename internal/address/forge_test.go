package address_test

import (
	"testing"

	"hindcast/internal/address"
)

// Files are edited below the folder that the records have in the repository; what is shown may lie beside it.
func TestForgeOfAFolder(t *testing.T) {
	f := address.Forge{Repository: "https://example.org/team/models/", Branch: "main", Folder: "ops/log"}
	for _, c := range [][2]string{
		{f.EditURL("docs/a b.md"), "https://example.org/team/models/edit/main/ops/log/docs/a%20b.md"},
		{f.NewFile(), "https://example.org/team/models/new/main/ops/log/incidents"},
		{f.FileURL("src/x.go"), "https://example.org/team/models/blob/main/src/x.go"},
		{address.Forge{}.FileURL("src/x.go"), ""},
	} {
		if c[0] != c[1] {
			t.Errorf("the address is %q, want %q", c[0], c[1])
		}
	}
}
