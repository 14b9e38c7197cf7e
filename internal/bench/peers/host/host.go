// Package host serves folders as hosts of plain files do, and counts what goes over the wire. It
// counts where the bytes leave, since what a worker of a page asks for is in no list of the page's
// own requests.
package host

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
	"sync"
)

// Wire is what went over the wire.
type Wire struct {
	Requests int   `json:"requests"`
	Bytes    int64 `json:"bytes"` // of all answers, their heads among them, as HTTP/1.1 sends them
}

// Host is a server on an address of its own.
type Host struct {
	Address string // ends in a slash

	server *http.Server
	mu     sync.Mutex
	wire   Wire
}

// New serves each folder below its path, which begins and ends with a slash. What hosts send with
// gzip is sent with gzip, the rest as it is.
func New(folders map[string]fs.FS) (*Host, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve files: %w", err)
	}
	mux := http.NewServeMux()
	h := &Host{Address: "http://" + listener.Addr().String() + "/", server: &http.Server{Handler: mux}}
	for below, folder := range folders {
		mux.Handle(below, http.StripPrefix(below, h.serve(folder)))
	}
	go h.server.Serve(&countingListener{listener, h})
	return h, nil
}

// Close ends the server.
func (h *Host) Close() error { return h.server.Close() }

// Take is what went over the wire since it was last asked for.
func (h *Host) Take() Wire {
	h.mu.Lock()
	defer h.mu.Unlock()
	taken := h.wire
	h.wire = Wire{}
	return taken
}

func (h *Host) add(w Wire) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wire.Requests += w.Requests
	h.wire.Bytes += w.Bytes
}

// compressed are the kinds of file that hosts send with gzip.
const compressed = " .html .js .mjs .css .json .svg "

func (h *Host) serve(folder fs.FS) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h.add(Wire{Requests: 1})
		name := r.URL.Path
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			status := http.StatusInternalServerError
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
				status = http.StatusNotFound
			}
			http.Error(w, err.Error(), status)
			return
		}
		send(w, path.Ext(name), data)
	}
}

// send writes a file with the head that a host of plain files gives it. The policies about origins
// let a page have the fine clock.
func send(w http.ResponseWriter, ending string, data []byte) {
	head := w.Header()
	head.Set("Cache-Control", "max-age=600")
	head.Set("Content-Type", "application/octet-stream")
	if kind := mime.TypeByExtension(ending); kind != "" {
		head.Set("Content-Type", kind)
	}
	if ending == ".html" || ending == ".js" {
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Embedder-Policy", "require-corp")
	}
	if ending != "" && strings.Contains(compressed, " "+ending+" ") {
		head.Set("Content-Encoding", "gzip")
		data = zip(data)
	}
	head.Set("Content-Length", fmt.Sprint(len(data)))
	_, _ = w.Write(data) // a reader that went away is no fault
}

func zip(data []byte) []byte {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return zipped.Bytes()
}

type countingListener struct {
	net.Listener
	host *Host
}

func (l *countingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &countingConn{conn, l.host}, nil
}

// countingConn has no other way to write than Write, so that nothing passes by.
type countingConn struct {
	net.Conn
	host *Host
}

// Write counts first: whoever has read the bytes finds them counted.
func (c *countingConn) Write(data []byte) (int, error) {
	c.host.add(Wire{Bytes: int64(len(data))})
	return c.Conn.Write(data)
}
