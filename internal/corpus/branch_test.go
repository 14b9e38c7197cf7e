package corpus

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/bench/gen"
	"hindcast/internal/check"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/load"
)

// inFull is Compare with both trees read and checked from the first file to the last.
func inFull(ctx context.Context, c *Corpus, dir, ref string) (*Comparison, error) {
	repo, tip, base, err := branchedFrom(ctx, dir, ref)
	if err != nil {
		return nil, err
	}
	files, err := repo.Tree(ctx, base, options.Limits.File)
	if err != nil {
		return nil, err
	}
	was, err := Open(ctx, files, options)
	if err != nil {
		return nil, err
	}
	if files, err = repo.Tree(ctx, tip, options.Limits.File); err != nil {
		return nil, err
	}
	there, err := load.NewLoader(options.Limits, options.People...).Log(ctx, files)
	if err != nil {
		return nil, err
	}
	all := split(c.Findings, was.Findings)
	all.New = append(all.New, check.New().Against(c.Log, was.Log, there, options.Now)...)
	diag.Sort(all.New)
	return all, nil
}

// branch is a records repository that a test changes.
type branch struct {
	*testing.T
	dir string
	rng *rand.Rand
}

func (b branch) git(args ...string) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), "git", args...)
	var said bytes.Buffer
	cmd.Dir, cmd.Stderr = b.dir, &said
	cmd.Env = append(os.Environ(), "HOME="+b.dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Tester",
		"GIT_AUTHOR_EMAIL=tester@example.org", "GIT_COMMITTER_NAME=Tester", "GIT_COMMITTER_EMAIL=tester@example.org")
	if err := cmd.Run(); err != nil {
		b.Fatalf("git %v: %v\n%s", args, err, said.String())
	}
}

func (b branch) write(name, text string) {
	b.Helper()
	name = filepath.Join(b.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

// record is the path of some record, and another one's id.
func (b branch) record() (path, id string) {
	files, err := filepath.Glob(filepath.Join(b.dir, "incidents", "*", "*.md"))
	if err != nil || len(files) == 0 {
		b.Fatal("no records", err)
	}
	other := filepath.Base(files[b.rng.IntN(len(files))])
	return files[b.rng.IntN(len(files))], other[:min(len(other), len("INC-2026-0001"))]
}

// change makes some changes as people make them.
func (b branch) change(n int) {
	for range n {
		file, id := b.record()
		text, _ := os.ReadFile(file) // a link may lead nowhere by now
		var err error
		switch b.rng.IntN(14) {
		case 0:
			err = os.Remove(file)
		case 1:
			err = os.Rename(file, filepath.Join(filepath.Dir(file), id+"-moved.md"))
		case 2:
			b.write("incidents/2026/"+id+"-copy.md", string(text))
		case 3:
			b.write("incidents/2026/chart.gif", []string{"GIF89a", rule.Pixel}[b.rng.IntN(2)])
			shown := strings.Replace(string(text), "\n---\n", "\n---\n![a](../2026/chart.gif)\n", 1)
			err = os.WriteFile(file, []byte(shown), 0o644)
		case 4, 5:
			settings := []string{"", "limits: {text_bytes: 300}\n", "limits: {front_matter_bytes: 400}\n", "rules: [\n"}
			b.write("hindcast.yaml", settings[b.rng.IntN(len(settings))])
		case 6:
			b.write("knowledge/systems/new.md", "---\ntitle: "+id+"\ntlp: GREEN\n---\nSee [["+id+"]].\n")
		case 7:
			_ = os.Remove(file)
			err = os.Symlink(id+"-copy.md", file)
		case 8:
			err = os.WriteFile(file, []byte(strings.ReplaceAll(string(text), "\n", "\r\n")), 0o644)
		default:
			if lines := strings.Count(string(text), "\n"); lines > 2 {
				err = os.WriteFile(file, []byte(slip(b.rng, string(text), id)), 0o644)
			}
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// What a branch brought is what two whole checks tell, whatever was changed on it and meanwhile.
func TestCompareIsExact(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is missing")
	}
	kinds := map[string]bool{}
	for seed := range uint64(16) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			b := branch{t, t.TempDir(), rand.New(rand.NewPCG(seed, 1))}
			for name, data := range gen.Corpus(seed, 25) {
				b.write(name, string(data))
			}
			b.change(4) // most logs have old findings
			format := []string{"sha1", "sha256"}[seed%2]
			b.git("init", "-q", "-b", "main", "--object-format="+format)
			b.git("add", "-A")
			b.git("commit", "-q", "-m", "base")
			b.git("checkout", "-q", "-b", "branch")
			b.change(int(seed % 6))
			b.git("add", "-A")
			b.git("commit", "-q", "--allow-empty", "-m", "branch")
			if seed%3 > 0 {
				b.git("checkout", "-q", "main")
				b.change(4)
				b.git("add", "-A")
				b.git("commit", "-q", "--allow-empty", "-m", "meanwhile")
				b.git("checkout", "-q", "branch")
			}
			b.change(int(seed % 4)) // not committed
			folder, err := disk.Open(b.dir)
			if err != nil {
				t.Fatal(err)
			}
			defer folder.Close()
			c := opened(t, folder.FS())
			got, err := c.Compare(t.Context(), b.dir, "main", options)
			if err != nil {
				t.Fatal(err)
			}
			want, err := inFull(t.Context(), c, b.dir, "main")
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("new:\n%s\nwant:\n%s", listed(got.New), listed(want.New))
				t.Errorf("old:\n%s\nwant:\n%s", listed(got.Old), listed(want.Old))
			}
			for _, f := range slices.Concat(want.New, want.Old) {
				kinds[f.Rule] = true
			}
		})
	}
	if len(kinds) < 15 {
		t.Errorf("findings of %d rules alone were compared", len(kinds))
	}
}
