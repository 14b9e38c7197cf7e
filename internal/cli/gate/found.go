package gate

import (
	"context"
	"slices"
	"time"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/publish"
)

// checked is what is found in a repository, or in a part of it. That of a whole one is kept for the next command.
type checked struct {
	corpus.Result
	Inventory string
}

// found tells the findings in some places, everything where none is named, from what was kept of the last time where
// nothing changed since and no time came that matters.
func (a *app) found(
	ctx context.Context, repo *console.Repository, now time.Time, places []string,
) (*checked, error) {
	const name = "findings"
	var inputs *corpus.Inputs
	if !isPart(places) {
		inputs = console.Inputs(ctx, a.App, repo)
	}
	all := &checked{}
	if inputs.Kept(name, all) && all.Holds.Includes(now) {
		return all, nil
	}
	c, err := a.open(ctx, repo, now, places)
	if err != nil {
		return nil, err
	}
	all = &checked{c.Result, console.Inventory(c.Log)}
	console.Keep(a.App, inputs, name, all)
	return all, nil
}

// isPart reports whether some places are records, systems and articles alone, which are not all of a repository.
func isPart(places []string) bool {
	isElsewhere := func(place string) bool { return !corpus.Within(place, []string{"incidents", "knowledge"}) }
	return len(places) > 0 && !slices.ContainsFunc(places, isElsewhere)
}

// open loads and checks what it takes to tell the findings in some places; everything where none is named.
func (a *app) open(
	ctx context.Context, repo *console.Repository, now time.Time, places []string,
) (*corpus.Corpus, error) {
	if isPart(places) {
		return a.LoadPart(ctx, repo, now, places)
	}
	c, err := a.LoadCounting(ctx, repo, now)
	if err == nil {
		err = a.customised(ctx, c, now)
	}
	return c, err
}

// customised adds what is wrong with the templates and pages that the repository adds to its site, which may depend on
// any time.
func (a *app) customised(ctx context.Context, c *corpus.Corpus, now time.Time) error {
	if !publish.IsCustomised(c) {
		return nil
	}
	opts := console.SiteOptions()
	opts.Now, opts.Tell = now, a.Stages()
	found, err := publish.Customised(ctx, c, opts)
	c.Found(found)
	return console.Failed(err)
}
