// Package load reads the files of a records repository into values, each with its span. It judges
// nothing: what does not fit is kept as a fault of the file, for the rules to report.
package load

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/folder"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
	"hindcast/internal/progress"
	"hindcast/internal/watch"
)

// Limits are what a file may cost.
type Limits struct {
	File  int64 // bytes of a file
	Own   int64 // bytes of a template or of a file that the site gets as it is
	Asset int64 // bytes of a file beside a record
	Head  frontmatter.Limits
	Text  markdown.Limits
}

// DefaultLimits are those of a repository that configures none.
var DefaultLimits = LimitsOf(&incident.Config{})

// LimitsOf are the limits that a repository configures.
func LimitsOf(c *incident.Config) Limits {
	return Limits{
		File:  int64(c.Limit(incident.LimitFile)),
		Own:   int64(c.Limit(incident.LimitOwn)),
		Asset: int64(c.Limit(incident.LimitAsset)),
		Head: frontmatter.Limits{
			Bytes: c.Limit(incident.LimitHead), Nodes: c.Limit(incident.LimitNodes), Depth: c.Limit(incident.LimitDepth),
		},
		Text: c.TextLimits(),
	}
}

// The names of the settings file in the root, and of the one in which sources say of themselves what readers need;
// the latter is in no repository, but in what is made of one together with its sources.
const (
	ConfigFile = "hindcast.yaml"
	JoinedFile = "hindcast.joined.json"
)

// Sources are the files and folders of a records repository that are read, whatever its settings say.
var Sources = []string{ConfigFile, JoinedFile, "incidents", "knowledge", "templates", "site"}

// SourcesOf are Sources and those that the settings of a repository add.
func SourcesOf(fsys fs.FS) []string {
	config, _ := NewLoader(DefaultLimits).Settings(fsys)
	names := slices.Clone(Sources)
	switch in := string(config.Articles.Folder); {
	case in == "":
		return names
	case in != ".":
		return append(names, in)
	}
	entries, _ := fs.ReadDir(fsys, ".")
	for _, e := range entries {
		if name := e.Name(); !slices.Contains(names, name) && !unread(name) && !(e.IsDir() && isSite(fsys, name)) {
			names = append(names, name)
		}
	}
	return names
}

// Loader reads files with prepared schemas.
type Loader struct {
	limits   Limits
	people   []string
	memory   *Memory           // nil for none
	progress progress.Reporter // nil for none
	count    *progress.Count   // of files that were read; nil for none
	taken    map[string]any    // what another loader read, by path; as in a memory
	parser   *markdown.Parser
	ids      incident.IDPattern
	settings frontmatter.Schema[incident.Settings]
	records  *kind[incident.Record]
	systems  *kind[incident.System]
	articles *kind[incident.Article]
	plain    folder.Settings // of articles that may lack a front matter
	settled  string          // what reading depends on beside the files
}

// NewLoader prepares a loader, which is safe for concurrent use. Names of people are noted where a
// text holds them.
func NewLoader(limits Limits, people ...string) *Loader {
	defaults := incident.NewConfig(incident.Settings{})
	l := &Loader{
		limits:   limits,
		people:   people,
		parser:   newParser(limits, defaults, people),
		ids:      defaults.IDs.Pattern,
		settings: frontmatter.For[incident.Settings](),
		records:  recordKind(),
		systems:  systemKind(),
		articles: articleKind(),
		settled:  settled(limits, defaults, people),
	}
	return l
}

// MostBytes is how long a file that is read can be.
func (l *Loader) MostBytes() int64 { return l.limits.File }

// With is the loader with a memory of what was read before; nil for none.
func (l *Loader) With(memory *Memory) *Loader {
	other := *l
	other.memory = memory
	return &other
}

// Telling is the loader with somebody to tell how far it is; nil for nobody.
func (l *Loader) Telling(r progress.Reporter) *Loader {
	other := *l
	other.progress = r
	return &other
}

// counting is the loader with a count of the files it reads.
func (l *Loader) counting(files int) *Loader {
	other := *l
	other.count = progress.Begin(l.progress, progress.Stage{Name: "reading records", Unit: "file", Total: files})
	return &other
}

// Under is the loader with what settings say of reading.
func (l *Loader) Under(c *incident.Config) *Loader {
	if len(c.Limits) == 0 && len(c.Sections) == 0 && len(c.Joined) == 0 && c.Written.IDs.Pattern.IsZero() &&
		c.Articles.Folder == "" {
		return l
	}
	other := *l
	if len(c.Limits) > 0 {
		other.limits = LimitsOf(c)
	}
	other.settled = settled(other.limits, *c, l.people)
	other.parser = newParser(other.limits, *c, l.people)
	other.ids = c.IDs.Pattern
	other.plain = c.Articles
	return &other
}

func newParser(limits Limits, c incident.Config, people []string) *markdown.Parser {
	return markdown.NewParser(limits.Text, c.IDs.Pattern.Bare(), watch.Watches(watch.NamesOf(people))...).Naming(c.SectionNames.Of)
}

// Settings reads the settings alone, with the faults of their file.
func (l *Loader) Settings(fsys fs.FS) (incident.Config, incident.File) {
	var t incident.Log
	l.config(fsys, &t)
	return t.Config, t.ConfigFile
}

// Log reads the whole repository. An error means that the file system failed, never that a file is bad.
func (l *Loader) Log(ctx context.Context, fsys fs.FS) (*incident.Log, error) {
	t, l, found, err := l.survey(fsys)
	if err != nil {
		return nil, err
	}
	l.memory.use(l.settled, found)
	var jobs []func(*Loader)
	for _, src := range found {
		jobs = l.file(t, src, jobs)
	}
	if err := l.carryOut(ctx, jobs); err != nil {
		return nil, err
	}
	return t, l.attachments(ctx, fsys, t)
}

// survey reads the settings and finds the files beside them, in order of path. The log has the settings and the
// files that none is to be read of; the loader is the one with the limits of the settings.
func (l *Loader) survey(fsys fs.FS) (*incident.Log, *Loader, []source, error) {
	t := &incident.Log{People: l.people}
	l.config(fsys, t)
	l = l.Under(&t.Config)
	t.Own = l.own(fsys, t.Config.Keep)
	var found []source
	folders := []string{"incidents", "knowledge"}
	if folder := string(l.plain.Folder); folder != "" {
		folders = append(folders, folder)
	}
	for _, folder := range folders {
		if file := l.misplaced(fsys, folder); file != nil {
			t.Own = append(t.Own, file)
			continue
		}
		err := fs.WalkDir(fsys, folder, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && name == folder:
				return fs.SkipDir
			case err != nil && name == folder:
				return fmt.Errorf("read %s: %w", folder, err)
			case name != folder && l.ignored(fsys, folder, name, d):
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if err == nil && d.Type()&fs.ModeSymlink != 0 && path.Ext(name) != ".md" && leadsToFolder(fsys, name) {
				err = errLinkedFolder
			}
			found = append(found, source{
				fsys: fsys, name: name, isDir: d.IsDir(), isRegular: d.Type().IsRegular(), err: err, ending: path.Ext(name),
			})
			return nil
		})
		if err != nil {
			return nil, nil, nil, err
		}
	}
	// The order of what follows must not depend on the file system's.
	sort.Slice(found, func(i, j int) bool { return found[i].name < found[j].name })
	return t, l, found, nil
}

// carryOut does some jobs at once, as many as there are processors.
func (l *Loader) carryOut(ctx context.Context, jobs []func(*Loader)) error {
	l = l.counting(len(jobs))
	defer l.count.End()
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, job := range jobs {
		group.Go(func() error {
			if running.Err() == nil {
				job(l)
			}
			return running.Err()
		})
	}
	return group.Wait()
}

// ignored files are notes about a folder and whatever is hidden; in the folder of plain articles, where notes about a
// folder are articles too, what is read for something else, and sites that were built there.
func (l *Loader) ignored(fsys fs.FS, folder, name string, d fs.DirEntry) bool {
	base := path.Base(name)
	if folder != string(l.plain.Folder) {
		return base == "README.md" || unread(base)
	}
	_, within := l.plain.Within(name)
	return !within || unread(base) || name == ConfigFile || d.IsDir() && isSite(fsys, name)
}

// unread files and folders are hidden, or of packages that others wrote.
func unread(base string) bool {
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "node_modules"
}

// isSite reports whether a folder holds a site that was built: its manifest begins with the program.
func isSite(fsys fs.FS, folder string) bool {
	f, err := fsys.Open(path.Join(folder, "manifest.json"))
	if err != nil {
		return false
	}
	defer f.Close()
	start := make([]byte, 100)
	n, _ := io.ReadFull(f, start)
	return bytes.Contains(start[:n], []byte(`"name": "hindcast"`))
}

// file adds a file to the log, and what is left to do for it to the jobs.
func (l *Loader) file(t *incident.Log, src source, jobs []func(*Loader)) []func(*Loader) {
	name, ending := src.name, strings.ToLower(src.ending)
	isText := ending == ".md" || ending == ".markdown"
	switch {
	case src.isDir && src.err == nil && !isText:
		return jobs
	case src.err == nil && !isText:
		file := &incident.File{Path: name}
		if !src.isRegular {
			l.irregular(src, file)
		}
		t.Assets = append(t.Assets, file)
		return jobs
	}
	switch {
	case strings.HasPrefix(name, "incidents/"):
		r := &incident.Record{}
		t.Records = append(t.Records, r)
		return append(jobs, l.records.job(src, r))
	case strings.HasPrefix(name, "knowledge/systems/"):
		s := &incident.System{Slug: slug(name)}
		t.Systems = append(t.Systems, s)
		return append(jobs, l.systems.job(src, s))
	}
	a := &incident.Article{Slug: slug(name), Kind: incident.Plain}
	switch {
	case strings.HasPrefix(name, "knowledge/playbooks/"):
		a.Kind = incident.Playbook
	case strings.HasPrefix(name, "knowledge/glossary/"):
		a.Kind = incident.Glossary
	case l.isPlain(name):
		a.Slug = l.plain.Slug(name)
	}
	t.Articles = append(t.Articles, a)
	return append(jobs, l.articles.job(src, a))
}

// Records in a folder that is linked would be missing from the log, and nobody would know.
var errLinkedFolder = errors.New("links to folders are not followed")

func leadsToFolder(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.IsDir()
}

// isPlain reports whether a file is one of the folder of articles that the settings name.
func (l *Loader) isPlain(name string) bool {
	_, ok := l.plain.Within(name)
	return ok
}

func slug(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }

func (l *Loader) config(fsys fs.FS, t *incident.Log) {
	t.ConfigFile.Path = ConfigFile
	var settings incident.Settings
	defer func() {
		t.Config = incident.NewConfig(settings)
		if len(settings.Sources) > 0 {
			t.Config.Join(l.joined(fsys))
		}
	}()
	if _, err := fs.Lstat(fsys, ConfigFile); errors.Is(err, fs.ErrNotExist) {
		return // a link that leads nowhere is there, and is a fault
	}
	text, fault := l.read(source{fsys: fsys, name: ConfigFile})
	if fault != nil {
		l.fault(&t.ConfigFile, *fault)
		return
	}
	t.ConfigFile.Sum = sha256.Sum256(text)
	if conflicted, _ := conflict(text, len(text)); conflicted != nil {
		l.fault(&t.ConfigFile, *conflicted)
		return
	}
	doc, faults := frontmatter.ParseYAML(text, l.limits.Head, l.settings.Keys()...)
	if doc != nil {
		t.ConfigFile.Places = doc.Places()
		faults = append(faults, doc.Blanks("custom")...)
		faults = append(faults, l.settings.Decode(doc, &settings)...)
	}
	l.fault(&t.ConfigFile, faults...)
}

// open splits a file, of which a text was read or which has a fault, and parses its text. The document is nil where the
// head can't be read.
func (l *Loader) open(
	src source, text []byte, fault *diag.Finding, file *incident.File, keys []string,
) (read *frontmatter.Document) {
	file.Path = src.name
	defer func() {
		if fault := recover(); fault != nil {
			*file = incident.File{Path: src.name, Guess: guessText(text)}
			l.fault(file, incident.Defeat(src.name, fault))
			read = nil
		}
	}()
	if fault != nil {
		l.fault(file, *fault)
		file.Guess = guessText(text)
		return nil
	}
	file.Sum = sha256.Sum256(text)
	body, isBare := frontmatter.Body(text), l.isPlain(src.name) && frontmatter.TextAlone(text) != nil
	if isBare {
		body = 0
	}
	conflicted, side := conflict(text, body)
	if conflicted != nil {
		l.fault(file, *conflicted)
		if conflicted.Span.Start.Offset < body {
			file.Guess = guessText(text)
			return nil
		}
	}
	var doc *frontmatter.Document
	if isBare {
		doc = frontmatter.TextAlone(side)
	} else {
		var faults []diag.Finding
		doc, faults = frontmatter.Parse(side, l.limits.Head, keys...)
		l.fault(file, faults...)
	}
	if doc == nil {
		file.Guess = guessText(text)
		return nil
	}
	file.Places = doc.Places()
	l.fault(file, doc.Blanks("custom")...)
	file.Text = l.parser.Parse(doc.Lines, doc.Body)
	l.fault(file, file.Text.Problems...)
	file.Text.Problems = nil
	if crlf := bytes.Count(text, []byte("\r\n")); crlf > 0 && crlf < bytes.Count(text, []byte("\n")) {
		l.fault(file, diag.Finding{
			Rule: incident.RuleEndings, Span: diag.FileStart, Message: "some lines end in CRLF and some in LF",
			Hint: "let the editor write one kind; .gitattributes can keep it",
		})
	}
	return doc
}

func (l *Loader) fault(file *incident.File, faults ...diag.Finding) {
	for _, f := range faults {
		f.Path = file.Path
		for i := range f.Related {
			f.Related[i].Path = file.Path
		}
		file.Faults = append(file.Faults, f)
	}
}

type source struct {
	fsys      fs.FS
	name      string
	ending    string // as written; empty where it does not matter
	isDir     bool
	isRegular bool // no folder, link, pipe or device
	err       error
}

// read returns the bytes of a file, or the one finding that says why they can't be used; what could be
// read of it all the same comes with it.
func (l *Loader) read(src source) ([]byte, *diag.Finding) {
	fault := func(rule, message, hint string) *diag.Finding {
		return &diag.Finding{Rule: rule, Span: diag.FileStart, Message: message, Hint: hint}
	}
	switch {
	case src.err != nil:
		return nil, fault(incident.RuleUnreadable, reason(src.err), "")
	case src.isDir:
		return nil, fault(incident.RuleUnreadable, "this is a folder with the name of a record",
			"rename it, and put index.md into it")
	}
	info, err := fs.Stat(src.fsys, src.name)
	switch {
	case !utf8.ValidString(src.name):
		return nil, fault(incident.RuleUnreadable, "the file can't be read: its name is not UTF-8", "rename it")
	case err != nil:
		return nil, fault(incident.RuleUnreadable, reason(err), "")
	case src.ending != "" && src.ending != ".md":
		return nil, fault(incident.RuleFileEnding, "the file ends in "+src.ending+", which is not read",
			"rename it so that it ends in .md")
	case !info.Mode().IsRegular():
		return nil, fault(incident.RuleUnreadable, reason(disk.ErrIrregular), "")
	}
	f, err := src.fsys.Open(src.name)
	if err != nil {
		return nil, fault(incident.RuleUnreadable, reason(err), "")
	}
	defer f.Close()
	var content bytes.Buffer
	content.Grow(int(min(info.Size(), l.limits.File)) + bytes.MinRead) // as much as it takes, at once
	if _, err := content.ReadFrom(io.LimitReader(f, l.limits.File+1)); err != nil {
		return nil, fault(incident.RuleUnreadable, reason(err), "")
	}
	text := content.Bytes()
	if size := max(info.Size(), int64(len(text))); size > l.limits.File {
		return text, fault(incident.RuleFileSize, (&tooLarge{size, l.limits.File}).Error(),
			"keep the record to what a reader needs and link to the rest")
	}
	if at := invalid(text); at >= 0 {
		message := fmt.Sprintf("the file is not UTF-8 text: byte %d is %#02x", at, text[at])
		return text, fault(incident.RuleEncoding, message, "save it as UTF-8")
	}
	l.count.Add(len(text))
	return text, nil
}

// reason is why a file can't be read, without its path, which the finding names.
func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	switch {
	case errors.Is(err, disk.ErrIrregular) || errors.Is(err, errLinkedFolder):
		return err.Error()
	case errors.As(err, new(*tooLarge)):
		return err.Error()
	case errors.Is(err, fs.ErrNotExist):
		return "the link points at nothing"
	case strings.Contains(err.Error(), "escapes"):
		return "the link leads out of the repository"
	}
	return "the file can't be read: " + err.Error()
}

// invalid is the offset of the first byte that is no text; -1 where there is none.
func invalid(text []byte) int {
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return i
	}
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
