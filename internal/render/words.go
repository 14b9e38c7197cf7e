package render

// Linked tells that the page can lead to others: the page for what is not found is shown at any
// depth, so it can do so only where the site knows its own address.
func (p page) Linked() bool { return !p.NotFound || p.Log.Config.BaseURL != "" }
