package layout

import (
	"bytes"
	"html"
	"regexp"

	"hindcast/internal/view"
)

// policyMeta states the policy. Browsers heed it in a head alone, for what comes after it.
var policyMeta = `<meta http-equiv="Content-Security-Policy" content="` + html.EscapeString(view.Policy) + `">`

var (
	// guardedHead is how the built-in layouts begin. Nothing in it can be a comment or a title, in which the
	// element would be text.
	guardedHead = regexp.MustCompile(`^\s*<!doctype html>\s*<html lang="[^"<>]*"(?: data-[a-z-]+="[^"<>]*")*>\s*<head>\s*<meta charset="utf-8">\s*` +
		regexp.QuoteMeta(policyMeta))
	doctype = regexp.MustCompile(`^(?i)\s*<!doctype[^>]*>`)
)

// withPolicy is a page that states the policy before all else, whatever template made it. A meta element
// opens the head by itself; the html element that follows gives it its attributes all the same (HTML,
// 13.2.6.4.4 and 13.2.6.4.7).
func withPolicy(body []byte) []byte {
	if guardedHead.Match(body) {
		return body
	}
	rest := body[len(doctype.Find(body)):]
	return bytes.Join([][]byte{[]byte("<!doctype html>\n" + policyMeta), bytes.TrimLeft(rest, "\ufeff")}, nil)
}
