package rule

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
	"hindcast/internal/taxonomy"
	"hindcast/internal/watch"
)

// Context is what all passes have in common. Passes over several files may use it at once.
type Context struct {
	Log   *incident.Log
	Names *incident.Names
	Clock *Clock

	Addresses  map[string]*incident.File          // the first file at each address
	mu         sync.Mutex                         // of headings
	headings   map[*incident.File]map[string]bool // filled where asked for
	static     func() *address.Paths              // made where asked for
	Levels     map[string]diag.Level              // of each rule, before the settings change it
	Bends      map[string]bool                    // rules whose error settings may make a warning
	Frameworks taxonomy.Catalogue
	Regimes    []taxonomy.Regime
	People     *watch.Form // names that belong in no record; nil for none
}

// NewContext is the context of all checks of a log as of an instant.
func NewContext(log *incident.Log, now time.Time, levels map[string]diag.Level, bends map[string]bool) *Context {
	return &Context{
		Log: log, Names: log.Names(), Clock: NewClock(now), Levels: levels, Bends: bends,
		Addresses: addressesOf(log), headings: map[*incident.File]map[string]bool{},
		static:     sync.OnceValue(func() *address.Paths { return staticOf(log) }),
		Frameworks: taxonomy.FrameworksOf(log.Config.Frameworks), Regimes: taxonomy.Configured(log.Config.Obligations),
		People: watch.NamesOf(log.People),
	}
}

// RuleIDs are the ids of all rules, sorted.
func (c *Context) RuleIDs() []string { return slices.Sorted(maps.Keys(c.Levels)) }

// Instant words a moment in the configured zone.
func (c *Context) Instant(t time.Time) string {
	return t.In(c.Log.Config.Zone).Format("2006-01-02 15:04 MST")
}

// AddressKey is an address as systems see it that tell neither capitals nor ways of writing an
// accent apart. The lessons of systems are at addresses without punctuation.
func AddressKey(addr string) string {
	addr = norm.NFC.String(strings.ToLower(addr))
	if slug, ok := strings.CutPrefix(strings.TrimSuffix(addr, "/"), "systems/"); ok {
		return "systems/" + address.Slug(slug) + "/"
	}
	return addr
}

// addressesOf is the first file at each address, in order of path. A name that is taken twice as it
// stands is reported by slug-unique.
func addressesOf(log *incident.Log) map[string]*incident.File {
	at := map[string]*incident.File{}
	add := func(addr string, file *incident.File) {
		if key := AddressKey(addr); at[key] == nil {
			at[key] = file
		}
	}
	for _, s := range log.Systems {
		add(address.System(s), &s.File)
	}
	for _, a := range log.Articles {
		add(address.Article(a), &a.File)
	}
	return at
}

// Static is the files that the repository adds to its site.
func (c *Context) Static() *address.Paths { return c.static() }

func staticOf(log *incident.Log) *address.Paths {
	added := address.NewPaths()
	for _, f := range log.Own {
		if name, ok := strings.CutPrefix(f.Path, "site/static/"); ok {
			added.Add(name)
		}
	}
	return added
}

// Headings are the anchors of a file, found once.
func (c *Context) Headings(file *incident.File) map[string]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.headings[file]
	if !ok {
		known = map[string]bool{}
		for _, anchor := range slices.Concat(markdown.Anchors(file.Text.Blocks), markdown.HostAnchors(file.Text.Blocks)) {
			known[anchor] = anchor != ""
		}
		c.headings[file] = known
	}
	return known
}
