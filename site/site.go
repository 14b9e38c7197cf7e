// Package site holds the built-in assets of a generated site: style, scripts and icon.
package site

import "embed"

// FS holds assets/. The scripts in it are built from src by go generate.
//
//go:generate go tool esbuild src/search.ts --bundle --format=esm --target=es2022 --charset=utf8 --minify --legal-comments=none --outfile=assets/search.js
//go:embed assets
var FS embed.FS
