package browser

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"hindcast/internal/bench/gen"
)

// tallest is how high a page may be in a window of 1440 by 900: ten screens.
const tallest = 9000

// servedLarge is a site of 2,000 generated records, servedHuge one of 10,000, each made once.
var (
	servedLarge = sync.OnceValues(func() (site, error) { return generated("large", 2000) })
	servedHuge  = sync.OnceValues(func() (site, error) { return generated("huge", 10_000) })
)

func generated(name string, records int) (site, error) {
	dir := filepath.Join(filepath.Dir(hindcast), name)
	if err := gen.Write(dir, gen.Corpus(1, records)); err != nil {
		return site{}, err
	}
	return serveBuilt(dir, filepath.Join(dir, "public"))
}

func largeSite(t *testing.T) site {
	t.Helper()
	needBrowser(t)
	s, err := servedLarge()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// With 10,000 records every page keeps the bounds on weight and height, and every link leads somewhere.
func TestHugeLog(t *testing.T) {
	if !long {
		t.Skip("it takes minutes; make huge runs it")
	}
	needBrowser(t)
	s, err := servedHuge()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("weight", func(t *testing.T) { weigh(t, s) })
	t.Run("height", func(t *testing.T) { measure(t, s) })
	t.Run("links", func(t *testing.T) {
		var all readings
		for _, page := range s.pages(t) {
			all.add(page, s.read(t, page))
		}
		s.follow(t, &all, 100_000)
	})
}

var sheetNumber = regexp.MustCompile(`page-\d+/$`)

// typeOfPage tells apart what is made by other templates or shows other lists: by the section, how deep it lies, and
// what stands below a page of its own.
func typeOfPage(address string) string {
	parts := strings.Split(sheetNumber.ReplaceAllString(address, ""), "/")
	name := parts[0]
	if n := len(parts); n > 2 {
		name += strings.Repeat("/*", n-2)
		if last := parts[n-2]; slices.Contains([]string{
			"actions", "reports", "measures", "mentions", "precedents", "open",
			"how-fast", "how-found", "what-became-of-it",
		}, last) {
			name += "/" + last
		}
	}
	return name
}

// No page is higher than ten screens, however many records there are; of each type the longest ones are measured.
func TestHeight(t *testing.T) {
	t.Parallel()
	t.Run("demo", func(t *testing.T) { measure(t, servedDemo(t)) })
	t.Run("generated", func(t *testing.T) { measure(t, largeSite(t)) })
	t.Run("precedents", func(t *testing.T) { measure(t, aiidSite(t)) })
}

func measure(t *testing.T, s site) {
	t.Helper()
	const longest = 2
	bySize := map[string][]string{}
	size := map[string]int64{}
	for _, page := range s.pages(t) {
		info, err := os.Stat(s.file(page))
		if err != nil {
			t.Fatal(err)
		}
		size[page] = info.Size()
		kind := typeOfPage(page)
		bySize[kind] = append(bySize[kind], page)
	}
	p := openTab(t)
	p.size(1440, 900)
	top, highest, pages := int64(0), "", 0
	for _, list := range bySize {
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(size[b], size[a]), strings.Compare(a, b)) })
		for _, page := range list[:min(len(list), longest)] {
			p.visit(s.address + page)
			px := ask[int64](p, "document.scrollingElement.scrollHeight")
			if pages++; px > tallest {
				t.Errorf("/%s is %d pixels high", page, px)
			}
			if px > top {
				top, highest = px, page
			}
		}
	}
	t.Logf("%d pages of %d types; the highest is /%s with %d pixels", pages, len(bySize), highest, top)
}

// On a screen of 1280 by 900 the home page says without scrolling whether it gets better, how much is open, overdue and
// owed, and begins the lists of what is worst, however much there is.
func TestFirstScreen(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]site{"demo": servedDemo(t), "generated": largeSite(t)} {
		p := openTab(t)
		p.size(1280, 900)
		p.visit(s.address)
		for _, part := range []string{
			".verdict", ".tiles li:last-child", "#open", "#overdue", "section[aria-labelledby=open] li:nth-child(3)",
			"section[aria-labelledby=overdue] li:nth-child(3)",
		} {
			bottom := ask[float64](p, `document.querySelector("`+part+`").getBoundingClientRect().bottom`)
			if bottom > 900 {
				t.Errorf("%s: %s ends at %.0f", name, part, bottom)
			}
		}
		if n := ask[int](p, `document.querySelectorAll("section[aria-labelledby=open] .todo > li").length`); n > 10 {
			t.Errorf("%s: %d open records are listed", name, n)
		}
		p.clean()
	}
}

// An address of a rule, as findings and people give it, opens the rule; the others stay closed.
func TestAddressOfARuleOpensIt(t *testing.T) {
	t.Parallel()
	s := servedDemo(t)
	p := openTab(t)
	p.visit(s.address + "rules/#duplicate-key")
	is(p, "duplicate-key", `[...document.querySelectorAll("details.rule[open] > div")].map(e => e.id).join()`)
	is(p, true, `document.querySelector("#duplicate-key").checkVisibility()`)
	p.clean()
}
