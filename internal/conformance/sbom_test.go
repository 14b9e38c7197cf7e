package conformance_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// bill is what a binary says that it is made of. A test's own binary does not name its modules, so one is built.
func bill(t *testing.T, env ...string) []byte {
	t.Helper()
	name := filepath.Join(t.TempDir(), "hindcast.exe")
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", name, "./cmd/hindcast")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build hindcast: %v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), name, "version", "--sbom")
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// cycloneDX is the published schema, from the module that reads such bills in Go.
func cycloneDX(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}",
		"github.com/CycloneDX/cyclonedx-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	for id, file := range map[string]string{
		"bom-1.6": "bom-1.6.schema.json", "spdx": "spdx.schema.json", "jsf-0.82": "jsf-0.82.schemax.json",
	} {
		f, err := os.Open(filepath.Join(string(bytes.TrimSpace(dir)), "schema", file))
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource("http://cyclonedx.org/schema/"+id+".schema.json", value); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := compiler.Compile("http://cyclonedx.org/schema/bom-1.6.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestSBOMKeepsToCycloneDX(t *testing.T) {
	schema := cycloneDX(t)
	text := bill(t, "SOURCE_DATE_EPOCH=1700000000")
	if err := validate(t, schema, text); err != nil {
		t.Error(err)
	}
	// The schema is one that can refuse.
	for from, to := range map[string]string{
		`"Apache-2.0"`: `"Apache-2"`, `"application"`: `"program"`, `"2023-11-14T22`: `"2023-11-14 22`, `"purl"`: `"pearl"`,
	} {
		wrong := bytes.Replace(text, []byte(from), []byte(to), 1)
		if bytes.Equal(wrong, text) || validate(t, schema, wrong) == nil {
			t.Errorf("a bill with %s for %s passes", to, from)
		}
	}

	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(bytes.NewReader(text), cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	if n := len(*bom.Components); n < 30 || len(*(*bom.Dependencies)[0].Dependencies) != n {
		t.Errorf("the bill names %d parts and %d that are needed", n, len(*(*bom.Dependencies)[0].Dependencies))
	}
	for _, c := range *bom.Components {
		if c.Licenses == nil || len(*c.Licenses) == 0 {
			t.Errorf("%s has no licence", c.Name)
		}
	}
}
