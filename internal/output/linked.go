package output

import (
	"io/fs"
	"path"

	"hindcast/internal/disk"
)

// lastSite is the site that is replaced: its files that are as its manifest says, by path, and their sums. What has not
// changed is taken over from there as a second name of the same file, which keeps its time, so that nothing that copies
// sites by time copies it again.
type lastSite struct {
	seen  map[string]fs.FileInfo
	files map[string]File
	fresh fs.FileInfo // a file that this build wrote; nil before the first
}

// link takes a file over from the last site, and reports whether the site has it now with this sum. It gives up for
// good where the system has no such names.
func (t *Tree) link(name, sum string) bool {
	was, there := t.last.seen[name]
	if !there || t.last.fresh == nil || t.last.files[name].SHA256 != sum || !alike(was, t.last.fresh) {
		return false
	}
	to := path.Join(t.work, siteName, name)
	if err := t.disk.Link(path.Join(t.target, name), to); err != nil {
		t.last.seen = nil
		return false
	}
	if now, err := t.disk.Lstat(to); err == nil && untouched(was, now) && alike(was, now) {
		return true
	}
	return t.disk.Remove(to) != nil // then writing it fails, and tells why
}

// alike reports whether two files have the same mode and owner.
func alike(a, b fs.FileInfo) bool {
	uid, gid, _ := disk.Owner(a)
	uid2, gid2, _ := disk.Owner(b)
	return a.Mode() == b.Mode() && uid == uid2 && gid == gid2
}
