// Command module changes the path of Hindcast's module wherever it stands, so that go install finds the
// program in the repository that it was put into:
//
//	go run ./internal/release/module github.com/OWNER/hindcast
package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./internal/release/module github.com/OWNER/hindcast")
	}
	n, err := change(".", os.Args[1])
	if err != nil {
		log.Fatalf("module: %v", err)
	}
	fmt.Printf("%d files changed; try it by go build ./cmd/hindcast\n", n)
}

var pathForm = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9_][A-Za-z0-9._-]*)+$`)

// change gives the module in the folder root, a work tree of Git, another path, and returns how many files
// it changed.
func change(root, to string) (int, error) {
	if !pathForm.MatchString(to) {
		return 0, fmt.Errorf("%q is no path of a module\n  hint: write it as github.com/OWNER/hindcast", to)
	}
	content, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return 0, err
	}
	found := regexp.MustCompile(`(?m)^module (\S+)$`).FindSubmatch(content)
	if found == nil {
		return 0, errors.New("go.mod names no module")
	}
	from := regexp.QuoteMeta(string(found[1]))
	// In go.mod the path is a word of its own, alone or with what is below it. Elsewhere only packages are named,
	// and the path alone may be anything, such as the name of the program.
	inMod := regexp.MustCompile(`(?m)((?:^|[ \t]))` + from + `((?:/\S*)?(?:[ \t]|$))`)
	elsewhere := regexp.MustCompile(`(?m)((?:^|[^A-Za-z0-9./_-]))` + from + `(/(?:cmd|internal|site|templates)\b)`)

	names, err := exec.Command("git", "-C", root, "ls-files", "-z").Output()
	if err != nil {
		return 0, fmt.Errorf("list the files: %w", err)
	}
	changed := 0
	for name := range strings.SplitSeq(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		paths := elsewhere
		if path.Base(name) == "go.mod" {
			paths = inMod
		}
		name = filepath.Join(root, filepath.FromSlash(name))
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue // gone from the folder, or a link
		}
		old, err := os.ReadFile(name)
		if err != nil {
			return changed, err
		}
		fresh := paths.ReplaceAll(old, []byte("${1}"+to+"${2}"))
		if bytes.Equal(fresh, old) {
			continue
		}
		if err := os.WriteFile(name, fresh, info.Mode().Perm()); err != nil {
			return changed, err
		}
		changed++
	}
	return changed, nil
}
