// Package parts says what a binary of Hindcast is made of: the modules in it, the licence of each with
// its texts, and all of it as a bill of materials. What is in a binary is read from the build
// information that the linker left there; it is never looked up elsewhere.
package parts

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
)

//go:generate go -C collect run . -out ../collected.json.gz
//go:embed collected.json.gz
var collected []byte

// Hindcast and StandardLibrary are the names of the two parts that are no dependencies.
const (
	Hindcast        = "hindcast"
	StandardLibrary = "stdlib"
)

// Platforms are what releases are made for, each as GOOS/GOARCH.
func Platforms() []string {
	return []string{"darwin/amd64", "darwin/arm64", "linux/amd64", "linux/arm64", "windows/amd64", "windows/arm64"}
}

// Part is a module in a binary, Hindcast itself or Go's standard library.
type Part struct {
	Module  string `json:"module"`
	Version string `json:"version,omitempty"` // empty in the file for the two parts that are no dependencies
	Sum     string `json:"-"`                 // as in go.sum, for dependencies
	Licence string `json:"licence"`           // an SPDX expression; empty where none is known for this version
	Texts   []Text `json:"texts"`
}

// Text is a file that a module is licensed by.
type Text struct {
	Name string `json:"name"` // below the folder of the module, with slashes
	Text string `json:"text"`
}

// Known are the parts of which licences were collected, by module; a binary holds most of them.
func Known() ([]Part, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(collected))
	if err != nil {
		return nil, fmt.Errorf("unpack the licences: %w", err)
	}
	var known []Part
	if err := json.NewDecoder(unpacked).Decode(&known); err != nil {
		return nil, fmt.Errorf("read the licences: %w", err)
	}
	return known, nil
}

// Of are the parts of a binary: Hindcast in the given version, Go's standard library, then the modules in their order
// in info. A module of which another version was collected has no licence and no texts.
func Of(info *debug.BuildInfo, version string) ([]Part, error) {
	known, err := Known()
	if err != nil {
		return nil, err
	}
	// Experiments of the compiler may follow its version.
	compiler, _, _ := strings.Cut(strings.TrimPrefix(info.GoVersion, "go"), " ")
	list := []Part{find(known, Hindcast, ""), find(known, StandardLibrary, "")}
	list[0].Version, list[1].Version = version, compiler
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		part := find(known, m.Path, m.Version)
		part.Sum = m.Sum
		list = append(list, part)
	}
	return list, nil
}

func find(known []Part, module, version string) Part {
	i := slices.IndexFunc(known, func(p Part) bool { return p.Module == module && p.Version == version })
	if i < 0 {
		return Part{Module: module, Version: version}
	}
	return known[i]
}
