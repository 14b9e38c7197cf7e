package site

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
)

// What every page loads is small: theme.js holds up the first paint, site.js does not.
func TestScriptsAreSmall(t *testing.T) {
	for name, most := range map[string]int{"theme.js": 1000, "site.js": 12000} {
		script, err := fs.ReadFile(FS, "assets/"+name)
		if err != nil {
			t.Fatal(err)
		}
		if len(script) > most {
			t.Errorf("%s has %d bytes, more than %d", name, len(script), most)
		}
	}
}

// theme.js is loaded as a classic script, which may hold no import and leaves no name behind.
func TestThemeIsClassic(t *testing.T) {
	script, err := fs.ReadFile(FS, "assets/theme.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, banned := range []string{"import", "export"} {
		if bytes.Contains(script, []byte(banned)) {
			t.Errorf("theme.js holds %s", banned)
		}
	}
	if text := strings.TrimPrefix(string(script), `"use strict";`); !strings.HasPrefix(text, "(()=>{") {
		t.Errorf("theme.js is not one closed function: %.40s", text)
	}
}

// Text comes into a page as text. The policy of the pages would stop what these do with a string.
func TestScriptsParseNoMarkup(t *testing.T) {
	for _, name := range []string{"site.js", "search.js", "theme.js"} {
		script, err := fs.ReadFile(FS, "assets/"+name)
		if err != nil {
			t.Fatal(err)
		}
		for _, banned := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser", "http:", "https:"} {
			if bytes.Contains(script, []byte(banned)) {
				t.Errorf("%s holds %s", name, banned)
			}
		}
	}
}
