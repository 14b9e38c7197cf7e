package tracker

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

// Report is an issue in which somebody reports an incident by an issue form. Who opened it, labels and comments are no
// part of it.
type Report struct {
	Front   incident.Front // what keys of a record hold of it; its source is the issue
	Answers []Answer       // in the order of the form
}

// Answer is what an issue form asked and what was answered. What was left open is no answer.
type Answer struct {
	Question string // one line; empty for what stands above the first
	Text     string // Markdown of a record
	IsHeld   bool   // a key of the record holds all of it
}

// ReadReport reads a single issue in JSON: the event by which GitHub starts a workflow
// (https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues), or what GitHub and GitLab read. The error is
// one line.
func ReadReport(text []byte, words *importing.Words) (Report, error) {
	var event struct {
		Issue json.RawMessage `json:"issue"`
		IID   int             `json:"iid"`
	}
	if err := json.Unmarshal(text, &event); err != nil {
		return Report{}, errors.New(fault(err))
	}
	tracker, read := "GitHub", ofGitHub
	switch {
	case len(event.Issue) > 0:
		text = event.Issue
	case event.IID > 0:
		tracker, read = "GitLab", ofGitLab
	}
	i, err := read(text)
	switch {
	case err != nil:
		return Report{}, errors.New(fault(err))
	case i.id == "":
		return Report{}, errors.New("the issue has no number")
	case len(i.text) > maxText:
		return Report{}, fmt.Errorf("the issue has a text of more than %d MiB", maxText>>20)
	}
	var r Report
	r.Front.Title = importing.OneLine(importing.WithoutComments(titlePrefix().ReplaceAllString(i.title, "")))
	r.Front.Source = &incident.Source{Name: tracker, ID: i.id}
	if strings.HasPrefix(i.url, "https://") || strings.HasPrefix(i.url, "http://") {
		r.Front.Source.URL = incident.Address(i.url)
	}
	if i.restricted == "" && importing.SaidMark(i.title, i.text) == importing.RestrictedMark {
		i.restricted = "its title or text says so"
	}
	if i.restricted != "" {
		importing.Restrict(&r.Front, i.restricted)
	}
	d := newDesk(importing.Options{Words: words})
	for _, s := range importing.Sections(importing.WithoutComments(importing.Lines(i.text)), 0) {
		if value := answered(s.Text); value != "" {
			isHeld := d.answer(&r.Front, s.Heading, value)
			r.Answers = append(r.Answers, Answer{importing.OneLine(s.Heading), belowQuestion(value), isHeld})
		}
	}
	return r, nil
}

var (
	titlePrefix = lazy.Regexp(`^(?i:\s*(?:incident:|\[incident\]:?))`) // which forms begin titles with
	heads       = lazy.Regexp(`(?m)^#{2,6} +`)
	headsAlone  = lazy.Regexp(`^(?:\s*#{3,6} .*(?:\n|$))+\s*$`)
	noResponse  = lazy.Regexp(`^\s*_No response_\s*$`)
	unanswered  = lazy.Regexp(`^(?i:_no response_|not sure)$`)         // of GitHub, and an option of the form
	task        = lazy.Regexp(`^\s*[-*+] \[([ xX])\](?:[ \t]+(.*)|$)`) // an option with its box
)

// belowQuestion is an answer as the text of a section. Headings with nothing below any of them are what was answered.
func belowQuestion(answer string) string {
	text := importing.MarkdownBelow(answer)
	if headsAlone().MatchString(text) {
		return heads().ReplaceAllString(text, "")
	}
	return text
}

// formText is the text of an issue as that of a record. Where it begins with a question of a form, each question is a
// section, what an answer has as headings stays below it, and a question that was left open goes.
func formText(text string) string {
	text = importing.Lines(text)
	parts, titled := importing.Sections(text, 0), importing.Sections(text, 1)
	lead := importing.Markdown(parts[0].Text)
	if titled[0] == parts[0] || heads().MatchString(lead) { // it begins with a title, or has no question
		return importing.Markdown(text)
	}
	for _, p := range parts[1:] {
		if !noResponse().MatchString(p.Text) {
			lead += "\n\n" + importing.Markdown("# "+p.Heading) + "\n\n" + belowQuestion(p.Text)
		}
	}
	return strings.Trim(lead, "\n")
}

// answered is an answer: of a list of boxes what is ticked alone, and nothing where it was left open.
func answered(text string) string {
	text = strings.TrimSpace(text)
	if unanswered().MatchString(text) {
		return ""
	}
	var ticked []string
	for line := range strings.SplitSeq(text, "\n") {
		m := task().FindStringSubmatch(line)
		switch {
		case m == nil && strings.TrimSpace(line) != "":
			return text
		case m != nil && m[1] != " " && !unanswered().MatchString(strings.TrimSpace(m[2])):
			ticked = append(ticked, strings.TrimSpace(m[2]))
		}
	}
	return strings.Join(ticked, "\n")
}
