package console

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"hindcast/internal/edit"
	"hindcast/internal/filing"
	"hindcast/internal/load"
	"hindcast/templates"
)

// Desk is where records are filed.
func (a *App) Desk(now time.Time) *filing.Desk {
	return &filing.Desk{
		Now: now, Limits: load.DefaultLimits, Templates: templates.Records, Random: rand.IntN,
		Sleep: func(ctx context.Context, d time.Duration) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(d):
				return nil
			}
		},
	}
}

// Refused is how an error of filing is shown: what was asked for can't be done, or a remote did not
// let it happen, or the tool failed.
func Refused(err error) error {
	var remote *filing.RemoteError
	var wrong *filing.Error
	var notMade *edit.Error
	switch {
	case errors.As(err, &notMade):
		return NotWritten(err)
	case errors.As(err, &remote):
		return Exit(ExitFailed, WithHint(err, remote.Hint()))
	case errors.As(err, &wrong):
		return Exit(ExitUsage, WithHint(err, wrong.Hint()))
	}
	return Failed(err)
}
