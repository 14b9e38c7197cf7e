// Command hindcast turns a Git repository of AI-incident records into a validated, linked,
// searchable static site.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second signal ends the program at once
		time.Sleep(grace)
		os.Exit(exitInterrupted)
	})
	code := cli.Run(ctx, os.Args[1:], console.System())
	os.Exit(code)
}

const (
	grace           = 2 * time.Second // to tidy up in; then the program ends whatever it is doing
	exitInterrupted = 130             // as a shell says it of a program that Ctrl-C ended
)
