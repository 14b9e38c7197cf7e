package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"hindcast/internal/bench/gen"
	"hindcast/internal/bench/peers/process"
	"hindcast/internal/bench/peers/rivals"
	"hindcast/internal/incident"
)

// step is something that is done before a program has its turn, or in it.
type step func(context.Context) error

// program is one that takes turns with others.
type program struct {
	name     string
	single   bool   // it gets one turn
	prepares []step // what is not measured
	run      step   // adds its figures; nil where it is not there
}

func (p program) given(is bool) program {
	if !is {
		p.run = nil
	}
	return p
}

func (p program) once() program {
	p.single = true
	return p
}

func (p program) after(steps ...step) program {
	p.prepares = steps
	return p
}

func (p program) turn(ctx context.Context) error {
	for _, prepare := range p.prepares {
		if err := prepare(ctx); err != nil {
			return err
		}
	}
	return p.run(ctx)
}

// programs are all that take turns, in their order: what stands beside another comes close to it.
func (b *bench) programs() []program {
	now := gen.Now.AddDate(0, 0, 1).Format(time.DateOnly) // the last day of the records is over
	hindcast := func(root, command string, more ...string) []string {
		start := []string{b.tools.Path("hindcast"), "-C", b.path(root), command, "--quiet", "--now", now}
		return append(start, more...)
	}
	schema, records := b.path("schema.json"), b.path("records/incidents")
	floor := func(mode string) []string {
		return []string{b.tools.Path("floor"), "-mode", mode, "-records", records, "-out", b.path("floor")}
	}
	hugoSite := b.path("hugo-site")
	full := hindcast("records", "build", "--audience", incident.Restricted, "--out", b.path("site"))
	check := hindcast("records", "validate")
	path := append(slices.Clone(check), b.path("records/"+b.page.path))
	compare := hindcast("repository", "validate", "--base", "main")
	find := hindcast("records", "search", b.page.title)
	serve := func(port int) []string {
		return hindcast("records", "serve", "--audience", incident.Restricted, "--addr", local(port))
	}
	serveHugo := func(port int) []string { return rivals.ServeHugo(b.hugo, b.path("hugo"), port) }
	before := func(command []string) []string { return append([]string{b.before}, command[1:]...) }
	return []program{
		b.command(build, full, b.cold, b.remove("site")),
		b.command(hugo, rivals.BuildHugo(b.hugo, b.path("hugo"), hugoSite), b.remove("hugo-site")).given(b.hugo != ""),
		b.command(pagefind, rivals.Pagefind(hugoSite, b.path("pagefind")), b.remove("pagefind")).
			given(b.pagefind && b.hugo != ""),
		b.command(floorAll, floor("all"), b.remove("floor")).given(b.floor),
		b.command(rebuild, full, b.warm(full)),
		b.command(edited, full, b.warm(full), b.change),
		b.weigh(largest, largestPage, b.warm(full)),
		b.weigh(ofRecord, b.recordPage, b.warm(full)),
		b.start(first, serve, b.page.address(), b.warm(full)),
		b.save(saved, "records/"+b.page.path),
		b.start(hugoFirst, serveHugo, "log/"+b.page.address()).given(b.hugo != ""),
		b.save(hugoSaved, "hugo/"+gen.HugoPath(b.page.id)).given(b.hugo != ""),
		b.command(validate, check, b.cold),
		b.command(floorYAML, floor("yaml")).given(b.floor),
		b.command(floorMarkdown, floor("markdown")).given(b.floor),
		b.command(ajv, rivals.CheckWithAjv(schema, records)).given(b.ajv),
		b.command(remark, rivals.CheckWithRemark(schema, records)).given(b.remark && b.n <= b.slowest).once(),
		b.command(checked, check, b.warm(check)),
		b.command(onePath, path, b.cold),
		b.command(baseBefore, before(compare), b.repository, b.cold).given(b.before != ""),
		b.command(baseWithout, compare, b.repository, b.cold),
		b.command(base, compare, b.repository, b.warm(compare), b.changeTwenty),
		b.command(searchBefore, before(find), b.cold).given(b.before != ""),
		b.command(searchWithout, find, b.cold),
		b.command(search, find, b.warm(find)),
		{name: version, run: b.version},
	}
}

// command is a program that runs to its end.
func (b *bench) command(name string, command []string, prepares ...step) program {
	return program{name: name, run: func(ctx context.Context) error {
		cost, err := b.tools.Measure(ctx, command...)
		if err != nil {
			return err
		}
		b.ran[strings.Join(command, " ")] = true
		b.add(name, cost)
		return nil
	}}.after(prepares...)
}

func (b *bench) add(name string, cost process.Cost) {
	b.figures.add(name, cpuSeconds, cost.CPU.Seconds())
	b.figures.add(name, seconds, cost.Wall.Seconds())
	b.figures.add(name, millis, 1000*cost.Wall.Seconds())
	b.figures.add(name, mebibytes, float64(cost.Peak)/(1<<20))
}

// cache is the folder of the caches.
const cache = "cache"

// cold removes all caches.
func (b *bench) cold(ctx context.Context) error {
	clear(b.ran)
	return b.remove(cache)(ctx)
}

// warm runs a command, unless it has run since something was changed, so that what it keeps is in the cache.
func (b *bench) warm(command []string) step {
	return func(ctx context.Context) error {
		key := strings.Join(command, " ")
		if b.ran[key] {
			return nil
		}
		_, err := b.tools.Measure(ctx, command...)
		b.ran[key] = err == nil
		return err
	}
}

// remove removes a folder, if it is there.
func (b *bench) remove(name string) step {
	return func(context.Context) error { return os.RemoveAll(b.path(name)) }
}

// change changes a record.
func (b *bench) change(context.Context) error {
	_, err := b.edit("records/" + b.open[b.edits%len(b.open)])
	return err
}

// changeTwenty changes twenty records in the Git repository, or all that are not closed.
func (b *bench) changeTwenty(context.Context) error {
	for _, name := range b.open[:min(20, len(b.open))] {
		if _, err := b.edit("repository/" + name); err != nil {
			return err
		}
	}
	return nil
}

// edit adds a paragraph to a file, whose only word stands nowhere else.
func (b *bench) edit(name string) (word string, err error) {
	clear(b.ran)
	b.edits++
	word = fmt.Sprintf("change%06d", b.edits)
	f, err := os.OpenFile(b.path(name), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return "", fmt.Errorf("change a record: %w", err)
	}
	_, err = f.WriteString("\n" + word + "\n")
	return word, errors.Join(err, f.Close())
}

// repository makes the Git repository, where it is not there yet: all records in main, and some changed since.
func (b *bench) repository(ctx context.Context) error {
	dir := b.path("repository")
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := gen.Write(dir, gen.Corpus(b.seed, b.n)); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"init", "--quiet", "--initial-branch=main"},
		{"add", "."},
		{
			"-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org", "-c", "gc.auto=0",
			"-c", "commit.gpgsign=false", "commit", "--quiet", "--message=Records",
		},
		{"switch", "--quiet", "--create", "changes"},
	} {
		git := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
		if out, err := git.CombinedOutput(); err != nil {
			return fmt.Errorf("make a Git repository: %w\n%s", err, out)
		}
	}
	return b.changeTwenty(ctx)
}

// version measures a start often, since it is short.
func (b *bench) version(ctx context.Context) error {
	for range 10 {
		cost, err := b.tools.Measure(ctx, b.tools.Path("hindcast"), "version")
		if err != nil {
			return err
		}
		b.add(version, cost)
	}
	return nil
}
