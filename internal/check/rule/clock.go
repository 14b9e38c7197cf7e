package rule

import (
	"sync"
	"time"
)

// Clock is the present that rules compare with. It knows for how long all that it was asked stays as it is. It is safe
// for concurrent use.
type Clock struct {
	now time.Time

	mu    sync.Mutex
	holds Span
}

// Span is the instants at which findings are the same: At, and those between After and Before, both exclusive. A zero
// time is no bound.
type Span struct{ At, After, Before time.Time }

// Includes reports whether an instant is one of them.
func (s Span) Includes(t time.Time) bool {
	return t.Equal(s.At) || (s.After.IsZero() || t.After(s.After)) && (s.Before.IsZero() || t.Before(s.Before))
}

// NewClock is a clock that stands at an instant.
func NewClock(now time.Time) *Clock { return &Clock{now: now, holds: Span{At: now}} }

// IsPast reports whether an instant lies before the present.
func (c *Clock) IsPast(t time.Time) bool { return c.compare(t) < 0 }

// IsFuture reports whether an instant lies after the present.
func (c *Clock) IsFuture(t time.Time) bool { return c.compare(t) > 0 }

func (c *Clock) compare(t time.Time) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	order := t.Compare(c.now)
	if order <= 0 && (c.holds.After.IsZero() || t.After(c.holds.After)) {
		c.holds.After = t
	}
	if order >= 0 && (c.holds.Before.IsZero() || t.Before(c.holds.Before)) {
		c.holds.Before = t
	}
	return order
}

// Now is the present, for a finding that names it and so holds at no other time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.holds.After, c.holds.Before = c.now, c.now
	return c.now
}

// Holds is when everything that the clock was asked has the same answer.
func (c *Clock) Holds() Span {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.holds
}
