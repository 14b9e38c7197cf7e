// Package templates holds the built-in page templates. A records repository replaces one by a file
// of the same name in its own templates folder.
package templates

import "embed"

// FS holds pages/ and partials/.
//
//go:embed pages/*.html partials/*.html
var FS embed.FS
