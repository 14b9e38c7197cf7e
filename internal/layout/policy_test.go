package layout

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hindcast/internal/view"
)

// statesPolicyFirst reports whether a parser of HTML finds the policy in the head, before any element that
// loads something or is shown.
func statesPolicyFirst(t *testing.T, body []byte) bool {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data == "html" || n.Data == "head" {
			continue
		}
		isPolicy := n.Data == "meta" && n.Parent.Data == "head" && attr(n, "http-equiv") == "Content-Security-Policy" &&
			attr(n, "content") == view.Policy
		if isPolicy || n.Data != "meta" || attr(n, "charset") == "" {
			return isPolicy
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// No template can take the policy away, and what it says of the page stays.
func TestPolicyStaysWhateverATemplateSays(t *testing.T) {
	for _, body := range []string{
		"", "text", `<script src="a.js"></script>`, `<!DOCTYPE html><html lang="de"><head><script></script></head>`, `<!-- ` + policyMeta + ` --><!doctype html><html lang="de"><head><script></script>`,
		`<!doctype html><html lang="de"><head><title>` + policyMeta + `</title><script></script>`, `<!doctype html SYSTEM "a>` + policyMeta + `"><html lang="de"><script></script>`,
		"\ufeff<!doctype html><html lang=\"de\"><body>" + policyMeta, `<!doctype html><html lang="de"><head><meta http-equiv="Content-Security-Policy" content="default-src *"><script></script>`,
		`<!doctype html><html lang="de"><head><meta charset="utf-8"><noscript>` + policyMeta, `<html lang="de"><frameset><frame src=a></frameset>`,
		`<!doctype html><html lang="de" data-a="><script></script>"><head><meta charset="utf-8">` + policyMeta, `<!doctype html><html lang="de" data-a="b" onclick="c"><head><meta charset="utf-8">` + policyMeta, `<!doctype html><svg><script></script></svg>`,
	} {
		page := withPolicy([]byte(body))
		if !statesPolicyFirst(t, page) {
			t.Errorf("%q becomes %q", body, page)
		}
		if strings.Contains(body, `<html lang="de">`) && !strings.HasPrefix(body, "<!-- ") {
			root, err := html.Parse(bytes.NewReader(page))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.ChildNodes() {
				if n.Type == html.ElementNode && attr(n, "lang") != "de" {
					t.Errorf("%q loses its language: %q", body, page)
				}
			}
		}
	}
	built := `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
` + policyMeta + "\n<title>A</title>"
	if page := string(withPolicy([]byte(built))); page != built {
		t.Errorf("the built-in head becomes %q", page)
	}
}
