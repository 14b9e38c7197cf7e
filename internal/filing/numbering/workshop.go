package numbering

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"hindcast/internal/filing"
	"hindcast/internal/git"
)

// A workshop is a bare repository of its own beside a clone, for as long as a push takes. It borrows
// the objects of the clone, and of its settings those alone that say where the remote is, in whose
// name to commit and how files lie on this machine. So nothing that a clone brings with it, be it in
// its settings or as a hook, can run while the program talks to the remote; what the person has set
// for all repositories, such as a credential helper, holds.
type workshop struct {
	*git.Git // in the workshop
	clone    *git.Git
	folder   string
	prefix   string // of the records repository in its work tree; empty, or ends in a slash
	remotes  []string
}

// openWorkshop makes a workshop for the clone of a folder. Close it when done.
func openWorkshop(ctx context.Context, dir string) (*workshop, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the clone: %w", err)
	}
	clone, err := git.In(dir)
	var waiting *git.Waiting
	switch {
	case errors.As(err, &waiting):
		return nil, filing.NewError(err.Error(), waiting.Hint())
	case err != nil:
		return nil, filing.NewError(err.Error(), "install git, or leave --push out")
	}
	prefix, err := clone.Line(ctx, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, filing.NewError(err.Error(), "run it in a clone of the records repository")
	}
	folder, err := os.MkdirTemp("", "hindcast-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the commit: %w", err)
	}
	w := &workshop{
		Git: clone.Own(folder, "GIT_INDEX_FILE="+filepath.Join(folder, "index")), clone: clone, folder: folder,
		prefix: prefix,
	}
	if err := w.furnish(ctx); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *workshop) close() error { return os.RemoveAll(w.folder) }

// furnish writes what makes a folder a repository.
func (w *workshop) furnish(ctx context.Context) error {
	config, err := w.config(ctx)
	if err != nil {
		return err
	}
	objects, err := w.pathIn(ctx, "objects")
	if err != nil {
		return err
	}
	shallow, err := w.pathIn(ctx, "shallow")
	if err != nil {
		return err
	}
	files := map[string]string{
		"HEAD": "ref: refs/heads/none\n", "config": config, "objects/info/alternates": quoted(objects) + "\n",
	}
	if text, err := os.ReadFile(shallow); err == nil {
		files["shallow"] = string(text)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("find where the clone ends: %w", err)
	}
	for _, folder := range []string{"objects/info", "refs"} {
		if err := os.MkdirAll(filepath.Join(w.folder, folder), 0o700); err != nil {
			return err
		}
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(w.folder, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// pathIn is where a file of the clone's repository is.
func (w *workshop) pathIn(ctx context.Context, name string) (string, error) {
	path, err := w.clone.Line(ctx, "rev-parse", "--git-path", name)
	if err == nil && !filepath.IsAbs(path) {
		path = filepath.Join(w.clone.Dir(), path)
	}
	return path, err
}

// taken are the settings of a clone that hold in its workshop. None names a program. CI systems hand
// the right to push over in an extra header.
var taken = regexp.MustCompile(`(?i)^(user\.(name|email)|remote\..+\.(url|pushurl)|http\.(.+\.)?(extraheader|sslcainfo|sslcapath)|` +
	`core\.(filemode|autocrlf|eol|symlinks|ignorecase|precomposeunicode))$`)

// config is the settings of the workshop.
func (w *workshop) config(ctx context.Context) (string, error) {
	format, err := w.clone.Line(ctx, "rev-parse", "--show-object-format")
	if err != nil {
		return "", err
	}
	list, err := w.clone.Run(ctx, nil, "config", "--null", "--list", "--show-scope")
	if err != nil {
		return "", err
	}
	var config strings.Builder
	fmt.Fprintf(&config,
		"[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = %s\n", format)
	fields := strings.Split(string(list), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		scope := fields[i]
		key, value, _ := strings.Cut(fields[i+1], "\n")
		if scope != "local" && scope != "worktree" || !taken.MatchString(key) {
			continue
		}
		section, name := key[:strings.IndexByte(key, '.')], key[strings.LastIndexByte(key, '.')+1:]
		if sub := strings.TrimSuffix(strings.TrimPrefix(key, section+"."), name); sub != "" {
			sub = strings.TrimSuffix(sub, ".")
			if section == "remote" {
				w.remotes = append(w.remotes, sub)
			}
			section += " " + quoted(sub)
		}
		fmt.Fprintf(&config, "[%s]\n\t%s = %s\n", section, name, strings.ReplaceAll(quoted(value), "\n", `\n`))
	}
	return config.String(), nil
}

// quoted is a text as git reads it between quotation marks.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// forward moves the branch that is checked out in the clone to the commit, where it is the branch
// that was pushed to and that loses nothing.
func (w *workshop) forward(ctx context.Context, to Remote, commit string) bool {
	if branch, err := w.clone.Line(ctx, "symbolic-ref", "--quiet", "HEAD"); err != nil || branch != to.ref() {
		return false
	}
	head, err := w.clone.Line(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	if err != nil {
		return false
	}
	tree, err := w.workTree(ctx, head)
	if err != nil {
		return false
	}
	if changed, err := tree.Line(ctx, "status", "--porcelain", "--untracked-files=no",
		"--ignore-submodules=all"); err != nil || changed != "" {
		return false
	}
	if _, err := w.Run(ctx, nil, "merge-base", "--is-ancestor", head, commit); err != nil {
		return false
	}
	if err := w.hand(ctx, head, commit); err != nil {
		return false
	}
	// The branch comes last: whoever is killed before has the commit in the index, ready to be made.
	if _, err := tree.Run(ctx, nil, "read-tree", "-m", "-u", head, commit); err != nil {
		return false
	}
	if _, err := w.clone.Run(ctx, nil, "update-ref", "-m", "assign-ids", to.ref(), commit, head); err != nil {
		return false
	}
	_, _ = w.clone.Run(ctx, nil, "update-ref", to.tracking(), commit) // a fetch does it too
	return true
}

// workTree is the work tree of the clone, with its index, seen from the workshop: with settings in
// which the clone has no say.
func (w *workshop) workTree(ctx context.Context, head string) (*git.Git, error) {
	top, err := w.clone.Line(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(filepath.Join(top, ".git")); err != nil {
		return nil, err // the settings of the clone put its work tree elsewhere
	}
	index, err := w.pathIn(ctx, "index")
	if err != nil {
		return nil, err
	}
	if _, err := w.Run(ctx, nil, "update-ref", "--no-deref", "HEAD", head); err != nil {
		return nil, err
	}
	return w.Own(w.folder, "GIT_WORK_TREE="+top, "GIT_INDEX_FILE="+index), nil
}

// hand gives the clone the objects of a commit that it lacks.
func (w *workshop) hand(ctx context.Context, head, commit string) error {
	pack, err := w.Run(ctx, strings.NewReader(commit+"\n^"+head+"\n"), "pack-objects", "--revs", "--stdout", "--quiet")
	if err != nil {
		return err
	}
	_, err = w.clone.Run(ctx, bytes.NewReader(pack), "unpack-objects", "-q")
	return err
}
