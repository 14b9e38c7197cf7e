package render

import "hindcast/internal/view"

// Model is what the pages are made of.
type Model struct{ *view.Model }
