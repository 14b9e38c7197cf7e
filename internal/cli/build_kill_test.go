//go:build unix

package cli_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hindcast/internal/cli/console"
)

// killedBuild is a records repository whose builds are killed.
type killedBuild struct {
	t   *testing.T
	dir string
}

func (k *killedBuild) hindcast(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(k.t.Context(), "hindcast", append([]string{"-C", k.dir}, args...)...)
	cmd.Env = append(os.Environ(), console.CacheVariable+"="+filepath.Join(k.dir, "cache"))
	return cmd
}

// build builds for an audience by which the site is told from the one before.
func (k *killedBuild) build(audience string) *exec.Cmd {
	return k.hindcast("build", "--audience", audience, "--now", "2026-06-01", "--keep", "CNAME", "--quiet")
}

// workplaces are what killed builds left.
func (k *killedBuild) workplaces() []string {
	k.t.Helper()
	found, err := filepath.Glob(filepath.Join(k.dir, ".public.hindcast-*"))
	if err != nil {
		k.t.Fatal(err)
	}
	return found
}

// stands requires that a whole site stands and that the kept file is somewhere.
func (k *killedBuild) stands(when string) (audience string) {
	k.t.Helper()
	out, err := k.hindcast("verify").CombinedOutput()
	if err != nil {
		k.t.Fatalf("%s: verify: %v\n%s", when, err, out)
	}
	_, rest, _ := strings.Cut(string(out), "made for the audience ")
	audience, _, _ = strings.Cut(rest, " ")
	places := append(k.workplaces(), k.dir)
	for _, place := range places {
		for _, in := range []string{"public", "site", "old"} {
			if text, err := os.ReadFile(filepath.Join(place, in, "CNAME")); err == nil && string(text) == "example.org" {
				return audience
			}
		}
	}
	k.t.Fatalf("%s: CNAME is gone", when)
	return ""
}

// A build that is killed at any moment leaves the old site or the new one whole, and the next one gives
// the new with nothing left beside it.
func TestBuildKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	t.Parallel()
	const seed = 20261126
	usual := 6
	if long {
		usual = 15
	}
	n := number(t, "HINDCAST_TEST_KILLS", usual)
	t.Logf("seed %d, %d kills", seed, n)
	random := rand.New(rand.NewPCG(seed, 0))
	k := &killedBuild{t, started(t, "--sample")}
	for i := range 500 { // so that writing takes the larger part
		name := filepath.Join(k.dir, "site/static", strconv.Itoa(i/50), strconv.Itoa(i)+".txt")
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(name), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	// Two in a row, so that the second has an old site to clear away.
	var whole time.Duration
	for range 2 {
		began := time.Now()
		if out, err := k.build("internal").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		whole = time.Since(began)
	}
	if err := os.WriteFile(filepath.Join(k.dir, "public/CNAME"), []byte("example.org"), 0o600); err != nil {
		t.Fatal(err)
	}
	inside, stood := 0, map[string]int{}
	for i := range n {
		audience := []string{"public", "internal"}[i%2]
		if k.kill(k.build(audience), i%3 > 0, time.Duration(random.Int64N(int64(whole)))) && len(k.workplaces()) > 0 {
			inside++
		}
		stood[k.stands(fmt.Sprintf("kill %d", i))]++
		if i%5 == 4 {
			k.recovers(audience)
		}
	}
	k.recovers("public")
	t.Logf("%d of %d kills came while the site was written; the sites that stood: %v", inside, n, stood)
	if inside < n/4 {
		t.Errorf("only %d of %d kills came while the site was written", inside, n)
	}
}

// kill kills a build some time after it began, or after it began to write; it tells whether the build
// had not ended before.
func (k *killedBuild) kill(cmd *exec.Cmd, writing bool, after time.Duration) bool {
	k.t.Helper()
	before := k.workplaces()
	fresh := func() bool {
		return slices.ContainsFunc(k.workplaces(), func(name string) bool { return !slices.Contains(before, name) })
	}
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for writing && !fresh() && len(ended) == 0 {
		time.Sleep(time.Millisecond)
	}
	if writing {
		after /= 2 // about the share of a build that writing takes
	}
	select {
	case err := <-ended:
		ended <- err
	case <-time.After(after):
	}
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		k.t.Fatal(err)
	}
	err := <-ended
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.Exited()) {
		k.t.Fatalf("the build failed by itself: %v", err)
	}
	return err != nil
}

// recovers requires that the next build gives its site, with the kept file, and clears everything up.
func (k *killedBuild) recovers(audience string) {
	k.t.Helper()
	if out, err := k.build(audience).CombinedOutput(); err != nil {
		k.t.Fatalf("the build after a kill: %v\n%s", err, out)
	}
	if got := k.stands("after the next build"); got != audience {
		k.t.Errorf("the site is for the audience %s, want %s", got, audience)
	}
	if left := k.workplaces(); len(left) > 0 {
		k.t.Errorf("left: %q", left)
	}
	if text, err := os.ReadFile(filepath.Join(k.dir, "public/CNAME")); err != nil || string(text) != "example.org" {
		k.t.Errorf("CNAME: %q, %v", text, err)
	}
}
