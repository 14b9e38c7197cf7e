package main

import (
	"slices"
	"strings"
)

// The programs that take turns, as they are printed where they stand beside another.
const (
	build         = "a full build"
	rebuild       = "a build with nothing changed"
	edited        = "a build with one record changed"
	validate      = "validate without the cache"
	checked       = "validate with the cache"
	onePath       = "validate PATH"
	base          = "validate --base with the cache"
	baseWithout   = "validate --base without the cache"
	baseBefore    = "validate --base of the earlier version"
	search        = "search with the cache"
	searchWithout = "search without the cache"
	searchBefore  = "search of the earlier version"
	version       = "version"
	first         = "the first page of serve"
	saved         = "a saved change in serve"
	largest       = "the largest page"
	ofRecord      = "the page of a record"

	hugo          = "Hugo"
	pagefind      = "Pagefind"
	ajv           = "ajv"
	remark        = "remark-lint"
	floorYAML     = "read + YAML"
	floorMarkdown = "read + YAML + goldmark"
	floorAll      = "the libraries alone"
	hugoFirst     = "the first page of Hugo's server"
	hugoSaved     = "a saved change in Hugo's server"
)

// The units of figures.
const (
	cpuSeconds = "CPU s"
	seconds    = "wall s"
	millis     = "wall ms"
	mebibytes  = "peak MiB"
	kilobytes  = "KB"
)

// figures are what each program took, a figure for each turn.
type figures map[figure][]float64

type figure struct{ program, unit string }

func (f figures) add(program, unit string, value float64) {
	key := figure{program, unit}
	f[key] = append(f[key], value)
}

// sum adds up the figures of programs, turn by turn; it is empty where one of them has none.
func (f figures) sum(unit string, programs ...string) []float64 {
	var total []float64
	for i, name := range programs {
		values := f[figure{name, unit}]
		if i == 0 {
			total = slices.Clone(values)
			continue
		}
		total = total[:min(len(total), len(values))]
		for turn := range total {
			total[turn] += values[turn]
		}
	}
	return total
}

// line is a row before it is measured: a figure of Hindcast beside the sum of what others took. Bars are of the
// ratio, or of the figure itself where it stands beside nothing.
type line struct {
	job, what string
	unit      string
	own       string
	beside    []string
	bar       *bar
}

// bar is what must be met and what is aimed at, both at most.
type bar struct {
	Bar float64 `json:"bar"`
	Aim float64 `json:"aim"`
}

// The sizes between which the growth of a build is looked at. From the larger one on, the bar of memory is lower.
const (
	grownFrom = 10_000
	grownTo   = 50_000
)

// allLines are the rows of a size in the order in which they are printed.
func allLines(n int) []line {
	memory := bar{1. / 6, 1. / 12}
	if n >= grownTo {
		memory.Bar = 1. / 8
	}
	full, both := "full build, nothing cached", []string{hugo, pagefind}
	branch := "`validate --base` with the cache, 20 files changed"
	return []line{
		{"build", full, cpuSeconds, build, both, &bar{1. / 3, 1. / 4}},
		{"build", full, seconds, build, both, &bar{1. / 4, 1. / 6}},
		{"build", full, cpuSeconds, build, []string{floorAll}, &bar{4, 2.5}},
		{"build", full, mebibytes, build, []string{pagefind}, &memory},
		{"build", full, mebibytes, build, []string{hugo}, nil},
		{"rebuild", "build with the cache, nothing changed", cpuSeconds, rebuild, []string{hugo}, &bar{1. / 20, 1. / 50}},
		{"edit", "build with the cache, one record changed", cpuSeconds, edited, []string{hugo}, &bar{1. / 15, 1. / 40}},
		{"validate", "`validate`, no cache", cpuSeconds, validate, []string{floorYAML}, nil},
		{"validate", "`validate`, no cache", cpuSeconds, validate, []string{floorMarkdown}, &bar{1.6, 1.3}},
		{"validate", "`validate`, no cache", cpuSeconds, validate, []string{ajv}, &bar{1.1, 0.8}},
		{"validate", "`validate`, no cache", cpuSeconds, validate, []string{remark}, nil},
		{"revalidate", "`validate` with the cache", cpuSeconds, checked, []string{validate}, &bar{1. / 10, 1. / 30}},
		{"path", "`validate PATH`, no cache", cpuSeconds, onePath, []string{validate}, &bar{1. / 10, 1. / 30}},
		{"base", branch, cpuSeconds, base, []string{baseWithout}, &bar{1. / 10, 1. / 30}},
		{"base", branch, cpuSeconds, base, []string{baseBefore}, &bar{1. / 10, 1. / 30}},
		{"search", "`search` with the cache", cpuSeconds, search, []string{searchWithout}, &bar{1. / 20, 1. / 60}},
		{"search", "`search` with the cache", cpuSeconds, search, []string{searchBefore}, &bar{1. / 20, 1. / 60}},
		{"serve", "`serve`: save to new text in the page", seconds, saved, []string{hugoSaved}, &bar{1. / 10, 1. / 40}},
		{"serve", "`serve`: start to first page, cached", seconds, first, []string{hugoFirst}, &bar{1. / 5, 1. / 20}},
		{"pages", "largest page, gzip", kilobytes, largest, nil, &bar{60, 30}},
		{"pages", "page of a record with styles and scripts, gzip", kilobytes, ofRecord, nil, &bar{60, 30}},
		{"version", "start of `hindcast version`", millis, version, nil, &bar{30, 15}},
	}
}

// jobs are the names of what can be chosen.
func jobs() []string {
	var names []string
	for _, l := range allLines(0) {
		if !slices.Contains(names, l.job) {
			names = append(names, l.job)
		}
	}
	return names
}

// lines are the rows that are asked for, at a size.
func (s *settings) lines(n int) []line {
	return slices.DeleteFunc(allLines(n), func(l line) bool {
		older := slices.Contains(l.beside, baseBefore) || slices.Contains(l.beside, searchBefore)
		return !slices.Contains(s.jobs, l.job) || older && s.earlier == ""
	})
}

// needs reports whether a row is made of what a program takes.
func (s *settings) needs(program string) bool {
	return slices.ContainsFunc(s.lines(0), func(l line) bool {
		return l.own == program || slices.Contains(l.beside, program)
	})
}

// rows are those of one size. How much a build has grown since a smaller size comes last.
func (s *settings) rows(n int, taken map[int]figures) []row {
	var rows []row
	for _, l := range s.lines(n) {
		r := row{N: n, Job: l.job, What: l.what, Unit: l.unit, Beside: strings.Join(l.beside, " + "), Bar: l.bar}
		rows = append(rows, r.filled(taken[n].sum(l.unit, l.own), taken[n].sum(l.unit, l.beside...)))
	}
	if slices.Contains(s.jobs, "build") && n == grownTo && taken[grownFrom] != nil {
		r := row{
			N: n, Job: "build", What: "full build, growth", Unit: cpuSeconds, Beside: "a full build of 10,000 records",
			Bar: &bar{5.5, 5},
		}
		rows = append(rows, r.filled(taken[n].sum(cpuSeconds, build), taken[grownFrom].sum(cpuSeconds, build)))
	}
	return rows
}
