package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// readFor is how long the readers below read; HINDCAST_TEST_READING, such as 5m, sets it.
func readFor(t *testing.T) time.Duration {
	t.Helper()
	said := os.Getenv("HINDCAST_TEST_READING")
	if said == "" {
		return time.Second
	}
	d, err := time.ParseDuration(said)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Fifty readers who open pages and hear of builds while records are edited, broken, mended and taken
// away meet no error, and the preview holds no more at the end than it did once it was warm.
func TestReaders(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	const readers, seed, builds = 50, 12, 6
	t.Logf("seed %d", seed)
	records := newRecords()
	s := New(Options{Build: records.build})
	s.Rebuild(t.Context())
	server := listening(t, s.server(t.Context()))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	end := time.Now().Add(readFor(t))
	var pages, heard atomic.Int64
	var all sync.WaitGroup
	for i := range readers {
		all.Go(func() { heard.Add(hear(ctx, t, server.URL)) })
		all.Go(func() { pages.Add(readOn(ctx, t, server.URL, rand.New(rand.NewPCG(seed, uint64(i))))) })
	}
	var held []uint64
	random := rand.New(rand.NewPCG(seed, readers))
	for n := 0; n < builds || time.Now().Before(end); n++ {
		change(records, random, n)
		s.Rebuild(ctx)
		held = append(held, inUse())
	}
	stop()
	all.Wait()
	server.Close()
	if pages.Load() < readers || heard.Load() < readers {
		t.Fatalf("%d builds, %d pages and %d messages are too few to tell anything", len(held), pages.Load(), heard.Load())
	}
	warm, last := slices.Max(held[:len(held)/2]), slices.Min(held[len(held)/2:])
	t.Logf("%d builds, %d pages, %d messages; %d MB in use when warm, %d MB at the end", len(held), pages.Load(),
		heard.Load(), warm>>20, last>>20)
	if last > warm+8<<20 {
		t.Errorf("the memory in use grows from %d to %d bytes", warm, last)
	}
	if len(s.open) != 0 {
		t.Errorf("%d streams are left", len(s.open))
	}
}

// inUse is the memory that is still held, in bytes.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// change edits a record, breaks it, mends it, adds one or takes one away, and changes a picture.
func change(r *records, random *rand.Rand, n int) {
	id := fmt.Sprintf("INC-2026-%04d", 3+random.IntN(5))
	name := "incidents/" + id + "-x.md"
	switch random.IntN(4) {
	case 0:
		r.write(name, record(id, "sev9", fmt.Sprintf("Broken by change %d.", n)))
	case 1:
		r.remove(name)
	default:
		r.write(name, record(id, "sev2", fmt.Sprintf("Change %d. ![p](picture.gif)", n)))
	}
	data := []byte(pixel)
	data[6] = byte(1 + n%200) // the width of the screen
	r.write("incidents/picture.gif", string(data))
}

// readOn opens pages one after the other and returns how many.
func readOn(ctx context.Context, t *testing.T, address string, random *rand.Rand) (n int64) {
	paths := []string{
		"/", "/incidents/", "/incidents/inc-2026-0001/", "/incidents.json", "/search/", "/trends/", "/assets/hindcast.css",
		"/_hindcast/preview.js",
	}
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for ctx.Err() == nil {
		path := paths[random.IntN(len(paths))]
		status, body, err := fetch(ctx, client, address+path)
		switch {
		case ctx.Err() != nil:
		case err != nil || status != http.StatusOK || body == 0:
			t.Errorf("%s: status %d, %d bytes, %v", path, status, body, err)
			return n
		default:
			n++
			time.Sleep(time.Duration(random.IntN(60)) * time.Millisecond)
		}
	}
	return n
}

func fetch(ctx context.Context, client *http.Client, address string) (status int, length int64, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, 0, err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, 0, err
	}
	defer response.Body.Close()
	length, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, length, err
}

// hear opens the stream of builds and returns how many messages came.
func hear(ctx context.Context, t *testing.T, address string) (n int64) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+eventsPath, nil)
	if err != nil {
		t.Error(err)
		return 0
	}
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		if ctx.Err() == nil {
			t.Error(err)
		}
		return 0
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "data: ") {
			n++
		}
	}
	if ctx.Err() == nil {
		t.Errorf("a stream ends: %v", lines.Err())
	}
	return n
}
