package load

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

// sureMark is a mark unless something is wrong with how it is written, such as twice. No mark counts
// as the strictest.
func sureMark(mark string, faults []diag.Finding) string {
	for _, f := range faults {
		if strings.EqualFold(f.Key, "tlp") {
			return ""
		}
	}
	return mark
}

// isGarbled reports whether a file is text with a front matter that is no YAML, and nothing else is wrong with it.
func isGarbled(file *incident.File) bool {
	return len(file.Faults) == 1 &&
		(file.Faults[0].Rule == frontmatter.RuleSyntax || file.Faults[0].Rule == incident.RuleConflict)
}

// markLine is a mark as it is usually written.
var markLine = regexp.MustCompile(`(?m)^tlp:[ \t]+([A-Z+]+)[ \t]*\r?$`)

// plainMark is the mark of a front matter that is no YAML, where one line says it, neither side of a conflict, and no
// other speaks of a mark; else none, which counts as the strictest. Nothing of the file is shown; that others may name
// it is all that this decides.
func plainMark(text []byte) string {
	head := text[:frontmatter.Body(text)]
	lines := markLine.FindAllSubmatchIndex(head, -1)
	isClosed := bytes.HasSuffix(bytes.TrimRight(head, " \t\r\n"), []byte("\n---"))
	if !isClosed || len(lines) != 1 || bytes.Count(bytes.ToLower(head), []byte("tlp")) != 1 {
		return ""
	}
	if all := markers(head, len(head)); len(all) > 0 && all[0].start < lines[0][0] && lines[0][0] < all[len(all)-1].start {
		return ""
	}
	return string(head[lines[0][2]:lines[0][3]])
}

// naming are the keys of front matter that name a file.
var naming = []string{"id", "aliases", "title"}

// guessNames is what a front matter seems to call its file beside what was read: values of a naming key that is
// misspelt,
// written twice or of a wrong form. Texts of several words under any other unknown key may be a title.
func guessNames(doc *frontmatter.Document, faults []diag.Finding, hasTitle bool) incident.Guess {
	var g incident.Guess
	done := map[string]bool{}
	for _, f := range faults {
		key := f.Key
		if f.Rule != frontmatter.RuleUnknownKey {
			key, _, _ = strings.Cut(strings.ReplaceAll(key, "[", "."), ".")
		}
		if done[key] {
			continue
		}
		done[key] = true
		if f.Rule == frontmatter.RuleUnknownKey || slices.Contains(naming, key) {
			near := diag.Nearest(key, naming)
			if near == "title" && key != "title" && hasTitle {
				near = "" // time and site are as near
			}
			add(&g, near, doc.Texts(key)...)
		}
	}
	return g
}

// add adds the values of a naming key, or of another, whose phrases may be a title.
func add(g *incident.Guess, key string, values ...string) {
	switch key {
	case "title":
		g.Titles = append(g.Titles, values...)
	case "id", "aliases":
		g.IDs = append(g.IDs, values...)
	default:
		for _, text := range values {
			if strings.Contains(strings.TrimSpace(text), " ") {
				g.Phrases = append(g.Phrases, text)
			}
		}
	}
}

// keyLine is a key with its value, as far as these can be made out in a file that is no YAML; itemLine is an
// item of a list.
var (
	keyLine  = regexp.MustCompile(`^([ \t]*)["']?(\pL+)["']?[ \t]*[:=](.*)`)
	itemLine = regexp.MustCompile(`^[ \t]*-[ \t]+(.*)`)
)

// guessText is what a file that can't be read seems to be called.
func guessText(text []byte) incident.Guess {
	var g, near incident.Guess
	key := ""
	taken := map[string]bool{}
	for line := range strings.Lines(strings.ToValidUTF8(string(text[:min(len(text), guessedFrom)]), "")) {
		if m := keyLine.FindStringSubmatch(line); m != nil {
			key = diag.Nearest(m[2], naming)
			if m[1] != "" && taken[key] {
				continue // a key within another may be an action's
			}
			taken[key] = true
			into := &g
			if key == "title" && m[2] != key {
				into = &near
			}
			add(into, key, valuesOf(key, m[3])...)
		} else if m := itemLine.FindStringSubmatch(line); m != nil && key == "aliases" {
			add(&g, key, valuesOf(key, m[1])...)
		} else {
			key = ""
		}
	}
	if len(g.Titles) == 0 {
		g.Titles = near.Titles
	}
	return g
}

// valuesOf are the texts of a value that is no YAML: the words of a list, else the whole.
func valuesOf(key, value string) []string {
	value, _, _ = strings.Cut(value, " #")
	value = strings.Trim(value, " \t\r\n[]\"',")
	switch {
	case key == "" || value == "":
		return nil
	case key == "title":
		return []string{value}
	}
	return strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" \t,\"'", r) })
}

// guessedFrom is how many bytes of a file that can't be read are looked at.
const guessedFrom = 64 << 10

// identify lets a record that can't be read keep the ids that its text and its path seem to give it, so that
// references to it are not dead and nothing takes its name for free.
func identify(l *Loader, r *incident.Record) {
	for _, id := range slices.Concat(r.Guess.IDs, l.ids.In(r.Path)) {
		if r.ID == "" {
			r.ID = id
		} else if !strings.EqualFold(r.ID, id) {
			r.Aliases = append(r.Aliases, id)
		}
	}
	r.Title = r.Guess.Title()
}
