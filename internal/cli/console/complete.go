package console

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// Completing makes a completion of what a log gives; it proposes nothing where there is no log.
func Completing(a *App, propose func(log *incident.Log, args []string) []cobra.Completion) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		list := propose(logToComplete(cmd.Context(), a), args)
		return slices.DeleteFunc(list, func(c cobra.Completion) bool {
			return !strings.HasPrefix(strings.ToLower(c), strings.ToLower(word))
		}), cobra.ShellCompDirectiveNoFileComp
	}
}

// LogHere is the log here, without a check; an empty one where there is no repository.
func LogHere(ctx context.Context, a *App) (*incident.Log, error) {
	repo, err := a.Open()
	if err != nil {
		return emptyLog(), nil
	}
	defer repo.Close()
	return load.NewLoader(load.DefaultLimits).Log(ctx, repo.Files)
}

func emptyLog() *incident.Log { return &incident.Log{Config: incident.NewConfig(incident.Settings{})} }

// logToComplete is the log here; an empty one where it can't be read.
func logToComplete(ctx context.Context, a *App) *incident.Log {
	log, err := LogHere(ctx, a)
	if err != nil {
		return emptyLog()
	}
	return log
}

// Fixed completes one of some words.
func Fixed(words ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
}

// RecordIDs proposes the ids of records that have a lifecycle, each with its title.
func RecordIDs(log *incident.Log) []cobra.Completion {
	var list []cobra.Completion
	for _, r := range log.Records {
		if r.ID != "" && r.KindOrDefault() != incident.KindPrecedent {
			list = append(list, described(r.ID, r.Title))
		}
	}
	return list
}

// Systems proposes the systems of the register, each with its title.
func Systems(log *incident.Log) []cobra.Completion {
	var list []cobra.Completion
	for _, s := range log.Systems {
		list = append(list, described(s.Slug, s.Title))
	}
	return list
}

// Values proposes the values of a facet: those of its vocabulary, else those that records have.
func Values(log *incident.Log, facet string) []cobra.Completion {
	f := incident.FacetNamed(facet)
	if f.Values == nil {
		return nil
	}
	if vocabulary := log.Config.Vocabularies[f.Vocabulary]; len(vocabulary) > 0 {
		return Terms(vocabulary)
	}
	values := map[string]bool{}
	for _, r := range log.Records {
		for _, v := range f.Values(r) {
			values[v] = true
		}
	}
	var list []cobra.Completion
	for _, v := range slices.Sorted(maps.Keys(values)) {
		list = append(list, described(v, ""))
	}
	return list
}

// Terms proposes the terms of a vocabulary, each with its title.
func Terms(v incident.Vocabulary) []cobra.Completion {
	var list []cobra.Completion
	for _, t := range v {
		list = append(list, described(t.ID, t.Title))
	}
	return list
}

func described(word, what string) cobra.Completion {
	return cobra.CompletionWithDesc(diag.Printable(word), diag.Printable(what))
}

// Complete sets the completion of a flag of a command.
func Complete(cmd *cobra.Command, flag string, by cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, by); err != nil {
		panic(err) // there is no such flag, or it has one: a fault of the program
	}
}
