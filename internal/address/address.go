// Package address knows every address of a site: those of pages, relative to its root and ending in a slash, so
// that the site works below any path, and those that no page, file or redirect can have.
package address

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// System is the address of a system's page.
func System(s *incident.System) string { return "systems/" + s.Slug + "/" }

// Article is the address of an article's page. It follows the folders under knowledge; the page of a plain file, which lies
// elsewhere, stands there by its slug.
func Article(a *incident.Article) string {
	if strings.HasPrefix(a.Path, "knowledge/") {
		return strings.TrimSuffix(a.Path, path.Ext(a.Path)) + "/"
	}
	return "knowledge/" + a.Slug + "/"
}

// Record is the address of a record's page: its id in lower case.
func Record(r *incident.Record) string { return "incidents/" + strings.ToLower(r.ID) + "/" }

// RecordJSON is the address of a record's JSON twin.
func RecordJSON(r *incident.Record) string { return Record(r) + "record.json" }

// ToRoot leads from a page back to the root: "./", "../", "../../".
func ToRoot(address string) string {
	if depth := strings.Count(address, "/"); depth > 0 {
		return strings.Repeat("../", depth)
	}
	return "./"
}

// longestSlug is how many bytes a value has in an address. File systems take 255 for a name.
const longestSlug = 100

var (
	plainSlug = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
	// device is a name that Windows keeps for a device, whatever its ending.
	device = regexp.MustCompile(`(?i)^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)`)
)

// Slug is a value as part of an address: in lower case where that is fit for it, else its letters
// and digits with hyphens between. One that is too long, or that has neither, is told apart from
// others by a digest of the value.
func Slug(value string) string {
	slug := strings.ToLower(value)
	if !plainSlug.MatchString(slug) {
		slug = markdown.Slug(value)
	}
	switch {
	case value != "" && !strings.ContainsFunc(value, isWordRune):
		return "x-" + shortDigest(value)
	case device.MatchString(slug):
		return slug + "-" + shortDigest(slug)
	case len(slug) > longestSlug:
		return strings.ToValidUTF8(slug[:longestSlug], "") + "-" + shortDigest(slug)
	}
	return slug
}

// Framework is the address of the controls of a framework, by its key.
func Framework(key string) string { return "governance/" + Slug(key) + "/" }

// FrameworkCSV is the address of the same as CSV.
func FrameworkCSV(key string) string { return Framework(key) + "controls.csv" }

// Control is the id of a control as part of an address: MANAGE 4.3 is manage-4-3.
func Control(id string) string { return Slug(strings.ReplaceAll(id, ".", "-")) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func shortDigest(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:4])
}

const (
	longestName    = 200 // bytes of a name that becomes part of an address
	longestAddress = 700 // bytes; hosts and browsers take more, other tools do not
)

// pageFiles are the files that are beside a page, so that no folder can have their names.
var pageFiles = map[string]bool{
	"index.html": true, "page.json": true, "feed.xml": true, "feed.json": true, "card.png": true,
}

// UnfitPath is why a file of the site can't have a path; empty where it can.
func UnfitPath(name string) string {
	switch i := strings.IndexFunc(name, func(r rune) bool {
		return unicode.IsControl(r) || r == '\\' || unicode.Is(unicode.Bidi_Control, r)
	}); {
	case !utf8.ValidString(name):
		return "the name of the file is not UTF-8"
	case i >= 0:
		r, _ := utf8.DecodeRuneInString(name[i:])
		return fmt.Sprintf("the name of the file holds the character %U", r)
	}
	return ""
}

// UnfitAddress is why no page can be at an address; empty where one can.
func UnfitAddress(address string) string {
	if len(address) > longestAddress {
		return fmt.Sprintf("the address of its page would have %d bytes; at most %d are used", len(address), longestAddress)
	}
	for name := range strings.SplitSeq(strings.Trim(address, "/"), "/") {
		switch message := unfitName(name); {
		case message != "":
			return message
		case strings.HasPrefix(name, ".") || strings.HasPrefix(name, " "):
			return fmt.Sprintf("%q can't stand in the address of a page: it begins with a dot or a space", name)
		case pageFiles[strings.ToLower(name)]:
			return fmt.Sprintf("%q is a file of the site, so no folder can have its name", name)
		}
	}
	return ""
}

// unfitName is why no file or folder of a site can have a name; empty where one can.
func unfitName(name string) string {
	switch i := strings.IndexFunc(name, unfitRune); {
	case i >= 0:
		r, _ := utf8.DecodeRuneInString(name[i:])
		return fmt.Sprintf("the character %q can't stand in an address", r)
	case len(name) > longestName:
		return fmt.Sprintf("a name of %d bytes can't stand in an address; at most %d can", len(name), longestName)
	case name == "" || strings.TrimRight(name, ". ") != name:
		return fmt.Sprintf("%q can't stand in an address: it ends with a dot or a space", name)
	case device.MatchString(name):
		return fmt.Sprintf("%q is the name of a device on Windows, so no file or folder can have it", name)
	}
	return ""
}

// UnfitStatic is why a file of the repository's own can't be taken into the site, named from its
// root; empty where it can. Kept are the names in the top of the published folder that are the host's.
func UnfitStatic(name string, kept []incident.KeptName) string {
	top, _, _ := strings.Cut(name, "/")
	switch {
	case isKept(top, kept):
		return fmt.Sprintf("%q is kept for the host (keep in hindcast.yaml), so the site can't have it too", top)
	case incident.IsOwnName(top) || strings.EqualFold(top, ".git"):
		return fmt.Sprintf("%q in the top of a site means something to Hindcast or to Git, so no file can have this name",
			top)
	case len(name) > longestAddress:
		return fmt.Sprintf("the path has %d bytes; at most %d are used", len(name), longestAddress)
	}
	for part := range strings.SplitSeq(name, "/") {
		if message := unfitName(part); message != "" {
			return message
		}
	}
	return ""
}

func isKept(top string, kept []incident.KeptName) bool {
	return slices.ContainsFunc(kept, func(k incident.KeptName) bool { return strings.EqualFold(string(k), top) })
}

// unfitRune are the characters that some file system or address can't have in a name.
func unfitRune(r rune) bool {
	return unicode.IsControl(r) || r == utf8.RuneError || unicode.Is(unicode.Bidi_Control, r) ||
		strings.ContainsRune(`\:*?"<>|#%`, r)
}

// Alias is the address of an alias: a former id or slug, which has a name in addresses, stands
// in the folder of its like, a former path where it was.
func Alias(folder, name, alias string) string {
	if !strings.Contains(alias, "/") {
		return folder + name + "/"
	}
	former := strings.Trim(alias, "/")
	if path.Ext(former) == ".html" {
		return former
	}
	return former + "/"
}

// UnfitAlias is why no redirect can be at an address; empty where one can. Kept are the names in
// the top of the published folder that are the host's.
func UnfitAlias(address string, kept []incident.KeptName) string {
	if address == "" {
		return ""
	}
	if !fs.ValidPath(strings.TrimSuffix(address, "/")) || strings.ContainsFunc(address, unicode.IsSpace) {
		return "this is no path within the site"
	}
	if message := UnfitAddress(strings.TrimSuffix(address, "/index.html")); message != "" {
		return message
	}
	return reservedTop(address, kept)
}

// siteFolders are the folders that the site fills with files for its pages.
var siteFolders = []string{"assets", "cards", "files", "schema", "search"}

// reservedTop tells whose the first name of an address is, where it is not free.
func reservedTop(address string, kept []incident.KeptName) string {
	top, below, _ := strings.Cut(strings.ToLower(address), "/")
	isPage := below == "" && strings.HasSuffix(address, ".html")
	switch {
	case isKept(top, kept):
		return fmt.Sprintf("%q is kept for the host", top)
	case top == "cname" || top[0] == '_' || strings.Contains(top, ".") && !isPage:
		return fmt.Sprintf("%q in the top of a site can be a file that the site or its host needs", top)
	case slices.Contains(siteFolders, top) && below != "":
		return fmt.Sprintf("the folder %q is filled by the site itself", top)
	}
	return ""
}
