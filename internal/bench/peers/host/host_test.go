package host

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"net"
	"strings"
	"testing"
	"testing/fstest"
)

func serve(t *testing.T, files map[string]string) *Host {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	h, err := New(map[string]fs.FS{"/": folder, "/below/": folder})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

// raw asks as plainly as can be and returns every byte of the answer.
func raw(t *testing.T, h *Host, name string) []byte {
	t.Helper()
	conn, err := net.Dial("tcp", strings.Trim(strings.TrimPrefix(h.Address, "http:"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET /"+name+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// Every byte of an answer and every request is counted once, whatever is asked for.
func TestTakeCountsEveryByte(t *testing.T) {
	h := serve(t, map[string]string{
		"index.html": "<p>page", "a.json": strings.Repeat("{}", 5000), "pack.bin": strings.Repeat("pack", 50_000),
	})
	for _, names := range [][]string{{""}, {"a.json"}, {"pack.bin"}, {"below/a.json", "none.bin", "pack.bin"}} {
		want := Wire{Requests: len(names)}
		for _, name := range names {
			want.Bytes += int64(len(raw(t, h, name)))
		}
		if got := h.Take(); got != want {
			t.Errorf("%q: counted %+v, read %+v", names, got, want)
		}
	}
	if left := h.Take(); left != (Wire{}) {
		t.Errorf("what was taken is counted again: %+v", left)
	}
}

// Text is sent with gzip, packs as they are.
func TestCompression(t *testing.T) {
	text := strings.Repeat("word ", 1000)
	h := serve(t, map[string]string{
		"a.js": text, "a.json": text, "a.bin": text, "a.pf_index": text, "wasm.en.pagefind": text,
	})
	for name, zipped := range map[string]bool{
		"a.js": true, "a.json": true, "a.bin": false, "a.pf_index": false, "wasm.en.pagefind": false,
	} {
		head, body, _ := bytes.Cut(raw(t, h, name), []byte("\r\n\r\n"))
		if got := bytes.Contains(head, []byte("Content-Encoding: gzip")); got != zipped {
			t.Errorf("%s: with gzip %t, want %t", name, got, zipped)
		}
		if zipped {
			r, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if body, err = io.ReadAll(r); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if string(body) != text {
			t.Errorf("%s came as %.40q", name, body)
		}
	}
}

func TestMissing(t *testing.T) {
	h := serve(t, map[string]string{"a.bin": "x"})
	for _, name := range []string{"b.bin", "", "../a.bin", "below/"} {
		if answer := raw(t, h, name); bytes.HasPrefix(answer, []byte("HTTP/1.1 200")) {
			t.Errorf("/%s is answered with %.60q", name, answer)
		}
	}
}
