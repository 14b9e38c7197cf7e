// Command hindcast turns a Git repository of AI-incident records into a validated, linked,
// searchable static site.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"hindcast/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], cli.System())
	stop()
	os.Exit(code)
}
