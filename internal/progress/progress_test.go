package progress_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"hindcast/internal/progress"
)

// reporter keeps what it was told.
type reporter struct{ ended []int64 }

func (r *reporter) Begin(progress.Stage) *progress.Count {
	return progress.NewCount(func(c *progress.Count) { r.ended = append(r.ended, c.Units(), c.Bytes()) })
}

func TestRun(t *testing.T) {
	var r reporter
	for _, ctx := range []context.Context{context.Background(), t.Context()} {
		got, err := progress.Run(ctx, &r, progress.Stage{Name: "adding"}, func(c *progress.Count) (string, error) {
			c.Add(3)
			c.Add(4)
			return "done", nil
		})
		if got != "done" || err != nil || len(r.ended) != 2 || r.ended[0] != 2 || r.ended[1] != 7 {
			t.Errorf("got %q, %v with %v", got, err, r.ended)
		}
		r.ended = nil
	}
	if _, err := progress.Run(t.Context(), nil, progress.Stage{}, func(c *progress.Count) (int, error) {
		c.Add(1)
		return 0, errors.ErrUnsupported
	}); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("without a reporter: %v", err)
	}
}

// Work that does not end by itself is left when the context ends, and its stage ends too.
func TestRunIsLeft(t *testing.T) {
	var r reporter
	ctx, cancel := context.WithCancel(t.Context())
	_, err := progress.Run(ctx, &r, progress.Stage{}, func(*progress.Count) (int, error) {
		cancel()
		select {}
	})
	if !errors.Is(err, context.Canceled) || len(r.ended) != 2 {
		t.Errorf("got %v with %v", err, r.ended)
	}
	if _, err := progress.Run(ctx, nil, progress.Stage{}, func(*progress.Count) (int, error) {
		t.Error("a stage began after the context had ended")
		return 0, nil
	}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A panic of the work is one of the caller, and says where it was.
func TestRunPanics(t *testing.T) {
	defer func() {
		fault, ok := recover().(*progress.Fault)
		if !ok || fault.Error() != "out of order" || !strings.Contains(string(fault.Stack), "progress_test.go") {
			t.Errorf("got %v", fault)
		}
	}()
	_, _ = progress.Run(t.Context(), nil, progress.Stage{}, func(*progress.Count) (int, error) { panic("out of order") })
}
