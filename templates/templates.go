// Package templates holds the built-in templates of pages and records. A records repository replaces one by a file
// of the same name in its own templates folder.
package templates

import "embed"

// FS holds pages/, partials/ and languages/.
//
//go:embed pages/*.html partials/*.html languages/*.yaml
var FS embed.FS

// Records holds the text that a new record begins with, records/<kind>.md, for each kind with a lifecycle.
//
//go:embed records/*.md
var Records embed.FS

// Init holds what hindcast init writes, under names without a leading dot.
//
//go:embed init
var Init embed.FS
