package cli_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

// named finds the command in a text that names one, with the source of an import.
var named = regexp.MustCompile(`\bhindcast ((?:import )?[a-z]+(?:-[a-z]+)?)\b`)

// beside are words that stand behind the name of the program in texts that name no command.
var beside = []string{"version", "itself", "can", "is"}

// Every command that a text of the program names is there.
func TestCommandsNamedExist(t *testing.T) {
	checked := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		imports := map[*ast.BasicLit]bool{}
		for _, spec := range file.Imports {
			imports[spec.Path] = true
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING || imports[lit] {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			for _, m := range named.FindAllStringSubmatch(text, -1) {
				if name := m[1]; !checked[name] && !slices.Contains(beside, name) {
					checked[name] = true
					if !isCommand(t, strings.Fields(name)) {
						t.Errorf("%s: there is no hindcast %s, and a text names it: %.80q", path, name, text)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(checked) < 10 {
		t.Errorf("only %d commands were found named", len(checked))
	}
}

func isCommand(t *testing.T, words []string) bool {
	t.Helper()
	var out bytes.Buffer
	code := cli.Run(t.Context(), append(words, "--help"), console.Env{
		In: strings.NewReader(""), Out: &out, Err: &out, Dir: t.TempDir(), Getenv: func(string) string { return "" }, Clock: atNoon,
	})
	return code == console.ExitClean && strings.Contains(out.String(), "\n  hindcast "+strings.Join(words, " ")+" ")
}
