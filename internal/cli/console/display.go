package console

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/schollz/progressbar/v3"

	"hindcast/internal/diag"
	"hindcast/internal/progress"
)

const (
	showAfter = 500 * time.Millisecond // what takes less shows no progress
	showEvery = 100 * time.Millisecond
)

// display shows the stages of a command on stderr: while one lasts, in a line of a terminal that is wiped when it ends,
// and with --verbose in a line about each that ended. A nil display shows nothing.
type display struct {
	app    *App
	closed chan struct{}
	drawn  chan struct{} // closed when no line is drawn any more

	mu     sync.Mutex
	stages []*shownStage // that last, the one begun last at the end
	line   *shownStage   // whose line is on the terminal; nil where none is
}

// shownStage is a stage and its line.
type shownStage struct {
	progress.Stage
	hidden bool // how many units there are is not for everyone who reads what is printed
	count  *progress.Count
	bar    *progressbar.ProgressBar
	began  time.Time
}

// StartDisplay shows the stages of a command from now on, where anybody wants to see them. It draws until the context
// ends.
func (a *App) StartDisplay(ctx context.Context) {
	draws := a.ErrTerminal && !isPlain(a.Getenv)
	if a.Quiet || !draws && !a.Verbose {
		return
	}
	d := &display{app: a, closed: make(chan struct{}), drawn: make(chan struct{})}
	a.display = d
	if !draws {
		close(d.drawn)
		return
	}
	go d.run(ctx)
}

// StopDisplay wipes what is drawn; nothing is from then on.
func (a *App) StopDisplay() {
	if d := a.display; d != nil {
		close(d.closed)
		<-d.drawn
		a.display = nil
	}
}

// Stages is who is told of the stages of a command; nil for nobody.
func (a *App) Stages() progress.Reporter {
	if a.display == nil {
		return nil
	}
	return a.display
}

// SecretStages is Stages for those that see what not everyone may who reads what the command prints, which is in
// public logs: no counts are shown.
func (a *App) SecretStages() progress.Reporter {
	if a.display == nil {
		return nil
	}
	return secretDisplay{a.display}
}

// Stage begins a stage of the command itself.
func (a *App) Stage(name, unit string, total int) *progress.Count {
	return progress.Begin(a.Stages(), progress.Stage{Name: name, Unit: unit, Total: total})
}

type secretDisplay struct{ *display }

func (d secretDisplay) Begin(stage progress.Stage) *progress.Count { return d.begin(stage, true) }

func (d *display) Begin(stage progress.Stage) *progress.Count { return d.begin(stage, false) }

func (d *display) begin(stage progress.Stage, hidden bool) *progress.Count {
	s := &shownStage{Stage: stage, hidden: hidden, began: d.app.Clock(), bar: newBar(d.app.Err, stage, hidden)}
	s.count = progress.NewCount(func(*progress.Count) { d.end(s) })
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stages = append(d.stages, s)
	return s.count
}

// newBar is the line of a stage: its name, its share where the number of units is known, how many of them were done
// and how many are each second, and the time since it began.
func newBar(to io.Writer, stage progress.Stage, hidden bool) *progressbar.ProgressBar {
	total := stage.Total
	if total == 0 {
		total = -1
	}
	options := []progressbar.Option{
		progressbar.OptionSetWriter(to), progressbar.OptionSetDescription(stage.Name), progressbar.OptionUseANSICodes(true),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetTheme(progressbar.ThemeASCII), progressbar.OptionSetWidth(20),
		progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(true),
		progressbar.OptionShowTotalBytes(total > 0), progressbar.OptionSetSpinnerChangeInterval(0), // draw does that
		progressbar.OptionThrottle(showEvery / 2),
	}
	if stage.Unit != "" && !hidden {
		options = append(options, progressbar.OptionShowCount(), progressbar.OptionShowIts(),
			progressbar.OptionSetItsString(stage.Unit+"s"))
	}
	bar := progressbar.NewOptions(total, options...)
	bar.StartWithoutRender()
	return bar
}

// end takes a stage from the terminal, and says what was done where that is asked for.
func (d *display) end(s *shownStage) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wipe()
	d.stages = slices.DeleteFunc(d.stages, func(other *shownStage) bool { return other == s })
	if d.app.Verbose {
		fmt.Fprintln(d.app.Err, s.summary(d.app.Clock().Sub(s.began)))
	}
}

// summary is what was done in a stage, as in "reading records: 4200 files, 31 MB, 1.27s".
func (s *shownStage) summary(took time.Duration) string {
	var parts []string
	if s.Unit != "" && !s.hidden {
		parts = append(parts, diag.Plural(int(s.count.Units()), s.Unit))
		if bytes := s.count.Bytes(); bytes > 0 {
			parts = append(parts, humanize.Bytes(uint64(bytes)))
		}
	}
	return s.Name + ": " + strings.Join(append(parts, took.Round(time.Millisecond).String()), ", ")
}

func (d *display) run(ctx context.Context) {
	defer close(d.drawn)
	defer d.aside(func() {})
	after := time.After(showAfter)
	ticker := time.NewTicker(showEvery)
	defer ticker.Stop()
	for shows := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-d.closed:
			return
		case <-after:
			shows = true
		case <-ticker.C:
			if shows {
				d.draw()
			}
		}
	}
}

// draw shows how far the stage is that began last.
func (d *display) draw() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.stages) == 0 {
		return
	}
	s := d.stages[len(d.stages)-1]
	if d.line != s {
		d.wipe()
		d.line = s
	}
	// What can't be drawn is no fault of the command.
	_ = s.bar.Set64(s.count.Units())
	_ = s.bar.RenderBlank() // the time goes on where the count does not
}

// wipe takes the line from the terminal.
func (d *display) wipe() {
	if d.line != nil {
		_ = d.line.bar.Clear()
		d.line = nil
	}
}

// aside prints something where no line is in the way.
func (d *display) aside(print func()) {
	if d == nil {
		print()
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wipe()
	print()
}
