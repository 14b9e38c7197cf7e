package records

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"charm.land/huh/v2"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/filing"
	"hindcast/internal/incident"
)

// question is one field of the form; it is asked where no flag answered it.
type question struct {
	open  bool
	field func() huh.Field // made only then, since a choice writes its first option at once
}

// ask puts the questions whose answers no flag gave, a page for each.
func (a *app) ask(ctx context.Context, log *incident.Log, flags *newFlags, now time.Time) error {
	vocabularies := log.Config.Vocabularies
	unregistered, detected := "", now.UTC().Format("2006-01-02T15:04Z07:00")
	noSystem := len(flags.Systems)+len(flags.Unregistered) == 0
	questions := []question{
		{flags.Title == "", func() huh.Field {
			return huh.NewInput().Title("What happened, in one line?").Description("The title. No names of people.").Value(&flags.Title).Validate(needed)
		}},
		{flags.Kind == "" && flags.Severity == "", func() huh.Field {
			return choice("What is it?", "", kinds(vocabularies["kinds"]), &flags.Kind)
		}},
		{flags.Type == "", func() huh.Field {
			return choice("Which type fits best?", "Where two fit, take the one that the main remedy would prevent.",
				vocabularies["types"], &flags.Type)
		}},
		{flags.Severity == "", func() huh.Field {
			return choice("How severe is it?",
				"A best guess will do until the review. Of a near miss or hazard: how bad could it have been?",
				vocabularies["severities"], &flags.Severity)
		}},
		{noSystem && len(log.Systems) > 0, func() huh.Field { return systems(log, &flags.Systems) }},
		{noSystem, func() huh.Field { return otherSystems(flags, &unregistered) }},
		{flags.Detected.IsZero(), func() huh.Field {
			return huh.NewInput().Title("When was it noticed?").Description("As 2026-03-02T09:25Z, or with an offset such as +01:00, or a date.").
				Value(&detected).Validate(func(s string) error { return noticed(s, now) })
		}},
		{flags.Method == "", func() huh.Field { return choice("How was it noticed?", "", vocabularies["methods"], &flags.Method) }},
		{flags.TLP == "", func() huh.Field {
			flags.TLP = "AMBER" // where the choice begins
			return choice("Who may read it?", "The mark of the Traffic Light Protocol.", incident.TLP, &flags.TLP)
		}},
		{strings.TrimSpace(flags.What) == "", func() huh.Field {
			return huh.NewText().Title("What happened?").Description("A few plain sentences: what the system did, what it meant. No names of people.").
				Lines(6).CharLimit(0).ShowLineNumbers(false).Value(&flags.What).Validate(needed)
		}},
	}
	var groups []*huh.Group
	for _, q := range questions {
		if q.open {
			groups = append(groups, huh.NewGroup(q.field()))
		}
	}
	if err := a.RunForm(ctx, huh.NewForm(groups...)); err != nil {
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
	t, err := incident.ParseTime(strings.TrimSpace(s))
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

// choice offers the terms of a vocabulary, each with what makes it one.
func choice(title, description string, v incident.Vocabulary, to *string) huh.Field {
	options := make([]huh.Option[string], len(v))
	for i, t := range v {
		options[i] = huh.NewOption(termLabel(t), t.ID)
	}
	return huh.NewSelect[string]().Title(title).Description(description).Options(options...).Value(to)
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

func systems(log *incident.Log, to *[]string) huh.Field {
	options := make([]huh.Option[string], len(log.Systems))
	for i, s := range log.Systems {
		label := s.Slug
		if s.Title != "" {
			label = fmt.Sprintf("%s (%s)", s.Title, s.Slug)
		}
		options[i] = huh.NewOption(diag.Printable(label), s.Slug)
	}
	return huh.NewMultiSelect[string]().Title("Which systems of the register?").
		Description("Space or x marks one, / searches, enter goes on.").
		Options(options...).Height(listHeight(len(options))).Value(to)
}

// listHeight is how many lines a list of options takes with its title and description. The library
// would show one option alone.
func listHeight(options int) int { return min(options, 10) + 2 }

// otherSystems asks for what the register does not hold; something must be named in one of the two.
func otherSystems(flags *newFlags, to *string) huh.Field {
	return huh.NewInput().Title("Which other system, that the register does not hold?").
		Description("Its name; commas between several. Empty where the register held all.").Value(to).
		Validate(func(s string) error {
			if strings.TrimSpace(s) == "" && len(flags.Systems) == 0 {
				return errors.New("name at least one system")
			}
			return nil
		})
}

// confirm offers the obligations to note, and the last way out.
func (a *app) confirm(ctx context.Context, duties []filing.Duty, resembles bool) ([]incident.Obligation, error) {
	var chosen []int
	write := true
	question := "Write the record?"
	if resembles {
		question = "Is it none of those above? Then write the record."
	}
	var groups []*huh.Group
	if len(duties) > 0 {
		options := make([]huh.Option[int], len(duties))
		for i, d := range duties {
			options[i] = huh.NewOption(dutyLabel(d), i).Selected(true)
		}
		groups = append(groups, huh.NewGroup(huh.NewMultiSelect[int]().Title("Note these duties to report as open?").
			Description("Whether each applies is decided by the review; its clock runs from the detection until then. Not legal advice.").
			Options(options...).Height(listHeight(len(options))+1).Value(&chosen)))
	}
	groups = append(groups,
		huh.NewGroup(huh.NewConfirm().Title(question).Affirmative("Write").Negative("Stop").Value(&write)))
	if err := a.RunForm(ctx, huh.NewForm(groups...)); err != nil {
		return nil, err
	}
	if !write {
		return nil, console.ErrStopped
	}
	var list []incident.Obligation
	for _, i := range chosen {
		list = append(list, duties[i].Obligation)
	}
	return list, nil
}
