// Package progress is how long work says how far it is, stage by stage, and how it is left when it is to stop. What is
// shown of that, and to whom, is for others to decide.
package progress

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync/atomic"
)

// Stage is a part of long work.
type Stage struct {
	Name  string // what is done, as in "reading records"
	Unit  string // what is counted, as in "file"; empty where nothing is
	Total int    // how many units there are; 0 where that is not known
}

// Reporter is told of stages as they begin. It is safe for concurrent use, and so is what it returns.
type Reporter interface {
	// Begin begins a stage, which lasts until its count ends.
	Begin(stage Stage) *Count
}

// Begin begins a stage; no reporter makes no count.
func Begin(r Reporter, stage Stage) *Count {
	if r == nil {
		return nil
	}
	return r.Begin(stage)
}

// Count is what was done of a stage so far. It is safe for concurrent use, and a nil one counts nothing.
type Count struct {
	units, bytes atomic.Int64
	end          func(*Count)
}

// NewCount makes a count that calls a function when the stage ends.
func NewCount(end func(*Count)) *Count { return &Count{end: end} }

// Add counts a unit that was done, with the bytes in it; 0 where they are of no interest.
func (c *Count) Add(bytes int) {
	if c != nil {
		c.units.Add(1)
		c.bytes.Add(int64(bytes))
	}
}

// Units is how many units were done.
func (c *Count) Units() int64 { return c.units.Load() }

// Bytes is how many bytes were in them.
func (c *Count) Bytes() int64 { return c.bytes.Load() }

// End ends the stage.
func (c *Count) End() {
	if c != nil {
		c.end(c)
	}
}

// Run carries out a stage that looks at no context, and returns when the context ends, if that is sooner: what the
// stage does from then on is of no use, and it must hold nothing that has to be given back. The reporter may be nil.
func Run[T any](ctx context.Context, r Reporter, stage Stage, work func(*Count) (T, error)) (result T, err error) {
	if err := ctx.Err(); err != nil {
		return result, err
	}
	count := Begin(r, stage)
	defer count.End()
	if ctx.Done() == nil {
		return work(count)
	}
	type outcome struct {
		result T
		err    error
		fault  *Fault
	}
	ended := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if cause := recover(); cause != nil {
				o.fault = &Fault{cause, debug.Stack()}
			}
			ended <- o
		}()
		o.result, o.err = work(count)
	}()
	select {
	case <-ctx.Done():
		return result, ctx.Err()
	case o := <-ended:
		if o.fault != nil {
			panic(o.fault)
		}
		return o.result, o.err
	}
}

// Fault is what Run panics with where its work panicked.
type Fault struct {
	Cause any
	Stack []byte // where it was
}

// Error is the cause, in words.
func (f *Fault) Error() string { return fmt.Sprint(f.Cause) }
