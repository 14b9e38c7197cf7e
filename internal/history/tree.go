package history

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"hindcast/internal/git"
)

// configFile is the only file that is read beside those of the folders.
const configFile = "hindcast.yaml"

// places are what of every records repository is looked at.
var places = []string{"incidents", "knowledge", configFile}

// Also is the repository with one more folder whose files trees hold, relative to the records repository; a dot for all
// of it.
func (r *Repo) Also(folder string) *Repo {
	other := *r
	if other.places = append(slices.Clip(places), folder); folder == "." {
		other.places = []string{""}
	}
	return &other
}

// maxLink is the length in bytes up to which the text of a symbolic link is read.
const maxLink = 4096

// Tree is the records repository as it was at a commit, as a read-only file system that is safe for
// concurrent use. It holds incidents, knowledge and the settings. Only texts of up to limit bytes
// have their content; the others are there with their size, and opening one is errors.ErrUnsupported.
// A link is followed where it stays within the repository; submodules are left out. Content is what was committed: no
// filter or conversion of line endings is applied. The error is an *Error where the clone lacks files.
func (r *Repo) Tree(ctx context.Context, commit Commit, limit int64) (fs.FS, error) {
	files, _, err := r.TreeBeside(ctx, commit, limit, nil)
	return files, err
}

// TreeBeside is Tree for who has most of its files already: known are the ids of their content by path, see BlobID.
// Those that are the same at the commit are told, and have no content in the tree. Where the settings are not the same,
// no file counts as such, since the settings say how to read it.
func (r *Repo) TreeBeside(
	ctx context.Context, commit Commit, limit int64, known map[string]string,
) (files fs.FS, same map[string]bool, err error) {
	entries, err := r.list(ctx, commit, r.places)
	if err != nil {
		return nil, nil, err
	}
	if hasLinks(entries) { // which may lead to any place
		if entries, err = r.list(ctx, commit, []string{""}); err != nil {
			return nil, nil, err
		}
	}
	t := newTree()
	for _, e := range entries {
		t.add(e)
	}
	if err := r.read(ctx, commit, t.links()); err != nil {
		return nil, nil, err
	}
	same = t.same(known)
	if err := r.read(ctx, commit, t.texts(limit, same)); err != nil {
		return nil, nil, err
	}
	return t, same, nil
}

// BlobID is the id that content has in a repository with this commit.
func (c Commit) BlobID(content []byte) string {
	h := sha256.New()
	if len(c) == hex.EncodedLen(sha1.Size) {
		h = sha1.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(content))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

// entry is a file of a commit.
type entry struct {
	name string // relative to the records repository
	mode fs.FileMode
	size int64 // -1 where the clone lacks the file
	id   string
}

func hasLinks(entries []entry) bool {
	for _, e := range entries {
		if e.mode&fs.ModeSymlink != 0 {
			return true
		}
	}
	return false
}

// list is the files and links of a commit at or below some paths of the records repository.
func (r *Repo) list(ctx context.Context, commit Commit, below []string) ([]entry, error) {
	args := []string{"ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", string(commit)}
	for _, name := range below {
		if name = r.prefix + name; name != "" {
			args = append(args, name)
		}
	}
	out, err := r.run(ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("list the files of commit %s: %w", commit, err)
	}
	var entries []entry
	for line := range bytes.SplitSeq(out, []byte{0}) {
		if len(line) == 0 {
			continue
		}
		e, isFile, err := r.parse(string(line))
		if err != nil {
			return nil, fmt.Errorf("list the files of commit %s: %w", commit, err)
		}
		if isFile {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// parse reads "<mode> <type> <id> <size>\t<name>"; false for what is no file or link.
func (r *Repo) parse(line string) (entry, bool, error) {
	head, name, _ := strings.Cut(line, "\t")
	fields := strings.Fields(head)
	if len(fields) != 4 || !git.IsID(fields[2]) {
		return entry{}, false, fmt.Errorf("git answered %q", line)
	}
	name, inside := strings.CutPrefix(name, r.prefix)
	e := entry{name: name, mode: 0o444, id: fields[2]}
	if fields[0] == "120000" {
		e.mode = fs.ModeSymlink | 0o777
	}
	var err error
	if e.size, err = strconv.ParseInt(fields[3], 10, 64); err != nil {
		e.size = -1
	}
	return e, inside && fields[1] == "blob", nil
}

// isText reports whether the content of a file matters, by its name.
func isText(name string) bool { return name == configFile || path.Ext(name) == ".md" }

// read gives files their content. What another tree had as well is not fetched again.
func (r *Repo) read(ctx context.Context, commit Commit, nodes []*node) error {
	var wanted []string
	asked := map[string]bool{}
	for _, n := range nodes {
		if _, ok := r.blobs[n.id]; !ok && !asked[n.id] {
			asked[n.id] = true
			wanted = append(wanted, n.id)
		}
	}
	if len(wanted) > 0 {
		if err := r.fetch(ctx, wanted); err != nil {
			return fmt.Errorf("read the files of commit %s: %w", commit, err)
		}
	}
	for _, n := range nodes {
		n.data, n.isRead = r.blobs[n.id], true
	}
	return nil
}

// fetch reads blobs by one git cat-file.
func (r *Repo) fetch(ctx context.Context, ids []string) error {
	running, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := r.git.Command(running, "cat-file", "--batch", "--buffer")
	var said bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader(strings.Join(ids, "\n")+"\n"), &said
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	err = r.receive(bufio.NewReader(pipe), ids)
	if err != nil {
		cancel() // or git would wait for somebody to read on
	}
	ended := cmd.Wait()
	var lacking *Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &lacking):
		return err
	case ended != nil && said.Len() > 0:
		return partialOr(git.Failed(ctx, "cat-file", "", said.String(), ended))
	case err != nil:
		return err
	case ended != nil:
		return git.Failed(ctx, "cat-file", "", "", ended)
	}
	return nil
}

func (r *Repo) receive(out *bufio.Reader, ids []string) error {
	for _, id := range ids {
		content, err := blob(out, id)
		if err != nil {
			return err
		}
		r.blobs[id] = content
	}
	return nil
}

func partial() error {
	return &Error{
		Partial, "this clone lacks files of the commit compared with",
		"clone it without a filter, or fetch what it left out: git fetch --refetch --no-filter",
	}
}

// blob reads one answer: "<id> blob <size>\n", the content and a line feed.
func blob(out *bufio.Reader, id string) ([]byte, error) {
	head, err := out.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("git cat-file ended early: %w", err)
	}
	fields := strings.Fields(head)
	if len(fields) == 2 && fields[1] == "missing" {
		return nil, partial()
	}
	if len(fields) != 3 || fields[0] != id {
		return nil, fmt.Errorf("git cat-file answered %q", head)
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil || size < 0 {
		return nil, fmt.Errorf("git cat-file answered %q", head)
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(out, content); err != nil {
		return nil, fmt.Errorf("git cat-file ended early: %w", err)
	}
	return content[:size], nil
}
