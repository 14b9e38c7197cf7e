package importing

import (
	"strings"

	"golang.org/x/net/html"

	"hindcast/internal/lazy"
)

var holdsHTML = lazy.Regexp(`(?i)</?(?:br|p|a|b|strong|em|i|ul|ol|li|small|var|code|div|span)\b[^<>]*>`)

// HTML is a text with simple HTML in it as Markdown: paragraphs, breaks, emphasis, lists, links and code; other tags go and
// their text stays. A text without such tags stays as it is.
func HTML(s string) string {
	if !holdsHTML().MatchString(s) {
		return s
	}
	var b strings.Builder
	var links []string
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return strings.TrimSpace(manyLines().ReplaceAllString(b.String(), "\n\n"))
		}
		token := z.Token()
		isEnd := kind == html.EndTagToken
		switch {
		case kind == html.TextToken:
			b.WriteString(token.Data)
			continue
		case kind == html.CommentToken || kind == html.DoctypeToken:
			continue
		}
		switch token.Data {
		case "p", "div", "ul", "ol":
			b.WriteString("\n\n")
		case "br":
			b.WriteString("\n")
		case "li":
			if !isEnd {
				b.WriteString("\n- ")
			}
		case "b", "strong":
			b.WriteString("**")
		case "i", "em":
			b.WriteString("*")
		case "code":
			b.WriteString("`")
		case "a":
			switch last := len(links) - 1; {
			case !isEnd:
				to := ""
				for _, a := range token.Attr {
					if a.Key == "href" {
						to = a.Val
					}
				}
				links = append(links, to)
				b.WriteString("[")
			case last >= 0:
				b.WriteString("](" + links[last] + ")")
				links = links[:last]
			}
		}
	}
}

var manyLines = lazy.Regexp(`[ \t]*\n[ \t]*\n\s*`)
