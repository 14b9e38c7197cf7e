// Package site holds the built-in assets of a generated site: style, scripts and icon.
package site

import "embed"

// FS holds assets/. The scripts in it are built from src by go generate.
//
//go:generate go tool esbuild src/search.ts --bundle --format=esm --target=es2022 --charset=utf8 --minify --legal-comments=none --outfile=assets/search.js
//go:generate go tool esbuild src/site.ts --bundle --format=esm --target=es2022 --charset=utf8 --minify --legal-comments=none --outfile=assets/site.js
//go:generate go tool esbuild src/theme.ts --bundle --format=iife --target=es2022 --charset=utf8 --minify --legal-comments=none --outfile=assets/theme.js
//go:generate go tool esbuild src/style/hindcast.css --bundle --minify --charset=utf8 --target=es2022,chrome123,firefox120,safari17.5 --legal-comments=none --outfile=assets/hindcast.css
//go:embed assets
var FS embed.FS
