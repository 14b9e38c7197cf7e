package incident

import (
	"fmt"
	"strconv"

	"hindcast/internal/diag"
	"hindcast/internal/markdown"
)

// Limit is a bound that keeps a hostile or mistaken file from costing the others their time.
type Limit struct {
	Key           string // in the settings, under limits
	What          string // it bounds, with its unit
	Default, Most int    // Most is the ceiling that settings can raise it to
}

// The keys of limits that more than one package names.
const (
	LimitFile      = "file_bytes"
	LimitOwn       = "own_file_bytes"
	LimitAsset     = "asset_bytes"
	LimitHead      = "front_matter_bytes"
	LimitNodes     = "front_matter_values"
	LimitDepth     = "front_matter_depth"
	LimitText      = "text_bytes"
	LimitHTML      = "html_bytes"
	LimitCells     = "table_cells"
	LimitBrackets  = "paragraph_links"
	LimitMarks     = "paragraph_emphasis"
	LimitLinks     = "links"
	LimitHeadings  = "headings"
	LimitNotes     = "footnotes"
	LimitNesting   = "nesting"
	LimitAliases   = "aliases"
	LimitFindings  = "findings"
	LimitOwnPages  = "custom_pages"
	LimitPageTime  = "page_seconds"
	LimitPageBytes = "page_bytes"
)

// LimitTable is all of them, as documentation lists them.
var LimitTable = []Limit{
	{LimitFile, "bytes of a record, article or other text that is read", 1 << 20, 16 << 20},
	{LimitOwn, "bytes of a template, or of a file in site/static", 16 << 20, 256 << 20},
	{LimitAsset, "bytes of a file beside a record that is published with it", 10 << 20, 100 << 20},
	{LimitHead, "bytes of a front matter", 64 << 10, 1 << 20},
	{LimitNodes, "keys and values in a front matter", 2000, 20_000},
	{LimitDepth, "maps and lists within each other in a front matter", 20, 100},
	{LimitText, "bytes of the text below the front matter", 128 << 10, 1 << 20},
	{LimitHTML, "bytes of HTML that the text becomes", 4 << 20, 64 << 20},
	{LimitCells, "cells of the tables in a text, were each row as wide as the widest", 100_000, 1_000_000},
	{LimitBrackets, "links in one paragraph", 1000, 5000},
	{LimitMarks, "marks of emphasis in one paragraph", 20_000, 50_000},
	{LimitLinks, "links, pictures and references in a text", 5000, 50_000},
	{LimitHeadings, "headings in a text", 500, 5000},
	{LimitNotes, "footnotes in a text, and references to them", 2000, 5000},
	{LimitNesting, "quotes and lists within each other", 100, 200},
	{LimitAliases, "former ids, names and paths (aliases) of one file", 100, 10_000},
	{LimitFindings, "findings of one file that are shown", 100, 10_000},
	{LimitOwnPages, "pages of your own (custom_pages)", 50, 500},
	{LimitPageTime, "seconds that one page may take to make", 30, 600},
	{LimitPageBytes, "bytes of one page", 32 << 20, 256 << 20},
}

// LimitOf is the limit with a key; false where there is none.
func LimitOf(key string) (Limit, bool) {
	for _, l := range LimitTable {
		if l.Key == key {
			return l, true
		}
	}
	return Limit{}, false
}

// Limit is what the settings say of a limit, held within its ceiling; else its default. The key must
// are in the table.
func (c *Config) Limit(key string) int {
	l, _ := LimitOf(key)
	if n, ok := c.Limits[key]; ok && n > 0 {
		return min(int(n), l.Most)
	}
	return l.Default
}

// TextLimits are the limits of a text.
func (c *Config) TextLimits() markdown.Limits {
	return markdown.Limits{
		Source: c.Limit(LimitText), HTML: c.Limit(LimitHTML), Cells: c.Limit(LimitCells), Links: c.Limit(LimitBrackets),
		Marks: c.Limit(LimitMarks), Refs: c.Limit(LimitLinks), Headings: c.Limit(LimitHeadings), Notes: c.Limit(LimitNotes),
		Nesting: c.Limit(LimitNesting),
	}
}

// Bound is the value of a limit: a whole number from 1 on.
type Bound int

// UnmarshalText reads digits.
func (b *Bound) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 10, 32)
	if err != nil || n < 1 {
		return &diag.FormError{
			Message: fmt.Sprintf("is not a limit: %q", text), Remedy: "write a whole number from 1 on, without a unit",
		}
	}
	*b = Bound(n)
	return nil
}
