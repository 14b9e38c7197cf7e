package load

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"hindcast/internal/attachment"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
	"hindcast/internal/progress"
)

// irregular gives a file beside records that can't be read as one its fault, whoever refers to it.
func (l *Loader) irregular(src source, file *incident.File) {
	if err := readable(src.fsys, src.name); err != nil {
		l.fault(file, diag.Finding{Rule: incident.RuleUnreadable, Span: diag.FileStart, Message: reason(err)})
	}
}

func readable(fsys fs.FS, name string) error {
	info, err := fs.Stat(fsys, name)
	if err == nil && !info.Mode().IsRegular() {
		err = disk.ErrIrregular
	}
	return err
}

// mention is a place in a text that refers to a file beside records.
type mention struct {
	in   *incident.File
	ref  markdown.Ref
	name string
}

// attachments judges each file beside records that a text refers to. Where one is not published, each
// text that refers to it has a fault at that place.
func (l *Loader) attachments(ctx context.Context, fsys fs.FS, t *incident.Log) error {
	all := mentions(t)
	refused, err := l.judge(ctx, fsys, all)
	if err != nil {
		return err
	}
	for _, m := range all {
		refusal := refused[m.name]
		if refusal == nil && m.ref.Form == markdown.Picture && !attachment.IsPicture(m.name) {
			refusal = &attachment.Refusal{
				Message: "this is no picture, so it can't be shown as one", Hint: "link to it: take away the !",
			}
		}
		if refusal != nil {
			l.fault(m.in, diag.Finding{
				Rule: incident.RuleAttachment, Key: "text", Span: m.ref.Span, Text: m.ref.Target, Message: refusal.Message,
				Hint: refusal.Hint,
			})
		}
	}
	return nil
}

func mentions(t *incident.Log) (all []mention) {
	names := t.Names()
	for _, file := range t.Texts() {
		for _, ref := range file.Text.Refs {
			if name, ok := names.Target(file.Path, ref).(string); ok {
				all = append(all, mention{file, ref, name})
			}
		}
	}
	return all
}

// judge reads each file that is mentioned once and returns why some are refused.
func (l *Loader) judge(ctx context.Context, fsys fs.FS, all []mention) (map[string]*attachment.Refusal, error) {
	if len(all) == 0 {
		return nil, nil
	}
	count := progress.Begin(l.progress, progress.Stage{Name: "reading attachments", Unit: "file"})
	defer count.End()
	refused := map[string]*attachment.Refusal{}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	seen := map[string]bool{}
	for _, m := range all {
		if seen[m.name] {
			continue
		}
		seen[m.name] = true
		group.Go(func() error {
			defer count.Add(0)
			if why := l.refusal(fsys, m.name); why != nil {
				mu.Lock()
				defer mu.Unlock()
				refused[m.name] = why
			}
			return ctx.Err()
		})
	}
	return refused, group.Wait()
}

// refusal is why a file is not published; nil where it is. A file system that holds no content of
// it, such as that of the branch compared with, lets the name and the size decide.
func (l *Loader) refusal(fsys fs.FS, name string) *attachment.Refusal {
	err := readable(fsys, name)
	if err == nil {
		_, err = attachment.Read(fsys, name, l.limits.Asset, false)
	}
	var why *attachment.Refusal
	switch {
	case err == nil || errors.Is(err, errors.ErrUnsupported):
		return nil
	case errors.As(err, &why):
		return why
	}
	return &attachment.Refusal{Message: reason(err)}
}
