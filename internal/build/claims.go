package build

import (
	"fmt"
	"path"
	"strings"
)

// claims knows the paths of a site. File systems that don't tell capitals apart are allowed for.
type claims map[string]bool // lower-case path to whether it is a file; else it is a folder

// claim takes a path; the error names what is there already.
func (c claims) claim(name string) error {
	key := strings.ToLower(name)
	if _, taken := c[key]; taken {
		return fmt.Errorf("the site has a page or folder %s already", key)
	}
	for folder := path.Dir(key); folder != "."; folder = path.Dir(folder) {
		if c[folder] {
			return fmt.Errorf("the site has a file %s already", folder)
		}
	}
	c[key] = true
	for folder := path.Dir(key); folder != "."; folder = path.Dir(folder) {
		c[folder] = false
	}
	return nil
}
