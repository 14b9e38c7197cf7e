package highlight

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// Code has the colours that Chroma's own lexers give it. Most of the code is what Chroma is tested with.
func TestColoursOfChroma(t *testing.T) {
	module, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/alecthomas/chroma/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	own := map[string][]string{
		"go":   {"var a = `b {{ if eq .C \"d\" }} e {{ end }}`\nvar f = `{{`", "var a = `b"},
		"http": {"GET /a?b=c HTTP/1.1\nHost: d\n", "HTTP/2 404 Not Found\nA: b\n c\n", "HTTP/1.1 200", "a\nPUT / HTTP/1.0\n", "GET a", "x"},
		"html": {"<!doctype html>\n<p class=a b='c' d>&amp; e<!-- f -->\n<script>let g = `h${1}` // i\n</script><style>a { color: #fff }</style>\n"},
		"ini":  {"; a\n[b]\nc = d # e\nf: 1\n"},
		"sql":  {"-- a\nSELECT count(*), 'b' AS \"c\" FROM d WHERE e >= 1.5 AND f IS NOT NULL; /* g */\n"},
		"toml": {"# a\n[b.c]\nd = \"e\"\nf = [1, 2.5, true]\ng = 2026-01-02T03:04:05Z\n"},
		"xml":  {"<?xml version=\"1.0\"?>\n<!-- a -->\n<b:c d=\"e\">&lt;<![CDATA[f]]></b:c>\n"},
	}
	for _, language := range []string{
		"yaml", "json", "python", "sql", "go", "bash", "diff", "toml", "xml", "html", "javascript", "typescript", "java",
		"r", "http", "ini",
	} {
		pieces := own[language]
		for _, pattern := range []string{language + ".actual", language + "/*.actual"} {
			files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(module)), "lexers", "testdata", pattern))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range files {
				content, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				pieces = append(pieces, string(content))
			}
		}
		if len(pieces) == 0 {
			t.Errorf("there is no code of %s", language)
		}
		for _, code := range pieces {
			if language == "http" {
				code, _, _ = strings.Cut(code, "\n\n") // the body has no colours here
			}
			want, got := colours(t, lexers.Get(language), code), colours(t, registry().Get(language), code)
			if !slices.Equal(got, want) {
				t.Errorf("%s: the colours of %.60q are not those of Chroma", language, code)
			}
		}
	}
}

// colours has the class of each byte of code.
func colours(t *testing.T, lexer chroma.Lexer, code string) []string {
	t.Helper()
	tokens, err := lexer.Tokenise(nil, code)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for token := range tokens.Stdlib() {
		all = append(all, slices.Repeat([]string{classOf(token.Type)}, len(token.Value))...)
	}
	return all
}
