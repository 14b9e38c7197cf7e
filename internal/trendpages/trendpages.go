// Package trendpages makes the pages of the trends: each figure with its numbers, chart, formula, sample, what was left
// out, and table; and the months and years that its bars lead to. Charts are SVG with positions in per cent of the
// width and heights in pixels.
package trendpages

import (
	"hindcast/internal/view"
)

// site is what the pages are made of.
type site struct{ *view.Model }
