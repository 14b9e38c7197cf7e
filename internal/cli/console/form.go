package console

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
)

// askOnPages puts questions in a form, a page for each. Keys that are typed ahead reach the question that they are for,
// also where they arrive together with the Enter before, or where that question is in the next form.
func askOnPages(ctx context.Context, a *App, questions []Question) error {
	groups := make([]*huh.Group, len(questions))
	for i, q := range questions {
		groups[i] = huh.NewGroup(q.field())
	}
	form := huh.NewForm(groups...).WithKeyMap(formKeys())
	form.SubmitCmd, form.CancelCmd = tea.Quit, tea.Interrupt
	p := &pages{form: form, turns: func(string) {}}
	in := a.In
	if file, ok := in.(*os.File); ok {
		input := newFormInput(file)
		defer input.end()
		in, p.turns = input, input.turn
	}
	p.turns(p.enders())
	_, err := tea.NewProgram(p, tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(a.Out)).Run()
	if errors.Is(err, tea.ErrInterrupted) || ctx.Err() != nil {
		return a.Stopped()
	}
	return Failed(err)
}

// formKeys are the keys of the library and, for what may come first in a form, a line feed: that is what the terminal
// makes of an Enter which is typed when no form is there.
func formKeys() *huh.KeyMap {
	keys := huh.NewDefaultKeyMap()
	next := []string{"enter", "tab", "ctrl+j"}
	keys.MultiSelect.Next.SetKeys(next...)
	keys.Confirm.Next.SetKeys(next...)
	keys.MultiSelect.Submit.SetKeys("enter", "ctrl+j")
	keys.Confirm.Submit.SetKeys("enter", "ctrl+j")
	return keys
}

// pages is a form that has turned to the next page when it has taken the key that does so. By itself the library sends
// messages for that, and keys that come meanwhile go to the page before, or nowhere.
type pages struct {
	form  *huh.Form
	turns func(enders string) // the key is taken: more may come, up to the next of those
}

func (p *pages) Init() tea.Cmd { return p.form.Init() }

func (p *pages) View() tea.View {
	view := tea.NewView(p.form.View())
	view.ReportFocus = true
	return view
}

func (p *pages) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	key, isKey := msg.(tea.KeyPressMsg)
	moves := isKey && p.moves(key.String())
	_, cmd := p.form.Update(msg)
	if moves {
		cmd = p.settle(cmd)
	}
	if (moves || isKey && key.Code == tea.KeyEnter) && p.form.State == huh.StateNormal {
		p.turns(p.enders())
	}
	return p, cmd
}

// moves reports whether a key may turn to another page.
func (p *pages) moves(key string) bool {
	switch key {
	case "enter", "tab", "shift+tab":
		return true
	case "y", "Y", "n", "N":
		_, isConfirm := p.form.GetFocusedField().(*huh.Confirm)
		return isConfirm
	case "ctrl+j":
		_, isText := p.form.GetFocusedField().(*huh.Text)
		return !isText
	}
	return false
}

// enders are the bytes that may end the form on the page that is shown.
func (p *pages) enders() string {
	if _, isConfirm := p.form.GetFocusedField().(*huh.Confirm); isConfirm {
		return "\r\nyYnN"
	}
	return "\r"
}

// settle carries out at once what a key that moves has set off, until another page is there or the form is at its end.
// It is what goes on after that.
func (p *pages) settle(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	page, msg := p.form.GetFocusedField(), cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		rest := make([]tea.Cmd, len(batch))
		for i, cmd := range batch {
			rest[i] = p.settle(cmd)
		}
		return tea.Batch(rest...)
	}
	_, next := p.form.Update(msg)
	if p.form.State != huh.StateNormal || p.form.GetFocusedField() != page {
		return next
	}
	return p.settle(next)
}

// formInput is the input of one form, byte by byte: what comes after the byte that ended the form is left in the
// terminal for whoever reads next. So it waits after each byte that may do so.
type formInput struct {
	*os.File
	mu     sync.Mutex
	turned *sync.Cond
	enders string
	waits  bool
	ended  bool
	tail   string // the last bytes
	until  string // what ends the sequence that the bytes are in, in which none ends a form
}

func newFormInput(file *os.File) *formInput {
	f := &formInput{File: file}
	f.turned = sync.NewCond(&f.mu)
	return f
}

func (f *formInput) turn(enders string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.enders, f.waits = enders, false
	f.turned.Broadcast()
}

// end is called when the form has ended. The library leaves a reader behind, which gets nothing more.
func (f *formInput) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	f.turned.Broadcast()
}

func (f *formInput) Read(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.waits && !f.ended {
		f.turned.Wait()
	}
	if f.ended {
		return 0, io.EOF
	}
	f.mu.Unlock()
	n, err := f.File.Read(b[:min(1, len(b))])
	f.mu.Lock()
	if n > 0 {
		f.took(b[0])
	}
	return n, err
}

// took notes a byte: whether it may end the form, and whether it begins or ends a sequence, such as a text that is
// pasted.
func (f *formInput) took(c byte) {
	const escape, stringEnd, pasteStart, pasteEnd = '\x1b', "\x1b\\", "\x1b[200~", "\x1b[201~"
	f.tail += string([]byte{c})
	f.tail = f.tail[max(0, len(f.tail)-len(pasteEnd)):]
	switch n := len(f.tail); {
	case f.until != "":
		if strings.HasSuffix(f.tail, f.until) || f.until == stringEnd && c == '\a' {
			f.until = ""
		}
	case f.tail == pasteStart:
		f.until = pasteEnd
	case n > 1 && f.tail[n-2] == escape && strings.IndexByte("]PX^_", c) >= 0:
		f.until = stringEnd
	default:
		f.waits = strings.IndexByte(f.enders, c) >= 0
	}
}
