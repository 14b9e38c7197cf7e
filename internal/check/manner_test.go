package check_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/check/rule"
	"hindcast/internal/incident"
)

// manners are other ways to write the same record. Each is tried on every legitimate variation.
var manners = []struct {
	name  string
	write func(text string) string
}{
	{"CRLF", func(text string) string {
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	}},
	{"keys in another order", shuffledKeys},
	{"comments and blank lines", commented},
	{"without the last line break", func(text string) string { return strings.TrimRight(text, "\r\n") }},
}

// entries splits a front matter into its top-level keys, each with the lines that belong to it; false
// where the head is written in a way that can't be taken apart by lines.
func entries(text string) (list []string, rest string, ok bool) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	head, rest, found := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !found || !strings.HasPrefix(text, "---\n") || strings.Contains(head, "\n#") || strings.HasPrefix(head, "#") {
		return nil, "", false
	}
	for line := range strings.SplitSeq(head, "\n") {
		starts := line != "" && !strings.ContainsAny(line[:1], " -]}\t")
		if starts || len(list) == 0 {
			list = append(list, line)
			continue
		}
		list[len(list)-1] += "\n" + line
	}
	return list, rest, true
}

func shuffledKeys(text string) string {
	list, rest, ok := entries(text)
	if !ok || strings.Contains(text, "status: \"") {
		return text
	}
	rand.New(rand.NewPCG(uint64(len(text)), 1)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return "---\n" + strings.Join(list, "\n") + "\n---\n" + rest
}

func commented(text string) string {
	list, rest, ok := entries(text)
	if !ok || slices.ContainsFunc(list, func(e string) bool { return strings.ContainsAny(e, "|>") }) {
		return text
	}
	return "---\n# filed by hand\n\n" + strings.Join(list, "\n# next\n\n") + "\n\n# end\n---\n" + rest
}

// The same variations, each in every manner: none is in the way. Together with the variations as they
// are, at least 300 differ from each other.
func TestLegitimateInEveryManner(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	seen := map[string]bool{}
	for _, l := range legitimates {
		seen[strings.Join([]string{l.name, fmt.Sprint(l.edits), l.file}, "\x00")] = true
	}
	for _, manner := range manners {
		files := map[string]string{}
		names := map[string]string{}
		for i, l := range legitimates {
			path, text := l.build(t, i)
			if !strings.HasSuffix(path, ".md") {
				files[path] = text
				continue
			}
			written := manner.write(text)
			files[path], names[path] = written, l.name
			if written != text {
				seen[written] = true
			}
			if strings.HasSuffix(path, "-data/index.md") {
				files[strings.TrimSuffix(path, "index.md")+"chart one.gif"] = Pixel
			}
		}
		for path, text := range beside() {
			files[path] = text
		}
		for _, f := range run(t, files) {
			t.Errorf("%s, %s: %s %s", names[f.Path], manner.name, show(f.Path, f.Span, f.Rule), f.Message)
		}
	}
	if len(seen) < 300 {
		t.Errorf("only %d variations differ from each other", len(seen))
	}
}

// Each item that needs keys has an example with all of them.
func TestExamplesOfItems(t *testing.T) {
	for list, needs := range incident.ItemNeeds {
		if list == "actions" {
			needs = slices.Concat(needs, incident.ActionNeeds)
		}
		for _, need := range needs {
			if example := rule.ItemExamples[list]; !strings.Contains(example, need+": ") {
				t.Errorf("the example of %s is %q, without %s", list, example, need)
			}
		}
	}
}
