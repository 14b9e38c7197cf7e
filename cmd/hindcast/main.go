// Command hindcast turns a Git repository of AI-incident records into a validated, linked,
// searchable static site.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

func main() {
	saveMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second signal ends the program at once
		time.Sleep(grace)
		fmt.Fprintln(os.Stderr, "hindcast: stopped")
		os.Exit(console.ExitStopped)
	})
	code := cli.Run(ctx, os.Args[1:], console.System())
	os.Exit(code)
}

// saveMemory makes the program collect garbage sooner than Go does by itself, and as often as it takes where memory is
// scarce, be it of the machine or of a container. GOGC and GOMEMLIMIT say otherwise.
func saveMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	// Where nothing tells how much there is, there is no limit.
	_, _ = memlimit.Set(
		memlimit.WithRatio(0.8), memlimit.WithProvider(memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)))
}

// collectAt is how much memory may be new, in percent of what is in use, before garbage is collected. A build of 10,000
// records takes a quarter less memory with it than with the 100 that Go begins with, and a twentieth more time.
const collectAt = 60

// grace is for tidying up; then the program ends whatever it is doing.
const grace = 2 * time.Second
