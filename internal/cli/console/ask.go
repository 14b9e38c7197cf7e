package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"

	"charm.land/huh/v2"
)

// Question is asked of a person, on a page of a form or in plain lines.
type Question interface {
	field() huh.Field
	put(p *plain) error
}

// Option is one of several answers.
type Option struct{ Label, Value string }

// Text asks for words. A check refuses an answer.
type Text struct {
	Title, Description string
	Lines              int    // of the field; one where it is 0
	Start              string // what the field of a form begins with
	Check              func(string) error
	To                 *string
}

// Choice asks for one of several answers.
type Choice struct {
	Title, Description string
	Options            []Option
	Start              string // the value where a form begins
	To                 *string
}

// Several asks for any number of answers.
type Several struct {
	Title, Description string
	Options            []Option
	Chosen             bool // a form begins with all of them
	To                 *[]string
}

// Confirm asks for yes or no. A form begins with what it points to.
type Confirm struct {
	Title, Yes, No string
	To             *bool
}

func (q Text) field() huh.Field {
	*q.To = q.Start
	if q.Lines == 0 {
		return huh.NewInput().Title(q.Title).Description(q.Description).Value(q.To).Validate(q.Check)
	}
	return huh.NewText().Title(q.Title).Description(q.Description).Value(q.To).Validate(q.Check).
		Lines(q.Lines).CharLimit(0).ShowLineNumbers(false)
}

func (q Choice) field() huh.Field {
	*q.To = q.Start
	return huh.NewSelect[string]().Title(q.Title).Description(q.Description).
		Options(options(q.Options, false)...).Value(q.To)
}

func (q Several) field() huh.Field {
	height := min(len(q.Options), 10) + 3 // with title and description; the library would show one option alone
	return huh.NewMultiSelect[string]().Title(q.Title).
		Description(strings.TrimSpace(q.Description + " Space or x marks one, / searches, enter goes on.")).
		Options(options(q.Options, q.Chosen)...).Height(height).Value(q.To)
}

func (q Confirm) field() huh.Field {
	return huh.NewConfirm().Title(q.Title).Affirmative(q.Yes).Negative(q.No).Value(q.To)
}

func options(list []Option, chosen bool) []huh.Option[string] {
	out := make([]huh.Option[string], len(list))
	for i, o := range list {
		out[i] = huh.NewOption(o.Label, o.Value).Selected(chosen)
	}
	return out
}

// ErrStopped has the exit code that tells a script that there is no file to go on with.
var ErrStopped = Exit(ExitUsage, errors.New("stopped; nothing was written"))

// Ask puts questions, a page for each; on a terminal that can do no more than lines, in lines. At the end of the input
// it is ErrStopped, and after Ctrl-C what ends a command that was stopped.
func (a *App) Ask(ctx context.Context, questions ...Question) error {
	if len(questions) == 0 {
		return nil
	}
	if isPlain(a.Getenv) {
		return askPlainly(ctx, a, questions)
	}
	return askOnPages(ctx, a, questions)
}

// isPlain reports whether the terminal is to get lines alone: no colours, and nothing that is drawn again.
func isPlain(getenv func(string) string) bool {
	kind := getenv("TERM")
	return kind == "dumb" || kind == "" && runtime.GOOS != "windows" || getenv("ACCESSIBLE") != ""
}

// plain puts questions in lines.
type plain struct {
	ctx context.Context
	in  *bufio.Reader
	out io.Writer
}

func askPlainly(ctx context.Context, a *App, questions []Question) error {
	if a.lines == nil {
		a.lines = bufio.NewReader(a.In)
	}
	p := &plain{ctx, a.lines, a.Out}
	for _, q := range questions {
		err := q.put(p)
		fmt.Fprintln(a.Out)
		if err != nil {
			return err
		}
	}
	return nil
}

// line asks until an answer is taken. Whoever stops has nobody who would read what is typed after that.
func (p *plain) line(prompt string, take func(string) error) error {
	type answer struct {
		text string
		err  error
	}
	for {
		fmt.Fprint(p.out, prompt)
		read := make(chan answer, 1)
		go func() {
			text, err := p.in.ReadString('\n')
			read <- answer{text, err}
		}()
		select {
		case <-p.ctx.Done():
			return p.ctx.Err()
		case a := <-read:
			if errors.Is(a.err, io.EOF) {
				return ErrStopped
			}
			if a.err != nil {
				return Failed(fmt.Errorf("read the answer: %w", a.err))
			}
			err := take(strings.TrimSpace(a.text))
			if err == nil {
				return nil
			}
			fmt.Fprintf(p.out, "%v\n", err)
		}
	}
}

// head writes what a question is about.
func (p *plain) head(title, description string, list []Option) {
	fmt.Fprintln(p.out, title)
	if description != "" {
		fmt.Fprintln(p.out, description)
	}
	for i, o := range list {
		fmt.Fprintf(p.out, "%d. %s\n", i+1, o.Label)
	}
}

func (q Text) put(p *plain) error {
	p.head(q.Title, q.Description, nil)
	return p.line("> ", func(s string) error {
		if err := q.Check(s); err != nil {
			return err
		}
		*q.To = s
		return nil
	})
}

func (q Choice) put(p *plain) error {
	p.head(q.Title, q.Description, q.Options)
	return p.line("Number: ", func(s string) error {
		value, err := numbered(s, q.Options)
		if err == nil {
			*q.To = value
		}
		return err
	})
}

func (q Several) put(p *plain) error {
	p.head(q.Title, q.Description, q.Options)
	return p.line("Numbers with commas between them, all, or nothing for none: ", func(s string) error {
		var chosen []string
		if s == "all" {
			for _, o := range q.Options {
				chosen = append(chosen, o.Value)
			}
			s = ""
		}
		for part := range strings.SplitSeq(s, ",") {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			value, err := numbered(part, q.Options)
			if err != nil {
				return err
			}
			chosen = append(chosen, value)
		}
		*q.To = chosen
		return nil
	})
}

func (q Confirm) put(p *plain) error {
	p.head(q.Title, "", nil)
	return p.line(fmt.Sprintf("y (%s) or n (%s): ", q.Yes, q.No), func(s string) error {
		switch strings.ToLower(s) {
		case "y", "yes":
			*q.To = true
		case "n", "no":
			*q.To = false
		default:
			return errors.New("type y or n")
		}
		return nil
	})
}

// numbered is the value of the option with a number.
func numbered(s string, list []Option) (string, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > len(list) {
		return "", fmt.Errorf("type a number from 1 to %d", len(list))
	}
	return list[n-1].Value, nil
}
