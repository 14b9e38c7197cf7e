package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"

	"hindcast/internal/card"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/publish"
	"hindcast/internal/serve"
)

func (a *app) serve() *cobra.Command {
	var flags siteFlags
	var address string
	var open, expose bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site, reloading as you write",
		Long: `Build the site in memory and serve it on this machine. A saved change shows in the
browser by itself. What is wrong with a record stands on top of the page; the record
is left out until it is mended, and the rest goes on. Nothing is written to disk.

Only this machine can read the preview. With --expose and an address of the network
others can, without a password: under that address, or the name given with --addr.`,
		Example: `  hindcast serve --open
  hindcast serve --addr localhost:8080 --audience public
  hindcast serve --addr 192.0.2.7:4141 --expose`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			flags.keepGoing = true
			opts, err := a.options(&flags, thisMinute)
			if err != nil {
				return err
			}
			repo, err := a.open()
			if err != nil {
				return err
			}
			defer repo.close()
			listener, err := serve.Listen(cmd.Context(), address, expose)
			switch {
			case errors.Is(err, serve.ErrExposed):
				return &exitError{exitUsage, &hinted{err, "listen on localhost, or add --expose if they shall"}}
			case err != nil:
				return &exitError{exitUsage, &hinted{err, "name another address with --addr, such as localhost:8080"}}
			}
			url := a.announce(listener, address)
			host, _, _ := net.SplitHostPort(address)
			opts.BaseURL, opts.Painter = incident.BaseURL(url), &card.Painter{}
			if opts.History, err = history.Changes(cmd.Context(), repo.path); err != nil {
				a.note("the pages show no history: %v", err)
			}
			server := serve.New(serve.Options{
				Root: repo.path,
				Host: host,
				Build: func(ctx context.Context) (*publish.Site, error) {
					opts.Now, _ = a.instant(flags.now, thisMinute) // it was read once before, so it can be read
					c, err := a.load(ctx, repo, opts.Now)
					if err != nil {
						return nil, err
					}
					return publish.Make(c, opts)
				},
				Show: func(path string) string { return a.shown(repo, path) },
				Log:  a.note,
			})
			if open {
				if err := browse(cmd.Context(), url); err != nil {
					a.note("no browser could be opened: %v", err)
				}
			}
			return failed(server.Run(cmd.Context(), listener))
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVar(&address, "addr", "127.0.0.1:4141", "`HOST:PORT` to listen on; a busy port gives the next free one")
	cmd.Flags().BoolVar(&open, "open", false, "open the browser")
	cmd.Flags().BoolVar(&expose, "expose", false, "allow an address that other machines can reach")
	return cmd
}

// announce says where the preview is, and who can reach it.
func (a *app) announce(listener net.Listener, asked string) string {
	at := listener.Addr().String()
	_, askedPort, _ := net.SplitHostPort(asked)
	_, port, _ := net.SplitHostPort(at)
	if askedPort != port && askedPort != "0" {
		a.note("port %s is taken", askedPort)
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		a.note("warning: anyone who reaches this machine on port %s can read this preview", port)
		if tcp.IP.IsUnspecified() {
			at = net.JoinHostPort("localhost", port)
		}
	}
	url := "http://" + at + "/"
	fmt.Fprintf(a.Out, "serving %s (stop with Ctrl-C)\n", url)
	return url
}

func browse(ctx context.Context, url string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.CommandContext(ctx, "open", url).Start()
	case "windows":
		return exec.CommandContext(ctx, "rundll32", "url.dll,FileProtocolHandler", url).Start()
	}
	return exec.CommandContext(ctx, "xdg-open", url).Start()
}
