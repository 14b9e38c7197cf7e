package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// What the preview bears with, so that no reader takes it from the others.
const (
	maxConnections = 1024 // more wait until one is free
	maxStreams     = 256  // pages that are told of builds
	maxHeader      = 16 << 10
	readTimeout    = 10 * time.Second // of a whole request
	writeTimeout   = 30 * time.Second // of a whole response, or of one message
	idleTimeout    = 30 * time.Second // between two requests
)

// ErrExposed means that other machines could reach an address.
var ErrExposed = errors.New("other machines could read the preview at this address")

// Listen opens the address. Where the port is taken, the next free one of twenty serves. Unless
// exposed, the error is ErrExposed where another machine could reach it.
func Listen(ctx context.Context, address string, exposed bool) (net.Listener, error) {
	listener, err := freePort(ctx, address)
	if err != nil {
		return nil, err
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); !exposed && !(ok && tcp.IP.IsLoopback()) {
		return nil, fmt.Errorf("listen on %s: %w", address, errors.Join(ErrExposed, listener.Close()))
	}
	return listener, nil
}

func freePort(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("read the address %s: %w", address, err)
	}
	number, err := net.DefaultResolver.LookupPort(ctx, "tcp", port)
	if err != nil {
		return nil, fmt.Errorf("read the port of %s: %w", address, err)
	}
	var config net.ListenConfig
	for try := range 20 {
		var listener net.Listener
		at := net.JoinHostPort(host, fmt.Sprint(number+try))
		if listener, err = config.Listen(ctx, "tcp", at); err == nil {
			return listener, nil
		}
		if number == 0 {
			break
		}
	}
	return nil, fmt.Errorf("listen on %s: %w", address, err)
}
