package sites

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/publish"
	"hindcast/internal/serve"
)

// shortestPoll is how often a preview may look for changes.
const shortestPoll = 100 * time.Millisecond

func (a *app) serve() *cobra.Command {
	var flags console.SiteFlags
	var address string
	var open, expose bool
	var poll time.Duration
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site, reloading as you write",
		Long: `Build the site in memory and serve it on this machine. A saved change shows in the
browser by itself. What is wrong with a record stands on top of the page; the record
is left out until it is mended, and the rest goes on. Nothing is written to disk.

Where no changes are seen, such as on a network drive or in a mounted folder, whose
system tells of none, --poll looks for them every so often.

Only this machine can read the preview. With --expose and an address of the network
others can, without a password: under that address, or the name given with --addr.`,
		Example: `  hindcast serve --open
  hindcast serve --addr localhost:8080 --audience public
  hindcast serve --poll 2s
  hindcast serve --addr 192.0.2.7:4141 --expose`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("poll") && poll < shortestPoll {
				return console.Usage("--poll %s is too short; write %s or more", poll, shortestPoll)
			}
			flags.KeepGoing = true
			opts, err := a.Options(&flags, console.ThisMinute)
			if err != nil {
				return err
			}
			repo, err := a.Open()
			if err != nil {
				return err
			}
			defer repo.Close()
			listener, err := serve.Listen(cmd.Context(), address, expose)
			switch {
			case errors.Is(err, serve.ErrExposed):
				return console.Exit(console.ExitUsage, console.WithHint(err, "listen on localhost, or add --expose if they shall"))
			case err != nil:
				return console.Exit(console.ExitUsage,
					console.WithHint(err, "name another address with --addr, such as localhost:8080"))
			}
			url := a.announce(listener, address)
			host, _, _ := net.SplitHostPort(address)
			opts.BaseURL = incident.BaseURL(url)
			if opts.History, err = history.Changes(cmd.Context(), repo.Path); err != nil {
				a.Note("the pages show no history: %v", err)
			}
			opts.Preview = true
			memory := a.Memory(repo)
			var told []diag.Finding
			server := serve.New(serve.Options{
				Root: repo.Path,
				Host: host,
				Poll: poll,
				Build: func(ctx context.Context) (*publish.Site, error) {
					opts.Now, _ = a.Instant(flags.Now, console.ThisMinute) // it was read once before, so it can be read
					c, err := a.LoadAgain(ctx, repo, opts.Now, memory)
					if err != nil {
						return nil, err
					}
					site, err := publish.Prepare(ctx, c, opts)
					if site != nil {
						err = errors.Join(err, a.tellNew(repo, told, site.Findings))
						told = site.Findings
					}
					return site, err
				},
				Show: func(path string) string { return a.DisplayFile(repo, path) },
				Log:  a.Note,
			})
			if open {
				if err := console.Browse(cmd.Context(), url); err != nil {
					a.Note("no browser could be opened: %v", err)
				}
			}
			return console.Failed(server.Run(cmd.Context(), listener))
		},
	}
	flags.Add(cmd)
	cmd.Flags().StringVar(&address, "addr", "127.0.0.1:4141",
		"`HOST:PORT` to listen on; a busy port gives the next free one")
	cmd.Flags().DurationVar(&poll, "poll", 0,
		"look for changes every `INTERVAL`, such as 2s, instead of waiting to be told of them")
	cmd.Flags().BoolVar(&open, "open", false, "open the browser")
	cmd.Flags().BoolVar(&expose, "expose", false, "allow an address that other machines can reach")
	return cmd
}

// tellNew prints the findings that there were not at the last build.
func (a *app) tellNew(repo *console.Repository, last, now []diag.Finding) error {
	before := map[string]bool{}
	for _, f := range last {
		before[f.Fingerprint()] = true
	}
	return a.Printer(repo).Text(a.Out, slices.DeleteFunc(slices.Clone(now), func(f diag.Finding) bool {
		return before[f.Fingerprint()]
	}))
}

// announce says where the preview is, and who can reach it.
func (a *app) announce(listener net.Listener, asked string) string {
	at := listener.Addr().String()
	_, askedPort, _ := net.SplitHostPort(asked)
	_, port, _ := net.SplitHostPort(at)
	if askedPort != port && askedPort != "0" {
		a.Note("port %s is taken", askedPort)
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		a.Note("warning: anyone who reaches this machine on port %s can read this preview", port)
		if tcp.IP.IsUnspecified() {
			at = net.JoinHostPort("localhost", port)
		}
	}
	url := "http://" + at + "/"
	fmt.Fprintf(a.Out, "serving %s (stop with Ctrl-C)\n", url)
	return url
}
