// Package disclose takes out of a corpus what an audience may not see, and what has an error, before anything is
// derived of it.
package disclose

import (
	"errors"
	"maps"
	"slices"

	"hindcast/internal/address"
	"hindcast/internal/audience"
	"hindcast/internal/check/lifecycle"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// Options is what a disclosure depends on beside the corpus.
type Options struct {
	Audience  string              // empty for the configured one
	BaseURL   incident.BaseURL    // empty for the configured one
	Keep      []incident.KeptName // for the host, beside those that are configured
	KeepGoing bool                // leave out what has an error instead of refusing
}

// Disclosure is what of a corpus an audience may see.
type Disclosure struct {
	Findings []diag.Finding // of what the audience may see, and of the audience, sorted
	Unseen   diag.Count     // findings in what it may not see
	LeftOut  []string       // paths of files that it would see, left out because of an error
	Others   int            // further files with an error, which it may not see
	Foreign  []string       // paths of files of sources that it would see, left out since they name what it may not
	Log      *incident.Log  // as the audience sees it
	Audience string
	Own      *Own // what the repository adds to its site

	withheld *audience.Withheld
	bad      map[string]bool // files with an error
	strict   bool            // an error keeps the site from being made
}

// ErrFindings means that errors among the findings keep the site from being made.
var ErrFindings = errors.New("errors among the findings")

// ForAudience takes out of the corpus what the audience may not see, which is decided from every file, and
// what has an error, as opts say. With ErrFindings the disclosure holds the findings and nothing else.
func ForAudience(c *corpus.Corpus, opts Options) (*Disclosure, error) {
	log := *c.Log
	if opts.BaseURL != "" {
		log.Config.BaseURL = opts.BaseURL
	}
	log.Config.Keep = slices.Concat(log.Config.Keep, opts.Keep)
	d := &Disclosure{Audience: opts.Audience, bad: map[string]bool{}, strict: !opts.KeepGoing}
	if d.Audience == "" {
		d.Audience = log.Config.Audience
	}
	d.withheld = audience.Decide(&log, d.Audience)
	findings := slices.DeleteFunc(slices.Clone(c.Findings), func(f diag.Finding) bool {
		return f.Rule == lifecycle.RuleFuture
	})
	d.Findings, d.Unseen = d.withheld.Findings(findings)
	if err := d.drop(&log, findings); err != nil {
		return d, err
	}
	d.Own = ownFiles(log.Own)
	cut, named := d.withheld.Cut(&log)
	inOwn, err := d.namedInOwn(c.FS)
	if err != nil {
		return d, err
	}
	named = append(d.dropForeign(cut, named), inOwn...)
	d.Findings = append(d.Findings, named...)
	diag.Sort(d.Findings)
	if err := d.drop(cut, named); err != nil {
		return d, err
	}
	cut.Assets = audience.Referred(cut) // now that nothing else is left out
	cut.Names().SettleAll(cut)
	d.Log, d.Own = cut, ownFiles(cut.Own)
	return d, nil
}

// drop takes the files with an error out of a log, or refuses.
func (d *Disclosure) drop(log *incident.Log, findings []diag.Finding) error {
	bad := map[string]bool{}
	for _, f := range findings {
		if f.Level == diag.Error {
			bad[f.Path] = true
		}
	}
	if len(bad) == 0 {
		return nil
	}
	if d.strict || bad[log.ConfigFile.Path] {
		return ErrFindings
	}
	maps.Copy(d.bad, bad)
	for _, path := range slices.Sorted(maps.Keys(bad)) {
		if d.withheld.Sees(path) {
			d.LeftOut = append(d.LeftOut, path)
		} else {
			d.Others++
		}
	}
	log.Own = slices.DeleteFunc(slices.Clone(log.Own), func(f *incident.File) bool { return bad[f.Path] })
	log.Drop(bad)
	return nil
}

// dropForeign takes the files of sources that errors are about out of a log, and returns the other findings: who makes
// the site can't mend them.
func (d *Disclosure) dropForeign(log *incident.Log, findings []diag.Finding) (rest []diag.Finding) {
	bad := map[string]bool{}
	for _, f := range findings {
		if f.Level == diag.Error && log.Config.SourceOf(f.Path) != nil {
			bad[f.Path] = true
		} else {
			rest = append(rest, f)
		}
	}
	d.Foreign = slices.Sorted(maps.Keys(bad))
	maps.Copy(d.bad, bad)
	log.Drop(bad)
	return rest
}

// Refuse adds findings that only deriving or making something told, and takes the files with an error out of the
// log, or refuses.
func (d *Disclosure) Refuse(found []diag.Finding) error {
	d.Findings = append(d.Findings, found...)
	diag.Sort(d.Findings)
	return d.drop(d.Log, found)
}

// LeaveOut notes a file whose page can't be made, and reports whether that is new.
func (d *Disclosure) LeaveOut(path string) bool {
	if d.bad[path] {
		return false
	}
	d.bad[path] = true
	d.LeftOut = append(d.LeftOut, path)
	return true
}

// Missing is how many files were left out because of an error, be it seen by the audience or not.
func (d *Disclosure) Missing() int { return len(d.LeftOut) + d.Others }

// IsStrict reports whether an error keeps the site from being made.
func (d *Disclosure) IsStrict() bool { return d.strict }

// Description is the marks that the audience sees.
func (d *Disclosure) Description() string { return audience.Describe(d.Audience) }

// Most is the highest mark that the audience may see.
func (d *Disclosure) Most() string { return audience.Most(d.Audience) }

// ShowsSubject reports whether the audience may see the subject of a commit: from internal on, unless it may name
// something withheld.
func (d *Disclosure) ShowsSubject(subject string) bool {
	return audience.Sees(d.Audience, "AMBER+STRICT") && !d.withheld.Hides(subject)
}

// Withholds reports whether the audience may not see a file.
func (d *Disclosure) Withholds(path string) bool { return !d.withheld.Sees(path) }

// Source is the file of the repository behind an address of the site, and what it says for lists.
type Source struct {
	*incident.File
	Type    string
	Date    string // in the form of its precision
	Systems []string
}

// Sources is what lies behind each address of the site.
func (d *Disclosure) Sources() map[string]Source {
	sources := map[string]Source{}
	for _, r := range d.Log.Records {
		sources[address.Record(r)] = Source{&r.File, r.Type, r.Date().String(), r.Systems}
	}
	for _, y := range d.Log.Systems {
		sources[address.System(y)] = Source{File: &y.File, Systems: []string{y.Slug}}
	}
	for _, a := range d.Log.Articles {
		sources[address.Article(a)] = Source{File: &a.File, Systems: a.Systems}
	}
	return sources
}

// Addresses is where the page of each record, system and article is, relative to the root of the site, by the path of
// its file.
func (d *Disclosure) Addresses() map[string]string {
	all := map[string]string{}
	for addr, source := range d.Sources() {
		all[source.Path] = addr
	}
	return all
}
