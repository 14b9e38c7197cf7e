package cli_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// hosts are two sites, one for each audience, as docs/hosting.md lays them out.
type hosts struct {
	root           string // has public and internal
	public, within string // addresses
}

// built makes the sites of a log with a record for all and one for insiders.
func built(t *testing.T) hosts {
	t.Helper()
	dir, h := t.TempDir(), hosts{root: t.TempDir(), public: freeAddress(t), within: freeAddress(t)}
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("hindcast.yaml", "title: Log\nbase_url: https://incidents.example.org/\n")
	for i, mark := range []string{"CLEAR", "AMBER"} {
		write(fmt.Sprintf("incidents/2026/INC-2026-000%d.md", i+1), fmt.Sprintf(`---
id: INC-2026-000%d
title: Answers were wrong
summary: They were.
kind: incident
type: other
severity: sev3
status: detected
tlp: %s
owner: desk
unregistered: [assistant]
timeline: {detected: 2026-03-02T09:25:00Z}
detection: {method: monitoring}
---

## What happened

The figures are in [the table](table.csv).
`, i+1, mark))
	}
	write("incidents/2026/table.csv", "a,b\n1,2\n")
	for _, audience := range []string{"public", "internal"} {
		code, _, notes := runAt(t, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), dir, "build", "--audience", audience, "-o", filepath.Join(h.root, audience))
		if code != 0 {
			t.Fatalf("build ends with %d: %s", code, notes)
		}
	}
	return h
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// blocks are the blocks of code of docs/hosting.md in a language.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "hosting.md"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllSubmatch(text, -1) {
		list = append(list, string(m[1]))
	}
	return list
}

// serving runs a web server until the end of the test, and waits until it answers.
func (h hosts) serving(t *testing.T, name string, args ...string) {
	t.Helper()
	said, err := os.Create(filepath.Join(h.root, "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	cmd := exec.Command(name, args...) // with the context of the test it would be killed, and its children left
	cmd.Stdout, cmd.Stderr, cmd.Dir = said, said, h.root
	cmd.Env = append(os.Environ(), "HOME="+h.root, "XDG_DATA_HOME="+h.root, "XDG_CONFIG_HOME="+h.root)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		if text, err := os.ReadFile(said.Name()); t.Failed() {
			t.Logf("%s said: %s %v", name, text, err)
		}
	})
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if c, err := net.Dial("tcp", h.within); err == nil {
			c.Close()
			return
		}
	}
	t.Fatalf("%s does not answer", name)
}

func (h hosts) get(t *testing.T, address, user string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if user != "" {
		request.SetBasicAuth(user, "secret")
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// check asks for what a reader of each audience gets, with the headers that the sites ask for.
func (h hosts) check(t *testing.T) {
	t.Helper()
	headers, err := os.ReadFile(filepath.Join(h.root, "internal", "_headers"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(string(headers), "/*\n"), "\n/")
	asked := map[string]string{}
	for line := range strings.SplitSeq(first, "\n") {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			asked[name] = value
		}
	}
	if len(asked) < 6 {
		t.Fatalf("_headers asks for %v", asked)
	}
	files, err := filepath.Glob(filepath.Join(h.root, "internal", "files", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, c := range []struct {
		address, user string
		status        int
		cache, has    string
	}{
		{h.public + "/", "", 200, "no-cache", "Answers were wrong"},
		{h.public + "/incidents/inc-2026-0001/", "", 200, "no-cache", "The figures are in"},
		{h.public + "/incidents/inc-2026-0002/", "", 404, "", "There is no page at this address"},
		{h.public + "/incidents/inc-2026-0001", "", -3, "", ""},
		{h.public + "/_headers", "", 404, "", ""},
		{h.public + "/assets/search.js", "", 200, "no-cache", ""},
		{h.within + "/", "", 401, "", ""},
		{h.within + "/incidents/inc-2026-0002/", "", 401, "", ""},
		{h.within + "/incidents/inc-2026-0002/", "stranger", 401, "", ""},
		{h.within + "/incidents/inc-2026-0002/", "reader", 200, "no-cache", "The figures are in"},
		{h.within + "/files/" + filepath.Base(files[0]), "reader", 200, "public, max-age=31536000, immutable", ""},
	} {
		response, body := h.get(t, c.address, c.user)
		status := response.StatusCode
		if status != c.status && -status/100 != c.status || !strings.Contains(body, c.has) {
			t.Errorf("%s as %q: %d:\n%.300s", c.address, c.user, status, body)
			continue
		}
		if status == 401 && strings.Contains(body, "figures") {
			t.Errorf("%s is in the answer to a stranger", c.address)
		}
		if c.cache != "" && response.Header.Get("Cache-Control") != c.cache {
			t.Errorf("%s may be kept: %q, want %q", c.address, response.Header.Get("Cache-Control"), c.cache)
		}
		for name, value := range asked {
			if got := response.Header.Get(name); status == 200 && got != value {
				t.Errorf("%s: %s: %q, want %q", c.address, name, got, value)
			}
		}
	}
	if response, _ := h.get(t, h.public+"/assets/search.js", ""); !strings.Contains(response.Header.Get("Content-Type"), "javascript") {
		t.Errorf("scripts are %s", response.Header.Get("Content-Type"))
	}
}

func needs(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("there is no %s, so its recipe in docs/hosting.md was not run; sh internal/browser/install.sh installs it", program)
	}
}

// The recipe for nginx serves two audiences as it says.
func TestHostingByNginx(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	needs(t, "nginx")
	needs(t, "openssl")
	h := built(t)
	hash, err := exec.CommandContext(t.Context(), "openssl", "passwd", "-apr1", "secret").Output()
	if err != nil {
		t.Fatal(err)
	}
	recipe := blocks(t, "nginx")
	if len(recipe) != 2 {
		t.Fatalf("%d blocks", len(recipe))
	}
	sites := strings.NewReplacer("/srv/hindcast", h.root, "/etc/nginx", h.root).Replace(recipe[0])
	sites = strings.Replace(sites, "listen 80;", "listen "+h.public+";", 1)
	sites = strings.Replace(sites, "listen 80;", "listen "+h.within+";", 1)
	for name, text := range map[string]string{
		"hindcast.conf": recipe[1], "hindcast.htpasswd": "reader:" + string(hash),
		"nginx.conf": "daemon off;\npid nginx.pid;\nerror_log stderr;\nuser root;\nevents {}\nhttp {\n" +
			"types { text/html html; text/css css; text/javascript js; text/csv csv; application/json json; }\n" +
			"access_log off;\nclient_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n" + sites + "}\n",
	} {
		if err := os.WriteFile(filepath.Join(h.root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	h.serving(t, "nginx", "-p", h.root, "-c", "nginx.conf")
	h.check(t)
}

// The recipe for Caddy serves two audiences as it says.
func TestHostingByCaddy(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	needs(t, "caddy")
	h := built(t)
	hash, err := exec.CommandContext(t.Context(), "caddy", "hash-password", "--plaintext", "secret").Output()
	if err != nil {
		t.Fatal(err)
	}
	recipe := blocks(t, "caddyfile")
	if len(recipe) != 1 {
		t.Fatalf("%d blocks", len(recipe))
	}
	sites := strings.NewReplacer(
		"/srv/hindcast", h.root, "HASH", strings.TrimSpace(string(hash)),
		"incidents.example.org {", "http://"+h.public+" {", "incidents.internal.example.org {", "http://"+h.within+" {",
	).Replace(recipe[0])
	if err := os.WriteFile(filepath.Join(h.root, "Caddyfile"), []byte("{\n\tadmin off\n\tauto_https off\n}\n\n"+sites), 0o644); err != nil {
		t.Fatal(err)
	}
	h.serving(t, "caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile")
	h.check(t)
}
