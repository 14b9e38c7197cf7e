package history

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// tree is the file system of a commit. Once it is made nothing in it changes.
type tree struct{ root *node }

// node is a file, a link or a folder.
type node struct {
	name     string
	mode     fs.FileMode
	size     int64
	id       string
	data     []byte // of a file its content, of a link where it leads to
	isRead   bool
	children map[string]*node // of a folder
}

func newTree() *tree {
	return &tree{&node{name: ".", mode: fs.ModeDir | 0o555, children: map[string]*node{}}}
}

// add puts a file into its place. A name that no file system could hold, which only a forged commit
// has, is left out.
func (t *tree) add(e entry) {
	steps := strings.Split(e.name, "/")
	if slices.ContainsFunc(steps, func(s string) bool { return s == "" || s == "." || s == ".." }) {
		return
	}
	at := t.root
	for _, step := range steps[:len(steps)-1] {
		next := at.children[step]
		if next == nil {
			next = &node{name: step, mode: fs.ModeDir | 0o555, children: map[string]*node{}}
			at.children[step] = next
		}
		if next.children == nil {
			return
		}
		at = next
	}
	name := steps[len(steps)-1]
	if at.children[name] == nil {
		at.children[name] = &node{name: name, mode: e.mode, size: e.size, id: e.id}
	}
}

// walk visits every file and link, with its path.
func (t *tree) walk(visit func(name string, n *node)) {
	var below func(prefix string, n *node)
	below = func(prefix string, n *node) {
		for _, c := range n.sorted() {
			if c.children != nil {
				below(path.Join(prefix, c.name), c)
			} else {
				visit(path.Join(prefix, c.name), c)
			}
		}
	}
	below("", t.root)
}

func (n *node) sorted() []*node {
	list := make([]*node, 0, len(n.children))
	for _, c := range n.children {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	return list
}

// links are those short enough to be read.
func (t *tree) links() (list []*node) {
	t.walk(func(_ string, n *node) {
		if n.mode&fs.ModeSymlink != 0 && n.size <= maxLink {
			list = append(list, n)
		}
	})
	return list
}

// same tells the texts whose content is known, by its ids; none where that of the settings is not.
func (t *tree) same(known map[string]string) map[string]bool {
	same := map[string]bool{}
	for name, id := range known {
		if n, err := t.find(name, true); err == nil && n.mode.IsRegular() && n.id == id && isText(name) {
			same[name] = true
		}
	}
	_, err := t.find(configFile, false)
	if known[configFile] != "" && !same[configFile] || known[configFile] == "" && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	delete(same, configFile)
	return same
}

// texts are the files whose content matters, be it through a link, but for those named.
func (t *tree) texts(limit int64, without map[string]bool) (list []*node) {
	t.walk(func(name string, _ *node) {
		if !isText(name) || without[name] {
			return
		}
		if n, err := t.find(name, true); err == nil && n.mode.IsRegular() && n.size <= limit {
			list = append(list, n)
		}
	})
	return list
}

// The errors have the words of os.Root, which holds the files of the disk: what reads them words its
// findings by these, and a finding must read alike in both.
var (
	errEscapes = errors.New("path escapes from parent")
	errLoop    = errors.New("too many levels of symbolic links")
	errFolder  = errors.New("not a directory")
	errLeftOut = fmt.Errorf("its content was not read: %w", errors.ErrUnsupported)
)

// maxHops is how many links are followed for one path.
const maxHops = 40

// find is the node at a path. Links on the way are followed, the last one where asked.
func (t *tree) find(name string, follow bool) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	trail, rest := []*node{t.root}, strings.Split(name, "/")
	for hops := 0; len(rest) > 0; {
		at, step := trail[len(trail)-1], rest[0]
		rest = rest[1:]
		switch step {
		case "", ".":
			continue
		case "..":
			if len(trail) == 1 {
				return nil, errEscapes
			}
			trail = trail[:len(trail)-1]
			continue
		}
		if at.children == nil {
			return nil, errFolder
		}
		next := at.children[step]
		if next == nil {
			return nil, fs.ErrNotExist
		}
		if next.mode&fs.ModeSymlink == 0 || len(rest) == 0 && !follow {
			trail = append(trail, next)
			continue
		}
		target := string(next.data)
		if hops++; hops > maxHops || !next.isRead {
			return nil, errLoop
		}
		if path.IsAbs(target) {
			return nil, errEscapes
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	return trail[len(trail)-1], nil
}

func (t *tree) at(op, name string, follow bool) (*node, error) {
	n, err := t.find(name, follow)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return n, nil
}

// Open opens a file or folder for reading.
func (t *tree) Open(name string) (fs.File, error) {
	n, err := t.at("open", name, true)
	switch {
	case err != nil:
		return nil, err
	case n.children != nil:
		return &folder{node: n, left: entriesOf(n)}, nil
	case !n.isRead:
		return nil, &fs.PathError{Op: "open", Path: name, Err: errLeftOut}
	}
	return &file{n, bytes.NewReader(n.data)}, nil
}

// Stat describes what is at a path, links followed.
func (t *tree) Stat(name string) (fs.FileInfo, error) {
	n, err := t.at("stat", name, true)
	return info{n}, err
}

// Lstat describes what is at a path.
func (t *tree) Lstat(name string) (fs.FileInfo, error) {
	n, err := t.at("lstat", name, false)
	return info{n}, err
}

// ReadLink is where a link leads to.
func (t *tree) ReadLink(name string) (string, error) {
	n, err := t.at("readlink", name, false)
	switch {
	case err != nil:
		return "", err
	case n.mode&fs.ModeSymlink == 0 || !n.isRead:
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	return string(n.data), nil
}

// ReadDir lists a folder in order of names.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := t.at("readdir", name, true)
	switch {
	case err != nil:
		return nil, err
	case n.children == nil:
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errFolder}
	}
	return entriesOf(n), nil
}

func entriesOf(n *node) []fs.DirEntry {
	var list []fs.DirEntry
	for _, c := range n.sorted() {
		list = append(list, fs.FileInfoToDirEntry(info{c}))
	}
	return list
}

// info describes a node. A commit holds no times.
type info struct{ n *node }

func (i info) Name() string       { return i.n.name }
func (i info) Size() int64        { return i.n.size }
func (i info) Mode() fs.FileMode  { return i.n.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.n.mode.IsDir() }
func (i info) Sys() any           { return nil }

type file struct {
	node *node
	*bytes.Reader
}

func (f *file) Stat() (fs.FileInfo, error) { return info{f.node}, nil }
func (f *file) Close() error               { return nil }

type folder struct {
	node *node
	left []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return info{f.node}, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.node.name, Err: errors.New("is a directory")}
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.left)
	} else if len(f.left) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.left))
	list := f.left[:n]
	f.left = f.left[n:]
	return list, nil
}
