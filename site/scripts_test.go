package site

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What every page loads is small: theme.js holds up the first paint, site.js does not.
func TestScriptsAreSmall(t *testing.T) {
	for name, most := range map[string]int{"theme.js": 1000, "site.js": 14000} {
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
		for _, banned := range []string{
			"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser", "http:", "https:",
		} {
			if bytes.Contains(script, []byte(banned)) {
				t.Errorf("%s holds %s", name, banned)
			}
		}
	}
}

// imported matches what a script imports, types too, which esbuild leaves out of its metafile.
var imported = regexp.MustCompile(`\b(?:from|import) "([^"]+)\.js"`)

// No script imports itself by way of others.
func TestScriptsImportInNoCircle(t *testing.T) {
	imports := map[string][]string{}
	err := fs.WalkDir(os.DirFS("src"), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".ts" {
			return err
		}
		source, err := os.ReadFile(path.Join("src", name))
		for _, m := range imported.FindAllSubmatch(source, -1) {
			imports[name] = append(imports[name], path.Join(path.Dir(name), string(m[1])+".ts"))
		}
		return err
	})
	if err != nil || len(imports) < 20 {
		t.Fatalf("only %d scripts import others: %v", len(imports), err)
	}
	done := map[string]bool{}
	var visit func(name string, way []string)
	visit = func(name string, way []string) {
		if at := slices.Index(way, name); at >= 0 {
			t.Errorf("a circle of imports: %s", strings.Join(append(way[at:], name), " → "))
			return
		}
		if done[name] {
			return
		}
		for _, next := range imports[name] {
			visit(next, append(way, name))
		}
		done[name] = true
	}
	for name := range imports {
		visit(name, nil)
	}
}

// Every file of the script's engine has its counterpart in the engine of the program.
func TestEngineFilesAreThoseOfGo(t *testing.T) {
	files, err := filepath.Glob("src/search/engine/*.ts")
	if err != nil || len(files) < 10 {
		t.Fatalf("only %d files were found: %v", len(files), err)
	}
	for _, file := range files {
		counterpart := strings.TrimSuffix(filepath.Base(file), ".ts") + ".go"
		_, errAnswering := os.Stat(filepath.Join("../internal/search", counterpart))
		_, errFormat := os.Stat(filepath.Join("../internal/search/format", counterpart))
		if errAnswering != nil && errFormat != nil {
			t.Errorf("%s has no counterpart: %v", file, errAnswering)
		}
	}
}
