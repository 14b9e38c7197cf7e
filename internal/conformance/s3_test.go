package conformance_test

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// The recipe for S3 in docs/hosting.md, carried out by rclone against a server of that protocol: every file of a site
// arrives, with how long it may be kept, and what a later site does not have goes.
func TestHostingByS3(t *testing.T) {
	if _, err := exec.LookPath("rclone"); err != nil {
		t.Skip("there is no rclone, so its recipe in docs/hosting.md was not run; sh internal/browser/install.sh installs it")
	}
	backend := s3mem.New()
	if err := backend.CreateBucket("incidents"); err != nil {
		t.Fatal(err)
	}
	store, sent := gofakes3.New(backend).Server(), sync.Map{} // Cache-Control of each upload, by the file's name
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name, ok := strings.CutPrefix(r.URL.Path, "/incidents/"); ok && r.Method == http.MethodPut {
			sent.Store(name, r.Header.Get("Cache-Control"))
		}
		store.ServeHTTP(w, r)
	}))
	defer server.Close()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "hosting.md"))
	if err != nil {
		t.Fatal(err)
	}
	recipe := regexp.MustCompile("(?s)```sh\n(rclone .*?)```").FindSubmatch(text)
	if recipe == nil {
		t.Fatal("there is no recipe")
	}
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, "public", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	upload := func() {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "sh", "-euc", string(recipe[1]))
		cmd.Dir = dir
		cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir}, "RCLONE_CONFIG="+filepath.Join(dir, "none"), "RCLONE_CONFIG_STORE_TYPE=s3",
			"RCLONE_CONFIG_STORE_PROVIDER=Other", "RCLONE_CONFIG_STORE_ENDPOINT="+server.URL,
			"RCLONE_CONFIG_STORE_ACCESS_KEY_ID=id", "RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY=secret",
			"RCLONE_CONFIG_STORE_FORCE_PATH_STYLE=true", "RCLONE_RETRIES=1")
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	check := func() {
		t.Helper()
		want := map[string][]byte{}
		err := fs.WalkDir(os.DirFS(filepath.Join(dir, "public")), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			want[name], err = os.ReadFile(filepath.Join(dir, "public", filepath.FromSlash(name)))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		list, err := backend.ListBucket("incidents", nil, gofakes3.ListBucketPage{})
		if err != nil {
			t.Fatal(err)
		}
		if len(list.Contents) != len(want) {
			t.Errorf("the store has %d files, want %d", len(list.Contents), len(want))
		}
		for name, text := range want {
			object, err := backend.GetObject("incidents", name, nil)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			var got bytes.Buffer
			if _, err := got.ReadFrom(object.Contents); err != nil || !bytes.Equal(got.Bytes(), text) {
				t.Errorf("%s holds %q, %v", name, got.String(), err)
			}
			kept := "no-cache"
			if strings.HasPrefix(name, "files/") {
				kept = "public, max-age=31536000, immutable"
			}
			if said, _ := sent.Load(name); said != kept {
				t.Errorf("%s was sent with Cache-Control %q, want %q", name, said, kept)
			}
		}
	}
	put("index.html", "<h1>One</h1>")
	put("incidents/inc-2026-0001/index.html", "<h1>INC-2026-0001</h1>")
	put("files/0a1b.png", "a picture")
	put("manifest.json", "{}")
	upload()
	check()
	put("index.html", "<h1>Two</h1>")
	put("files/2c3d.png", "another picture")
	for _, gone := range []string{"files/0a1b.png", "incidents/inc-2026-0001/index.html"} {
		if err := os.Remove(filepath.Join(dir, "public", filepath.FromSlash(gone))); err != nil {
			t.Fatal(err)
		}
	}
	upload()
	check()
}
