package address

import (
	"path"
	"strings"
)

// Paths knows files of a site, so that none takes the place of another. File systems that do not
// tell capitals apart are allowed for.
type Paths struct{ files, folders map[string]bool }

// NewPaths knows these files.
func NewPaths(files ...string) *Paths {
	p := &Paths{map[string]bool{}, map[string]bool{}}
	for _, file := range files {
		p.Add(file)
	}
	return p
}

// Add notes a file, by its path from the root of the site.
func (p *Paths) Add(file string) {
	file = strings.ToLower(file)
	p.files[file] = true
	for folder := path.Dir(file); folder != "." && folder != "/" && !p.folders[folder]; folder = path.Dir(folder) {
		p.folders[folder] = true
	}
}

// Free reports whether a file could be added: its path is in use neither as a file nor as a folder, and
// leads through no file.
func (p *Paths) Free(file string) bool {
	file = strings.ToLower(file)
	if p.files[file] || p.folders[file] {
		return false
	}
	for folder := path.Dir(file); folder != "." && folder != "/"; folder = path.Dir(folder) {
		if p.files[folder] {
			return false
		}
	}
	return true
}

// File is the file of an address: a folder's is its index.html.
func File(address string) string {
	if address == "" || strings.HasSuffix(address, "/") {
		return address + "index.html"
	}
	return address
}
