// Command collect copies out of the module cache the lexers of Chroma that Hindcast uses. Chroma's own
// package of lexers has those of all languages, which would be a tenth of the binary.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"hindcast/internal/packed"
)

// copied are files of Chroma. The last two are used by other lexers: for styles in HTML, and for texts in Go.
var copied = []string{
	"bash", "diff", "html", "ini", "java", "javascript", "json", "python", "r", "sql", "toml", "typescript", "xml", "yaml",
	"css", "go_template",
}

func main() {
	log.SetFlags(0)
	out := flag.String("out", "", "the `folder` to write to")
	flag.Parse()
	if err := collect(*out); err != nil {
		log.Fatalf("collect: %v", err)
	}
}

func collect(out string) error {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/alecthomas/chroma/v2").Output()
	if err != nil {
		return fmt.Errorf("find Chroma: %w", err)
	}
	for _, name := range copied {
		name += ".xml"
		content, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(module)), "lexers", "embedded", name))
		if err != nil {
			return err
		}
		if err := packed.Write(filepath.Join(out, name+".gz"), content); err != nil {
			return err
		}
	}
	content, err := golang()
	if err != nil {
		return fmt.Errorf("the lexer of Go: %w", err)
	}
	return packed.Write(filepath.Join(out, "go.xml.gz"), content)
}

// golang is the lexer of Go, which Chroma has as code, as XML. Its rule for raw strings holds another
// lexer, which XML can only name.
func golang() ([]byte, error) {
	lexer := lexers.Go.(*chroma.RegexLexer)
	rules, err := lexer.Rules()
	if err != nil {
		return nil, err
	}
	raw := slices.IndexFunc(rules["root"], func(r chroma.Rule) bool { return r.Pattern == "(`)([^`]*)(`)" })
	if raw < 0 {
		return nil, fmt.Errorf("it has no rule for raw strings")
	}
	rules["root"][raw].Type = chroma.ByGroups(chroma.LiteralString, chroma.Using("Go Template"), chroma.LiteralString)
	changed, err := chroma.NewLexer(lexer.Config(), func() chroma.Rules { return rules })
	if err != nil {
		return nil, err
	}
	return chroma.Marshal(changed)
}
