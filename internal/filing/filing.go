// Package filing writes into a records repository for the people who keep it: new records and the step to another
// stage; beside it, numbers in place of placeholders and tombstones. What it changes keeps every other byte of a file.
// It prints nothing and decides nothing about what may be written; time and chance come from
// outside.
package filing

import (
	"context"
	"io/fs"
	"reflect"
	"slices"
	"sort"
	"strings"
	"time"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// Desk is where records are filed. All fields are required.
type Desk struct {
	Now       time.Time
	Limits    load.Limits
	Templates fs.FS // records/<kind>.md for the kinds that the repository has no template of
	// Random is a number from 0 up to, and without, n.
	Random func(n int) int
	// Sleep waits, unless the context ends before.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Error is a request that can't be carried out: one sentence and a remedy.
type Error struct{ message, hint string }

func (e *Error) Error() string { return e.message }

// Hint is the remedy.
func (e *Error) Hint() string { return e.hint }

// LeftOut is a file that was left as it is, and why.
type LeftOut struct{ ID, Path, Reason string }

// NewError makes an error with its remedy.
func NewError(message, hint string) *Error { return &Error{message, hint} }

// RemoteError is a request that is right and that a remote did not let happen.
type RemoteError struct{ cause Error }

func (e *RemoteError) Error() string { return e.cause.message }

// Hint is the remedy.
func (e *RemoteError) Hint() string { return e.cause.hint }

// NewRemoteError makes an error with its remedy.
func NewRemoteError(message, hint string) *RemoteError { return &RemoteError{Error{message, hint}} }

// stamp is the present to the minute, as it is written in records.
func (d *Desk) stamp() incident.Time {
	t, _ := incident.ParseTime(d.Now.UTC().Format("2006-01-02T15:04Z07:00")) // a form that it reads
	return t
}

// Judge is what the rules say of one record were its file to hold a text, beside the other files of
// the log.
func (d *Desk) Judge(log *incident.Log, path string, text []byte) (*incident.Log, *incident.Record, []diag.Finding) {
	r := load.NewLoader(d.Limits, log.People...).Under(&log.Config).Record(path, text)
	with := *log
	i, found := slices.BinarySearchFunc(log.Records, path, func(r *incident.Record, path string) int {
		return strings.Compare(r.Path, path)
	})
	with.Records = slices.Clone(log.Records)
	if found {
		with.Records[i] = r
	} else {
		with.Records = slices.Insert(with.Records, i, r)
	}
	findings := slices.DeleteFunc(check.New().Log(&with, d.Now), func(f diag.Finding) bool { return f.Path != path })
	return &with, r, findings
}

// FrontKeys are the keys of a record in the order in which they are written.
func FrontKeys() []string {
	t := reflect.TypeFor[incident.Front]()
	keys := make([]string, 0, t.NumField())
	for i := range t.NumField() {
		keys = append(keys, t.Field(i).Tag.Get("key"))
	}
	return keys
}

// byLevel orders findings by weight, and by place within it.
func byLevel(findings []diag.Finding) {
	sort.SliceStable(findings, func(i, j int) bool { return findings[i].Level > findings[j].Level })
}
