// Package highlight colours code: listed languages alone, small blocks alone.
package highlight

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// What is highlighted is decided by size alone, so that a page does not depend on the machine. Most
// lexers take time that grows with the square of a block, of its longest line or of a run of blank
// lines: at these limits the worst input found takes about a tenth of a second.
const (
	MaxText = 8 << 10 // bytes of all blocks of one text

	maxBlock = 2 << 10 // bytes of a block
	maxLine  = 200     // bytes of a line
)

var blankRun = regexp.MustCompile(`(?:\n[ \t]*){5}`)

// LexerOf is the lexer of the languages that are highlighted, by the names that people write.
// Guessing a language from the code is no part of it.
func LexerOf(language string) string {
	switch l := strings.ToLower(language); l {
	case "yaml", "json", "python", "sql", "go", "bash", "diff", "toml", "xml", "html", "javascript", "typescript", "java",
		"r", "http", "ini":
		return l
	case "yml":
		return "yaml"
	case "py":
		return "python"
	case "golang":
		return "go"
	case "sh", "shell":
		return "bash"
	case "patch":
		return "diff"
	case "js":
		return "javascript"
	case "ts":
		return "typescript"
	}
	return ""
}

// Fits reports whether a block of code is small and plain enough.
func Fits(code []byte) bool {
	if len(code) > maxBlock || blankRun.Match(code) {
		return false
	}
	for line := range bytes.Lines(code) {
		if len(line) > maxLine {
			return false
		}
	}
	return true
}

// HTML is a piece of code as HTML: spans with the classes that site/src/style/code.css colours.
func HTML(language, code string) string {
	head, body := code, ""
	if language == "http" { // its lexer would choose one for the body by what the code says
		if i := strings.Index(code, "\n\n"); i >= 0 {
			head, body = code[:i], code[i:]
		}
	}
	lexer := registry().Get(language)
	if LexerOf(language) == "" || lexer == nil {
		return html.EscapeString(code)
	}
	tokens, err := lexer.Tokenise(nil, head)
	if err != nil {
		return html.EscapeString(code)
	}
	var b, same strings.Builder
	open := ""
	for t := tokens(); t != chroma.EOF; t = tokens() {
		same.WriteString(t.Value)
		if class := classOf(t.Type); class != open && strings.TrimSpace(t.Value) != "" {
			closeSpan(&b, open)
			if open = class; open != "" {
				b.WriteString(`<span class="` + class + `">`)
			}
		}
		b.WriteString(html.EscapeString(t.Value))
	}
	closeSpan(&b, open)
	if same.String() != head { // some lexers add a line break
		return html.EscapeString(code)
	}
	return b.String() + html.EscapeString(body)
}

func closeSpan(b *strings.Builder, open string) {
	if open != "" {
		b.WriteString("</span>")
	}
}

// classOf is the class of a token in a handful of classes, by the short names that Pygments gave
// them; empty for what has the colour of the text.
func classOf(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Comment):
		return "c"
	case t.InCategory(chroma.Keyword), t == chroma.OperatorWord:
		return "k"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	case t.InSubCategory(chroma.LiteralNumber):
		return "m"
	}
	switch t {
	case chroma.NameTag, chroma.NameAttribute:
		return "n"
	case chroma.NameFunction, chroma.NameClass, chroma.NameBuiltin, chroma.NameDecorator:
		return "f"
	case chroma.GenericDeleted:
		return "gd"
	case chroma.GenericInserted:
		return "gi"
	case chroma.GenericHeading, chroma.GenericSubheading:
		return "gh"
	}
	return ""
}
