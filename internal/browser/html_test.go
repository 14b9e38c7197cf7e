package browser

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// accepted are the messages of the HTML checker that are let pass: what they say, and where that
// matters the source that they are about.
var accepted = []struct {
	message, extract *regexp.Regexp
	why              string
}{
	{
		regexp.MustCompile(`^Resource violates Content Security Policy.* (external stylesheet|external script|image) “[^“]*(assets|files)/`), regexp.MustCompile(``),
		"The checker reads files, where 'self' matches nothing; TestPages has the policy enforced by a browser.",
	},
	{
		regexp.MustCompile(`^Inline script violates Content Security Policy`),
		regexp.MustCompile(`<script type="application/ld\+json">`),
		"A block of data is not run, so the policy does not apply to it.",
	},
	{
		regexp.MustCompile(`^The “align” attribute on the “t[dh]” element is obsolete`), regexp.MustCompile(``),
		"Columns of Markdown tables are aligned by this attribute, since the policy forbids style attributes.",
	},
}

type htmlMessage struct {
	Type, SubType, URL, Message, Extract string
	LastLine                             int
}

func (m htmlMessage) isAccepted() bool {
	for _, a := range accepted {
		if a.message.MatchString(m.Message) && a.extract.MatchString(m.Extract) {
			return true
		}
	}
	return false
}

// checkHTML is what the Nu HTML checker says about all pages of a folder.
func checkHTML(t *testing.T, dir string) []htmlMessage {
	t.Helper()
	jar := fromNPM(t, "vnu-jar", "build", "dist", "vnu.jar")
	java, err := exec.LookPath("java")
	if err != nil {
		t.Skip("there is no java in PATH; internal/browser/install.sh can install one")
	}
	cmd := exec.CommandContext(t.Context(), java, "-jar", jar, "--format",
		"json", "--stdout", "--exit-zero-always", "--skip-non-html", dir)
	var notes bytes.Buffer
	cmd.Stderr = &notes
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("run the HTML checker: %v", err)
	}
	var result struct{ Messages []htmlMessage }
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatalf("the HTML checker does not answer in JSON: %v\n%.500s%s", err, out, notes.String())
	}
	return result.Messages
}

// Every page of the demo is valid HTML, without warnings but for those that are accepted.
func TestHTML(t *testing.T) {
	t.Parallel()
	dir := builtDemo(t)
	checked := map[string]bool{}
	for _, m := range checkHTML(t, dir) {
		checked[m.URL] = true
		if !m.isAccepted() {
			t.Errorf("%s:%d: %s: %s\n  %s", strings.TrimPrefix(m.URL, "file:"+dir), m.LastLine, m.Type, m.Message, m.Extract)
		}
	}
	// The accepted messages come on every page, so this tells that every page was read.
	if pages := (site{dir: dir}).pages(t); len(checked) < len(pages) {
		t.Errorf("%d pages were checked of %d", len(checked), len(pages))
	}
}

// The test above would see what it looks for.
func TestHTMLFaultsAreSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t,
		`<!doctype html><html lang="en"><title>x</title><p>One<p style="color:red"><div><b>Two</div></b><a href="a b">x</a><img src=x>`, dir, "index.html")
	seen := 0
	for _, m := range checkHTML(t, dir) {
		if m.Type == "error" && !m.isAccepted() {
			seen++
		}
	}
	if seen < 3 {
		t.Errorf("%d errors were found, want at least 3", seen)
	}
}
