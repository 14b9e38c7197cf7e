package layout

import (
	"bytes"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

var (
	errPageTime  = errors.New("the page takes too long")
	errPageBytes = errors.New("the page is too large")
)

// pageWriter keeps what a template writes, up to a number of bytes and until it is stopped.
type pageWriter struct {
	buf     bytes.Buffer
	left    int
	stopped atomic.Bool
}

// Write keeps p unless the page is stopped or grows too large.
func (w *pageWriter) Write(p []byte) (int, error) {
	if w.stopped.Load() {
		return 0, errPageTime
	}
	if w.left -= len(p); w.left < 0 {
		return 0, errPageBytes
	}
	return w.buf.Write(p)
}

// WriteString is Write for a string.
func (w *pageWriter) WriteString(s string) (int, error) {
	if w.stopped.Load() {
		return 0, errPageTime
	}
	if w.left -= len(s); w.left < 0 {
		return 0, errPageBytes
	}
	return w.buf.WriteString(s)
}

// within carries something out for so long at most. What is not done by then is stopped where it
// writes next; a template that writes nothing can't be stopped and is left behind. The time decides
// about no byte of a page that is made. A panic becomes an error.
func within(limit time.Duration, stopped *atomic.Bool, work func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- fmt.Errorf("%v", r)
			}
		}()
		done <- work()
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		stopped.Store(true)
		return errPageTime
	}
}
