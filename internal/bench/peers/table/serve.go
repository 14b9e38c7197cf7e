package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// How often a page is asked for while something is waited for, and for how long at most.
const (
	pollEvery   = 2 * time.Millisecond
	waitAtMost  = 20 * time.Minute
	stopAtMost  = 10 * time.Second
	savesInTurn = 3
)

// preview is a server that runs, and the page that is open in it.
type preview struct {
	cmd    *exec.Cmd
	said   bytes.Buffer
	ended  chan error
	page   string
	client http.Client
}

func (a article) address() string { return "incidents/" + strings.ToLower(a.id) + "/" }

func local(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// start is the program that starts a server and waits for a page. The server runs on, for save.
func (b *bench) start(name string, command func(port int) []string, page string, prepares ...step) program {
	return program{name: name, run: func(ctx context.Context) error {
		port, err := freePort()
		if err != nil {
			return err
		}
		args := command(port)
		p := &preview{
			cmd: exec.Command(args[0], args[1:]...), ended: make(chan error, 1), page: "http://" + local(port) + "/" + page,
		}
		p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.said
		begin := time.Now()
		if err := p.cmd.Start(); err != nil {
			return fmt.Errorf("start a server: %w", err)
		}
		go func() { p.ended <- p.cmd.Wait() }()
		if err := p.await(ctx, b.page.title); err != nil {
			return errors.Join(err, p.stop())
		}
		b.figures.add(name, seconds, time.Since(begin).Seconds())
		b.shown = p
		return nil
	}}.after(prepares...)
}

// save is the program that changes the file of the open page, waits until the page shows it, and at last stops the
// server that start left.
func (b *bench) save(name, file string) program {
	return program{name: name, run: func(ctx context.Context) error {
		p := b.shown
		if p == nil {
			return errors.New("its server does not run")
		}
		b.shown = nil
		for range savesInTurn {
			word, err := b.edit(file)
			begin := time.Now()
			if err == nil {
				err = p.await(ctx, word)
			}
			if err != nil {
				return errors.Join(err, p.stop())
			}
			b.figures.add(name, seconds, time.Since(begin).Seconds())
		}
		return p.stop()
	}}
}

// await asks for the page until it holds a text.
func (p *preview) await(ctx context.Context, text string) error {
	ctx, cancel := context.WithTimeout(ctx, waitAtMost)
	defer cancel()
	for ticks := time.NewTicker(pollEvery); ; {
		if p.shows(ctx, text) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for %q in a page: %w", text, ctx.Err())
		case err := <-p.ended:
			p.ended <- err
			return fmt.Errorf("the server has ended: %w\n%s", err, p.said.Bytes())
		case <-ticks.C:
		}
	}
}

// shows reports whether the page is there and holds a text. A server that is not ready yet refuses.
func (p *preview) shows(ctx context.Context, text string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.page, nil)
	if err != nil {
		return false
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return err == nil && resp.StatusCode == http.StatusOK && bytes.Contains(body, []byte(text))
}

// stop ends the server.
func (p *preview) stop() error {
	p.client.CloseIdleConnections()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		return fmt.Errorf("stop a server: %w", err)
	}
	select {
	case <-p.ended:
		return nil
	case <-time.After(stopAtMost):
		return p.cmd.Process.Kill()
	}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", local(0))
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	return listener.Addr().(*net.TCPAddr).Port, listener.Close()
}
