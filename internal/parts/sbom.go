package parts

import (
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// BOM is a bill of materials in the form of CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/. It has no
// serial number, which would be another one each time.
type BOM struct {
	Schema       string       `json:"$schema"`
	Format       string       `json:"bomFormat"`
	SpecVersion  string       `json:"specVersion"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Timestamp string    `json:"timestamp,omitempty"`
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	Licences   []licence  `json:"licenses,omitempty"`
	PURL       string     `json:"purl,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

// licence is one of SPDX's by its id, or an expression of several.
type licence struct {
	Licence    *licenceID `json:"license,omitempty"`
	Expression string     `json:"expression,omitempty"`
}

type licenceID struct {
	ID string `json:"id"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn,omitempty"`
}

// SBOM is the bill of materials of a binary of Hindcast in the given version. A zero time is left out,
// so the same binary always has the same bill.
func SBOM(info *debug.BuildInfo, version string, when time.Time) (*BOM, error) {
	list, err := Of(info, version)
	if err != nil {
		return nil, err
	}
	program := bomComponent(list[0])
	program.Type, program.Ref, program.PURL = "application", Hindcast, ""
	program.Properties = settings(info)
	bom := &BOM{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", Format: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Metadata: metadata{Component: program},
	}
	if !when.IsZero() {
		bom.Metadata.Timestamp = when.UTC().Format(time.RFC3339)
	}
	// A binary knows its modules, not which of them needs which, so all of them are said to be needed by the program.
	needed := dependency{Ref: Hindcast}
	for _, part := range list[1:] {
		c := bomComponent(part)
		bom.Components = append(bom.Components, c)
		needed.DependsOn = append(needed.DependsOn, c.Ref)
	}
	bom.Dependencies = []dependency{needed}
	return bom, nil
}

func bomComponent(p Part) component {
	c := component{Type: "library", Name: p.Module, Version: p.Version, PURL: packageURL(p)}
	c.Ref = c.PURL
	switch {
	case p.Licence == "":
	case strings.Contains(p.Licence, " "):
		c.Licences = []licence{{Expression: p.Licence}}
	default:
		c.Licences = []licence{{Licence: &licenceID{p.Licence}}}
	}
	if p.Sum != "" {
		c.Properties = []property{{"hindcast:go.sum", p.Sum}}
	}
	return c
}

// packageURL is the name that databases of vulnerabilities know a module by. It keeps capitals: modules
// whose paths differ in case are different ones, whatever the specification of these addresses says.
func packageURL(p Part) string {
	segments := strings.Split(p.Module, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	return "pkg:golang/" + strings.Join(segments, "/") + "@" + url.QueryEscape(p.Version)
}

// settings are what the binary was built for, by the names that the registry of CycloneDX's properties has for Go.
func settings(info *debug.BuildInfo) []property {
	var list []property
	for _, s := range info.Settings {
		if slices.Contains([]string{"GOOS", "GOARCH", "CGO_ENABLED"}, s.Key) {
			list = append(list, property{"cdx:gomod:build:env:" + s.Key, s.Value})
		}
	}
	return list
}
