package records

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/filing"
	"hindcast/internal/incident"
)

// ask puts the questions whose answers no flag gave.
func (a *app) ask(ctx context.Context, log *incident.Log, flags *newFlags, now time.Time) error {
	vocabularies := log.Config.Vocabularies
	unregistered, detected := "", ""
	noSystem := len(flags.Systems)+len(flags.Unregistered) == 0
	questions := []struct {
		open bool
		console.Question
	}{
		{flags.Title == "", console.Text{
			Title: "What happened, in one line?", Description: "The title. No names of people.", Check: needed, To: &flags.Title,
		}},
		{flags.Kind == "" && flags.Severity == "", console.Choice{
			Title: "What is it?", Options: terms(kinds(vocabularies["kinds"])), To: &flags.Kind,
		}},
		{flags.Type == "", console.Choice{
			Title: "Which type fits best?", Description: "Where two fit, take the one that the main remedy would prevent.",
			Options: terms(vocabularies["types"]), To: &flags.Type,
		}},
		{flags.Severity == "", console.Choice{
			Title:       "How severe is it?",
			Description: "A best guess will do until the review. Of a near miss or hazard: how bad could it have been?",
			Options:     terms(vocabularies["severities"]), To: &flags.Severity,
		}},
		{noSystem && len(log.Systems) > 0, console.Several{
			Title: "Which systems of the register?", Options: systems(log), To: &flags.Systems,
		}},
		{noSystem, otherSystems(flags, &unregistered)},
		{flags.Detected.IsZero(), console.Text{
			Title:       "When was it noticed?",
			Description: "As now, 2026-03-02T09:25Z, or with an offset such as +01:00, or a date.",
			Start:       now.UTC().Format("2006-01-02T15:04Z07:00"),
			Check:       func(s string) error { return noticed(s, now) }, To: &detected,
		}},
		{flags.Method == "", console.Choice{
			Title: "How was it noticed?", Options: terms(vocabularies["methods"]), To: &flags.Method,
		}},
		{flags.TLP == "", console.Choice{
			Title: "Who may read it?", Description: "The mark of the Traffic Light Protocol.",
			Options: terms(incident.TLP), Start: "AMBER", To: &flags.TLP,
		}},
		{!flags.told(), console.Text{
			Title:       "What happened?",
			Description: "A few plain sentences: what the system did, what it meant. No names of people.",
			Lines:       6, Check: needed, To: &flags.What,
		}},
	}
	var open []console.Question
	for _, q := range questions {
		if q.open {
			open = append(open, q.Question)
		}
	}
	if err := a.Ask(ctx, open...); err != nil {
		return err
	}
	for name := range strings.SplitSeq(unregistered, ",") {
		if name = strings.TrimSpace(name); name != "" {
			flags.Unregistered = append(flags.Unregistered, name)
		}
	}
	if flags.Detected.IsZero() {
		var err error
		flags.Detected, err = timeFlag("the time", strings.TrimSpace(detected), now)
		return err
	}
	return nil
}

func needed(s string) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("every record needs this")
	}
	return nil
}

func noticed(s string, now time.Time) error {
	if s = strings.TrimSpace(s); s == "now" {
		return nil
	}
	t, err := incident.ParseTime(s)
	switch {
	case err != nil:
		if h, ok := err.(interface{ Hint() string }); ok {
			return errors.New(h.Hint())
		}
		return err
	case t.Earliest().After(now):
		return errors.New("that is in the future")
	}
	return nil
}

// kinds are those that can be filed.
func kinds(v incident.Vocabulary) incident.Vocabulary {
	var list incident.Vocabulary
	for _, t := range v {
		if t.ID != incident.KindPrecedent {
			list = append(list, t)
		}
	}
	return list
}

// terms offers a vocabulary, each term with what makes it one.
func terms(v incident.Vocabulary) []console.Option {
	list := make([]console.Option, len(v))
	for i, t := range v {
		list[i] = console.Option{Label: termLabel(t), Value: t.ID}
	}
	return list
}

// termLabel is the name of a term with its definition or criteria, as far as both fit on a line.
func termLabel(t incident.Term) string {
	what := t.Definition
	if t.Criteria != "" {
		what = t.Criteria
	}
	label := t.Title
	if label == "" {
		label = t.ID
	}
	if what != "" {
		label += ": " + what
	}
	return diag.Printable(label)
}

func systems(log *incident.Log) []console.Option {
	list := make([]console.Option, len(log.Systems))
	for i, s := range log.Systems {
		label := s.Slug
		if s.Title != "" {
			label = fmt.Sprintf("%s (%s)", s.Title, s.Slug)
		}
		list[i] = console.Option{Label: diag.Printable(label), Value: s.Slug}
	}
	return list
}

// otherSystems asks for what the register does not hold; something must be named in one of the two.
func otherSystems(flags *newFlags, to *string) console.Question {
	return console.Text{
		Title:       "Which other system, that the register does not hold?",
		Description: "Its name; commas between several. Empty where the register held all.", To: to,
		Check: func(s string) error {
			if strings.TrimSpace(s) == "" && len(flags.Systems) == 0 {
				return errors.New("name at least one system")
			}
			return nil
		},
	}
}

// confirm offers the obligations to note, and the last way out.
func (a *app) confirm(ctx context.Context, duties []filing.Duty, resembles bool) ([]incident.Obligation, error) {
	var chosen []string
	write := true
	question := "Write the record?"
	if resembles {
		question = "Is it none of those above? Then write the record."
	}
	var questions []console.Question
	if len(duties) > 0 {
		list := make([]console.Option, len(duties))
		for i, d := range duties {
			list[i] = console.Option{Label: dutyLabel(d), Value: dutyID(d)}
		}
		questions = append(questions, console.Several{
			Title: "Note these duties to report as open?",
			Description: "Whether each applies is decided by the review; its clock runs from the detection until then. " +
				"Not legal advice.",
			Options: list, Chosen: true, To: &chosen,
		})
	}
	questions = append(questions, console.Confirm{Title: question, Yes: "Write", No: "Stop", To: &write})
	if err := a.Ask(ctx, questions...); err != nil {
		return nil, err
	}
	if !write {
		return nil, console.ErrStopped
	}
	var list []incident.Obligation
	for _, d := range duties {
		if slices.Contains(chosen, dutyID(d)) {
			list = append(list, d.Obligation)
		}
	}
	return list, nil
}
