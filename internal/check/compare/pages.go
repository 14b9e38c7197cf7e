package compare

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// router is a system that the base record does not name.
const router = "---\ntitle: Call router\nsummary: Sends calls to teams.\nowner: telephony\ntlp: GREEN\n---\n"

// PageRules compare systems and articles with what they were. Only validate --base runs them.
var PageRules = []rule.Rule{
	{
		ID: "page-lost", Title: "a system or article that gets another name keeps the old one as an alias", Since: "0.1",
		Level: diag.Warning,
		Why:   "The address of its page stands in tickets, bookmarks and feeds, and would lead nowhere.",
		Example: rule.Example{
			Path: "knowledge/systems/router.md", Bad: "«»", Beside: map[string]string{"knowledge/systems/router.md": router},
			Before: map[string]string{"knowledge/systems/router.md": router},
			Says:   "knowledge/systems/router.md is renamed, and the new file lacks aliases: [router]",
		},
		Page: pageLost,
	},
}

func pageLost(p *rule.Pass, page rule.LostPage) {
	message := "the page /" + page.Address + " would vanish: "
	if page.Now == nil {
		p.Report(diag.Finding{
			Span: diag.FileStart, Message: message + "this branch removes its file",
			Hint: "put the file back, or add " + page.Address + " to the aliases of the file that takes its place",
		})
		return
	}
	f := p.Report(diag.Finding{
		Key: "aliases", Span: p.File.Places.Start(), Message: message + "its file was " + page.Before.Path,
		Hint: "add " + page.Alias + " to aliases, so that a redirect stands there",
	})
	f.Fix = addAlias(p.File.Places, page.Alias)
}

var (
	plainAlias = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*$`)
	notText    = regexp.MustCompile(`(?i)^(?:true|false|null|yes|no|on|off|y|n)$`) // what YAML reads as something else
)

// addAlias is the fix that adds an alias to a front matter; nil where that takes a look at how it is written.
func addAlias(places incident.Places, alias string) *diag.Fix {
	if !plainAlias.MatchString(alias) || notText.MatchString(alias) {
		alias = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(alias) + `"`
	}
	span, list, ok := places.Value("aliases")
	if ok {
		inside, isFlow := strings.CutSuffix(list, "]")
		inside = strings.TrimSpace(strings.TrimPrefix(inside, "["))
		if !isFlow || strings.HasSuffix(inside, ",") || strings.ContainsAny(inside, "#\n") {
			return nil
		}
		if inside != "" {
			alias = ", " + alias
		}
		return &diag.Fix{Start: span.End.Offset - 1, End: span.End.Offset - 1, Text: alias}
	}
	mark, _, ok := places.Value("tlp") // which is one word
	if !ok || places.Has("aliases") {
		return nil
	}
	return &diag.Fix{Start: mark.End.Offset, End: mark.End.Offset, Text: "\naliases: [" + alias + "]"}
}

// page is a system or article with the address of its page.
type page struct {
	*incident.File
	address string
	title   string
	folder  string // where aliases that are names lead from
	aliases []string
	sort    string
}

// pagesOf are the systems and articles of a log.
func pagesOf(log *incident.Log) []page {
	list := make([]page, 0, len(log.Systems)+len(log.Articles))
	for _, s := range log.Systems {
		list = append(list, page{&s.File, address.System(s), s.Title, "systems/", s.Aliases, "system"})
	}
	for _, a := range log.Articles {
		addr := address.Article(a)
		list = append(list, page{&a.File, addr, a.Title, path.Dir(path.Clean(addr)) + "/", a.Aliases, "article"})
	}
	return list
}

// LostPages are the pages at the base that a branch took away while the branch to merge into still has them, and to
// which no alias leads.
func LostPages(log, base, tip *incident.Log) []rule.LostPage {
	stays, atTip, paths := map[string]bool{}, map[string]bool{}, map[string]bool{}
	now := pagesOf(log)
	for _, n := range now {
		stays[n.address] = true
		for _, alias := range n.aliases {
			stays[address.Alias(n.folder, alias, alias)] = true
		}
	}
	for _, r := range log.Records {
		for _, alias := range r.Aliases {
			stays[address.Alias("incidents/", strings.ToLower(alias), alias)] = true
		}
	}
	for _, t := range pagesOf(tip) {
		atTip[t.address] = true
	}
	var lost []page
	for _, b := range pagesOf(base) {
		paths[b.Path] = true
		if !stays[b.address] && atTip[b.address] {
			lost = append(lost, b)
		}
	}
	added := slices.DeleteFunc(now, func(n page) bool { return paths[n.Path] })
	became := renamed(lost, added)
	list := make([]rule.LostPage, len(lost))
	for i, b := range lost {
		list[i] = rule.LostPage{Before: b.File, Address: b.address}
		if n := became[i]; n != nil {
			list[i].Now, list[i].Alias = n.File, b.address
			if name := path.Base(b.address); address.Alias(n.folder, name, name) == b.address {
				list[i].Alias = name
			}
		}
	}
	return list
}

// renamed finds which of the added files each that is lost became: one of the same bytes, else of the same title, else
// of nearly the same text. What can't be read became nothing.
func renamed(lost, added []page) []*page {
	became := make([]*page, len(lost))
	taken := make([]bool, len(added))
	for _, isSame := range []func(b, n page) bool{
		func(b, n page) bool { return b.Sum == n.Sum },
		func(b, n page) bool { return b.title != "" && b.title == n.title },
		func(b, n page) bool { return areAlike(b.Text.Plain(), n.Text.Plain()) },
	} {
		for i, b := range lost {
			for k := range added {
				n := &added[k]
				if became[i] == nil && !taken[k] && b.sort == n.sort && n.Places != nil && isSame(b, *n) {
					became[i], taken[k] = n, true
				}
			}
		}
	}
	return became
}

// areAlike reports whether two texts share at least half of the words of the longer one.
func areAlike(a, b string) bool {
	inA, inB := strings.Fields(a), strings.Fields(b)
	counts := map[string]int{}
	for _, word := range inA {
		counts[word]++
	}
	shared := 0
	for _, word := range inB {
		if counts[word] > 0 {
			counts[word]--
			shared++
		}
	}
	return shared > 0 && 2*shared >= max(len(inA), len(inB))
}
