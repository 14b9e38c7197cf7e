package highlight

import (
	"embed"
	"sync"

	"github.com/alecthomas/chroma/v2"

	"hindcast/internal/packed"
)

//go:generate go run ./collect -out lexers
//go:embed lexers
var definitions embed.FS

// registry holds the lexers, of which each compiles its rules when it is first used.
var registry = sync.OnceValue(func() *chroma.LexerRegistry {
	all := chroma.NewLexerRegistry()
	entries, err := definitions.ReadDir("lexers")
	if err != nil {
		panic(err) // they are embedded
	}
	for _, e := range entries {
		var lexer chroma.Lexer = defined("lexers/" + e.Name())
		if lexer.Config().Name == "Go Template" { // used for raw strings of Go, where the rest is the string
			lexer = chroma.TypeRemappingLexer(lexer, chroma.TypeMapping{{From: chroma.Other, To: chroma.LiteralString}})
		}
		all.Register(lexer)
	}
	all.Register(chroma.MustNewLexer(&chroma.Config{Name: "HTTP", NotMultiline: true, DotAll: true}, httpRules))
	return all
})

// defined is the lexer of an embedded definition, which a test holds to be one.
func defined(name string) *chroma.RegexLexer {
	text, err := packed.Read(definitions, name)
	if err != nil {
		panic(err)
	}
	lexer, err := chroma.Unmarshal(text)
	if err != nil {
		panic(err)
	}
	return lexer
}

// httpRules are the first line of a request or a response, the one part of it that has colours. Chroma's
// own lexer has code that looks for one by the type of the content.
func httpRules() chroma.Rules {
	const protocol = `(HTTP)(/)([123](?:\.[01])?)`
	return chroma.Rules{
		"root": {
			{
				Pattern: `(GET|POST|PUT|DELETE|HEAD|OPTIONS|TRACE|PATCH|CONNECT)( +[^ ]+ +)` + protocol + `(\r?\n|\Z)`,
				Type: chroma.ByGroups(chroma.NameFunction, chroma.Text,
					chroma.KeywordReserved, chroma.Operator, chroma.LiteralNumber, chroma.Text),
				Mutator: chroma.Push("rest"),
			},
			{
				Pattern: protocol + `( +)(\d{3})( *[^\r\n]*)(\r?\n|\Z)`,
				Type: chroma.ByGroups(chroma.KeywordReserved, chroma.Operator, chroma.LiteralNumber, chroma.Text,
					chroma.LiteralNumber, chroma.Text, chroma.Text),
				Mutator: chroma.Push("rest"),
			},
		},
		"rest": {{Pattern: `.+`, Type: chroma.Text}},
	}
}
