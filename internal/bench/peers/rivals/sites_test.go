package rivals

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestVersions(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed")
	}
	t.Chdir(t.TempDir())
	for name, version := range map[string]string{"ajv": "8.20.0", "js-yaml": "5.5.0"} {
		folder := filepath.Join("node_modules", name)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		about := `{"name": "` + name + `", "version": "` + version + `"}`
		if err := os.WriteFile(filepath.Join(folder, "package.json"), []byte(about), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := Versions(Ajv()...); got != "ajv 8.20.0, js-yaml 5.5.0" || err != nil {
		t.Errorf("the versions are %q, error %v", got, err)
	}
	if _, err := Versions(Remark()...); !errors.Is(err, ErrMissing) {
		t.Errorf("what is not installed gives the error %v", err)
	}
}
