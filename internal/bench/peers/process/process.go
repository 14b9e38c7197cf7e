// Package process measures what a command costs with all processes that it starts and waits for.
package process

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// Cost is what a command took.
type Cost struct {
	CPU  time.Duration `json:"cpu"` // user and system
	Wall time.Duration `json:"wall"`
	Peak int64         `json:"peak"` // bytes of resident memory of the largest process
}

// Tools is the folder of the programs that take part in measuring.
type Tools string

// Build compiles a package of a module into the tools, with the folder that the module is in.
func (t Tools) Build(module, pkg string) error {
	cmd := exec.Command("go", "build", "-o", string(t)+string(filepath.Separator), pkg)
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, out)
	}
	return nil
}

// Path is where a tool stands.
func (t Tools) Path(name string) string { return filepath.Join(string(t), name) }

// Measure runs a command to its end. The error holds what the command printed.
func (t Tools) Measure(ctx context.Context, command ...string) (Cost, error) {
	var out, notes bytes.Buffer
	cmd := exec.CommandContext(ctx, t.Path("meter"), command...)
	cmd.Stdout, cmd.Stderr = &out, &notes
	if err := cmd.Run(); err != nil {
		return Cost{}, fmt.Errorf("run %s: %w\n%s", filepath.Base(command[0]), err, notes.Bytes())
	}
	var cost Cost
	if err := json.Unmarshal(out.Bytes(), &cost); err != nil {
		return Cost{}, fmt.Errorf("read what %s cost: %w", filepath.Base(command[0]), err)
	}
	return cost, nil
}

// Median is that of each figure by itself; of an even number of costs the higher one of the middle.
func Median(costs []Cost) Cost {
	return Cost{
		CPU:  middle(costs, func(c Cost) time.Duration { return c.CPU }),
		Wall: middle(costs, func(c Cost) time.Duration { return c.Wall }),
		Peak: middle(costs, func(c Cost) int64 { return c.Peak }),
	}
}

func middle[T int64 | time.Duration](costs []Cost, of func(Cost) T) T {
	if len(costs) == 0 {
		return 0
	}
	values := make([]T, len(costs))
	for i, c := range costs {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
