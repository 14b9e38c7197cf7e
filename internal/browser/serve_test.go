package browser

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// record is the incident that the tests below edit, and page its address.
const (
	record = "incidents/2026/INC-2026-0007-fraud-false-positives.md"
	page   = "incidents/inc-2026-0007/"
	title  = "Fraud model flags one in five card payments"
)

// demoRecords is a copy of the demo's records.
func demoRecords(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := copyRecords(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// copyRecords copies the demo's records into a folder.
func copyRecords(dir string) error {
	for _, folder := range []string{"incidents", "knowledge"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(project, folder))); err != nil {
			return err
		}
	}
	config, err := os.ReadFile(filepath.Join(project, "hindcast.yaml"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "hindcast.yaml"), config, 0o644)
}

// preview is a running hindcast serve.
type preview struct {
	address string
	notes   *notes
	stop    func() // once; the end of the test stops it too
}

// notes is what a process writes to stderr; others may read it meanwhile.
type notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notes) Write(b []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(b)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// startServe runs hindcast serve until the test ends, and requires that it ends well when it is interrupted.
func startServe(t *testing.T, dir, address string) preview {
	t.Helper()
	needBrowser(t)
	ctx, kill := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, hindcast, "serve", "--addr", address, "--now", present)
	s := preview{notes: &notes{}}
	cmd.Dir, cmd.Stderr = dir, s.notes
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.stop = sync.OnceFunc(func() {
		defer kill()
		timer := time.AfterFunc(guard, kill)
		defer timer.Stop()
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("serve ends with %v when it is interrupted; it wrote\n%s", err, s.notes)
		}
	})
	t.Cleanup(s.stop)
	timer := time.AfterFunc(guard, kill)
	line, err := bufio.NewReader(stdout).ReadString('\n')
	timer.Stop()
	if err != nil {
		t.Fatalf("serve does not say where it is: %v\n%s", err, s.notes)
	}
	go io.Copy(io.Discard, stdout)
	said, _, _ := strings.Cut(strings.TrimPrefix(line, "serving "), " ")
	if !strings.HasPrefix(said, "http://127.0.0.1:") || !strings.HasSuffix(said, "/") {
		t.Fatalf("serve says %q", line)
	}
	s.address = said
	return s
}

// edit replaces a text of the record, as an editor that saves in place.
func edit(t *testing.T, dir, old, new string) {
	t.Helper()
	text := read(t, dir, record)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q stands %d times in the record", old, strings.Count(text, old))
	}
	write(t, strings.Replace(text, old, new, 1), dir, record)
}

// errors are those that are on top of the page, warnings not among them.
func (p *tab) errors() []string {
	p.Helper()
	return ask[[]string](p,
		`[...document.querySelectorAll("#hindcast-findings .error, #hindcast-findings > p")].map(e => e.textContent)`)
}

// A saved change shows on the open page by itself, however the editor saves.
func TestServeShowsChanges(t *testing.T) {
	t.Parallel()
	dir := demoRecords(t)
	s := startServe(t, dir, "127.0.0.1:0")
	p := openTab(t)
	p.visit(s.address + page)
	p.shows("h1", title)
	edit(t, dir, "title: "+title, "title: Saved in place")
	p.shows("h1", "Saved in place")
	text := strings.Replace(read(t, dir, record), "title: Saved in place", "title: Saved beside and renamed", 1)
	write(t, text, dir, record+".tmp")
	if err := os.Rename(filepath.Join(dir, record+".tmp"), filepath.Join(dir, record)); err != nil {
		t.Fatal(err)
	}
	p.shows("h1", "Saved beside and renamed")
	if got := p.errors(); len(got) > 0 {
		t.Errorf("errors stand on the page: %q", got)
	}
	for _, fault := range p.takeFaults() {
		t.Error(fault)
	}
}

// A broken edit puts its finding on top of the page as it last was; mending it takes the finding away.
func TestServeShowsFindings(t *testing.T) {
	t.Parallel()
	dir := demoRecords(t)
	s := startServe(t, dir, "127.0.0.1:0")
	p := openTab(t)
	p.visit(s.address + page)
	p.shows("h1", title)

	edit(t, dir, "severity: sev2", "severity: sev9")
	p.shows("#hindcast-findings", record+":6:11")
	for _, part := range []string{"error:", "sev9", "[", "1 error"} {
		p.shows("#hindcast-findings", part)
	}
	p.shows("h1", title)
	p.shows("main", "What happened")

	edit(t, dir, "severity: sev9", "severity: sev1")
	p.shows("main .badges", "Sev 1")
	p.shows("h1", title)
	if got := p.errors(); len(got) > 0 {
		t.Errorf("errors stand on the page: %q", got)
	}
	for _, fault := range p.takeFaults() {
		t.Error(fault)
	}
}

// A new finding is in sight, wherever the page was scrolled to.
func TestServeShowsFindingsInSight(t *testing.T) {
	t.Parallel()
	dir := demoRecords(t)
	s := startServe(t, dir, "127.0.0.1:0")
	p := openTab(t)
	p.visit(s.address + page)
	ask[chromedp.Void](p, "scrollTo(0, 1500)")
	edit(t, dir, "severity: sev2", "severity: sev9")
	p.shows("#hindcast-findings", "sev9")
	got := ask[struct{ Top, Bottom, Window float64 }](p,
		`(() => { const r = document.querySelector("#hindcast-findings").getBoundingClientRect(); return {Top: r.top, Bottom: r.bottom, Window: innerHeight} })()`)
	expect(t, got.Top >= 0 && got.Bottom <= got.Window, "",
		"the findings stand from %.0f to %.0f of %.0f", got.Top, got.Bottom, got.Window)
}

// A finding shows on every page, and what the text says is shown as text.
func TestServeEscapesFindings(t *testing.T) {
	t.Parallel()
	dir := demoRecords(t)
	s := startServe(t, dir, "127.0.0.1:0")
	p := openTab(t)
	p.visit(s.address)
	p.shows("h1", "Nordhaven incident log")
	edit(t, dir, "severity: sev2", `severity: "<img src=x onerror=document.title='owned'>"`)
	p.shows("#hindcast-findings", "<img src=x onerror=document.title='owned'>")
	if n := ask[int](p, `document.querySelectorAll("#hindcast-findings img").length`); n != 0 {
		t.Errorf("the finding holds %d pictures", n)
	}
	for _, fault := range p.takeFaults() {
		t.Error(fault)
	}
}

// A new record appears without a restart, in a new folder as well, and a removed one goes.
func TestServeShowsNewRecords(t *testing.T) {
	t.Parallel()
	dir := demoRecords(t)
	s := startServe(t, dir, "127.0.0.1:0")
	p := openTab(t)
	p.visit(s.address + "incidents/")
	p.shows("h1", "Incidents")
	text := strings.NewReplacer("id: INC-2026-0007", "id: INC-2027-0001", title,
		"A record of a new year").Replace(read(t, dir, record))
	if err := os.MkdirAll(filepath.Join(dir, "incidents", "2027"), 0o755); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "incidents", "2027", "INC-2027-0001-new.md")
	write(t, text, name)
	p.shows("main", "A record of a new year")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the record is gone", func() bool {
		text := p.text("main")
		return strings.Contains(text, title) && !strings.Contains(text, "A record of a new year")
	})
}

// A broken configuration keeps the last site and says why; the site goes on when it is mended.
func TestServeKeepsSiteOverBrokenConfiguration(t *testing.T) {
	t.Parallel()
	dir := demoRecords(t)
	s := startServe(t, dir, "127.0.0.1:0")
	p := openTab(t)
	p.visit(s.address + page)
	p.shows("h1", title)
	config := read(t, dir, "hindcast.yaml")
	write(t, config+"timezone: [\n", dir, "hindcast.yaml")
	p.shows("#hindcast-findings", "hindcast.yaml")
	p.shows("#hindcast-findings", "Not built")
	p.shows("h1", title)
	write(t, strings.Replace(config, "Nordhaven incident log", "Mended log", 1), dir, "hindcast.yaml")
	p.shows("header .brand", "Mended log")
	if got := p.errors(); len(got) > 0 {
		t.Errorf("errors stand on the page: %q", got)
	}
}

// A page that stayed open over a restart shows what changed meanwhile.
func TestServeAfterRestart(t *testing.T) {
	dir := demoRecords(t)
	first := startServe(t, dir, "127.0.0.1:0")
	p := openTab(t)
	p.visit(first.address + page)
	p.shows("h1", title)
	eventually(t, "the page hears of its build", func() bool { return p.builds.Load() > 0 })
	first.stop()
	heard := p.builds.Load()
	edit(t, dir, "title: "+title, "title: Saved while nothing ran")
	second := startServe(t, dir, strings.TrimSuffix(strings.TrimPrefix(first.address, "http://"), "/"))
	if second.address != first.address {
		t.Skipf("%s was taken by another program meanwhile", first.address)
	}
	eventually(t, "the page hears of the new build", func() bool { return p.builds.Load() > heard })
	shows := func() bool { return p.text("h1") == "Saved while nothing ran" }
	for deadline := time.Now().Add(2 * time.Second); !shows() && time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
	}
	expect(t, shows(), "", "the page shows %q", p.text("h1"))
}

// A busy port gives the next free one and says so.
func TestServeOnBusyPort(t *testing.T) {
	dir := demoRecords(t)
	first := startServe(t, dir, "127.0.0.1:0")
	taken := port(t, first.address)
	second := startServe(t, dir, "127.0.0.1:"+strconv.Itoa(taken))
	if got := port(t, second.address); got <= taken || got >= taken+20 {
		t.Errorf("port %d is taken, and the second preview is on %d", taken, got)
	}
	eventually(t, "the note about the port", func() bool {
		return strings.Contains(second.notes.String(), "port "+strconv.Itoa(taken)+" is taken")
	})
	p := openTab(t)
	for _, s := range []preview{first, second} {
		p.visit(s.address + page)
		p.shows("h1", title)
	}
}

func port(t *testing.T, address string) int {
	t.Helper()
	_, digits, err := net.SplitHostPort(strings.TrimSuffix(strings.TrimPrefix(address, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatal(err)
	}
	return number
}
