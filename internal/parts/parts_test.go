package parts

import (
	"encoding/json"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
)

// Everything that is linked, on any platform, has a licence on file, and what is no longer linked has none.
func TestEveryLinkedModuleHasItsLicence(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	linked := map[string]bool{Hindcast + " ": true, StandardLibrary + " ": true}
	for _, platform := range Platforms() {
		goos, goarch, _ := strings.Cut(platform, "/")
		cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f",
			"{{with .Module}}{{if .Main}}dir {{$.Dir}}{{else}}{{.Path}} {{.Version}}{{end}}{{end}}", "hindcast/cmd/hindcast")
		cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			line = strings.TrimSuffix(line, "\n")
			if dir, ok := strings.CutPrefix(line, "dir "); ok {
				looked(t, dir)
			} else if line != "" {
				linked[line] = true
			}
		}
	}
	looked(t, "../..")
	known, err := Known()
	if err != nil {
		t.Fatal(err)
	}
	const remedy = "run go generate ./internal/parts"
	for _, p := range known {
		name := p.Module + " " + p.Version
		if !linked[name] {
			t.Errorf("%s is not linked; %s", name, remedy)
		}
		if delete(linked, name); p.Licence == "" || len(p.Texts) == 0 || len(p.Texts[0].Text) < 500 {
			t.Errorf("%s has licence %q and %d texts", name, p.Licence, len(p.Texts))
		}
	}
	for name := range linked {
		t.Errorf("%s has no licence on file; %s", name, remedy)
	}
	if len(known) < 30 {
		t.Errorf("only %d parts were looked at", len(known))
	}
}

// looked reads a folder, so that go test takes no earlier result when a file in it changed.
func looked(t *testing.T, dir string) {
	t.Helper()
	if _, err := os.ReadDir(dir); err != nil {
		t.Fatal(err)
	}
}

// binary is the build information of a binary with one module as it was collected, one in another
// version, and one that is in for another.
func binary(t *testing.T) *debug.BuildInfo {
	t.Helper()
	known, err := Known()
	if err != nil {
		t.Fatal(err)
	}
	cobra := known[slices.IndexFunc(known, func(p Part) bool { return p.Module == "github.com/spf13/cobra" })]
	return &debug.BuildInfo{
		GoVersion: "go1.26.8 X:nodwarf5",
		Deps: []*debug.Module{
			{Path: "github.com/BurntSushi/toml", Version: "v0.0.1+incompatible", Sum: "h1:abc="},
			{Path: "github.com/spf13/cobra", Version: cobra.Version, Sum: "h1:def="},
			{Path: "example.org/old", Version: "v1.0.0", Replace: &debug.Module{Path: "github.com/spf13/pflag", Version: "v0.0.2"}},
		},
		Settings: []debug.BuildSetting{{Key: "-trimpath", Value: "true"}, {Key: "GOOS", Value: "plan9"}, {Key: "GOARCH", Value: "arm"}},
	}
}

func TestOf(t *testing.T) {
	list, err := Of(binary(t), "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range list {
		got = append(got, strings.Join([]string{p.Module, p.Version, p.Licence}, " "))
	}
	want := []string{
		"hindcast 1.2.3 Apache-2.0", "stdlib 1.26.8 BSD-3-Clause", "github.com/BurntSushi/toml v0.0.1+incompatible ",
		"github.com/spf13/cobra " + list[3].Version + " Apache-2.0", "github.com/spf13/pflag v0.0.2 ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the parts are %q, want %q", got, want)
	}
}

func TestSBOM(t *testing.T) {
	when := time.Date(2026, 11, 26, 10, 0, 0, 0, time.FixedZone("", 3600))
	bom, err := SBOM(binary(t), "1.2.3", when)
	if err != nil {
		t.Fatal(err)
	}
	if bom.Metadata.Timestamp != "2026-11-26T09:00:00Z" || bom.Metadata.Component.Version != "1.2.3" {
		t.Errorf("the bill is of %+v", bom.Metadata)
	}
	if want := []property{
		{"cdx:gomod:build:env:GOOS", "plan9"}, {"cdx:gomod:build:env:GOARCH", "arm"},
	}; !slices.Equal(bom.Metadata.Component.Properties, want) {
		t.Errorf("the settings are %v, want %v", bom.Metadata.Component.Properties, want)
	}
	var urls []string
	for _, c := range bom.Components {
		urls = append(urls, c.PURL)
	}
	// A plus in a version is %2B, and capitals stay.
	if urls[0] != "pkg:golang/stdlib@1.26.8" || urls[1] != "pkg:golang/github.com/BurntSushi/toml@v0.0.1%2Bincompatible" {
		t.Errorf("the addresses are %q", urls)
	}
	if !slices.Equal(bom.Dependencies[0].DependsOn, urls) {
		t.Errorf("the program needs %q, want %q", bom.Dependencies[0].DependsOn, urls)
	}
	if bom.Components[1].Licences != nil {
		t.Errorf("a version that was not collected has the licence %+v", bom.Components[1].Licences)
	}
}

// Without a time the bill has none, nor anything else that is another one each time.
func TestSBOMWithoutTime(t *testing.T) {
	bom, err := SBOM(binary(t), "1.2.3", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(bom)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(text); strings.Contains(s, "timestamp") || strings.Contains(s, "serialNumber") {
		t.Errorf("the bill changes from one time to the next: %s", s)
	}
}
