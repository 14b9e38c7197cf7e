package rivals

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// HugoVersion is the one that is measured.
const HugoVersion = "v0.165.0"

// Hugo is where its program is, below the user's folder for caches. Where it is missing it is installed from the Go
// module proxy, which takes a minute or two.
func Hugo(ctx context.Context) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for Hugo: %w", err)
	}
	folder := filepath.Join(cache, "hindcast-peers", "hugo@"+HugoVersion)
	program := filepath.Join(folder, "hugo")
	if _, err := os.Stat(program); !errors.Is(err, fs.ErrNotExist) {
		return program, err
	}
	cmd := exec.CommandContext(ctx, "go", "install", "github.com/gohugoio/hugo@"+HugoVersion)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOBIN="+folder)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("install Hugo: %w\n%s", err, bytes.TrimSpace(out))
	}
	return program, nil
}

// BuildHugo is the command that builds a site of Hugo into another folder.
func BuildHugo(hugo, source, out string) []string {
	return []string{hugo, "--quiet", "--noBuildLock", "--source", source, "--destination", out}
}

// ServeHugo is the command of Hugo's server on a port of this machine.
func ServeHugo(hugo, source string, port int) []string {
	return []string{
		hugo, "server", "--noBuildLock", "--source", source, "--bind", "127.0.0.1", "--port", strconv.Itoa(port),
		"--renderToMemory",
	}
}

// Ajv is the packages of npm that CheckWithAjv takes.
func Ajv() []string { return []string{"ajv", "js-yaml"} }

// Remark is the packages of npm that CheckWithRemark takes.
func Remark() []string {
	return []string{"remark-lint-frontmatter-schema", "remark-cli", "remark-frontmatter"}
}

// CheckWithAjv is the command that checks the front matter of files below a folder with a schema.
func CheckWithAjv(schema, records string) []string {
	return []string{"node", "rivals/ajv.mjs", schema, records}
}

// CheckWithRemark is the same by remark.
func CheckWithRemark(schema, records string) []string {
	return []string{
		"env", "SCHEMA=" + schema, "node", "node_modules/remark-cli/cli.js", "--frail", "--quiet", "--no-stdout",
		"--rc-path", "rivals/remarkrc.mjs", records,
	}
}

// Versions are those of installed packages of npm, each with its name. The error is ErrMissing where one of them or
// node is not there.
func Versions(packages ...string) (string, error) {
	if _, err := exec.LookPath("node"); err != nil {
		return "", fmt.Errorf("%w (and so is node)", ErrMissing)
	}
	list := make([]string, len(packages))
	for i, name := range packages {
		data, err := os.ReadFile(filepath.Join("node_modules", name, "package.json"))
		if errors.Is(err, fs.ErrNotExist) {
			return "", ErrMissing
		}
		var about struct{ Version string }
		if err == nil {
			err = json.Unmarshal(data, &about)
		}
		if err != nil {
			return "", fmt.Errorf("read the version of %s: %w", name, err)
		}
		list[i] = name + " " + about.Version
	}
	return strings.Join(list, ", "), nil
}
