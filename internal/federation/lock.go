package federation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"hindcast/internal/disk"
	"hindcast/internal/git"
	"hindcast/internal/incident"
)

// LockFile names the commit of each source that is a Git repository, so that everybody reads the same.
const LockFile = "hindcast.lock"

// Folder holds what was fetched, in the root of a repository. Nothing in it is committed.
const Folder = ".hindcast"

// Lock is the lock file.
type Lock struct {
	Sources map[incident.Prefix]Pin `json:"sources"`
}

// Pin is the commit at which a source is read.
type Pin struct {
	Git    string `json:"git"`
	Branch string `json:"branch,omitempty"`
	Commit string `json:"commit"`
}

// longestLock is in bytes.
const longestLock = 1 << 20

// ReadLock reads the lock file, and returns its bytes; nil where there is none.
func ReadLock(own fs.FS) (Lock, []byte, error) {
	var lock Lock
	text, err := disk.ReadFile(own, LockFile, longestLock)
	if errors.Is(err, fs.ErrNotExist) {
		return lock, nil, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &lock)
	}
	if err != nil {
		return lock, nil, unread("remove it and run hindcast fetch", "%s can't be read: %v", LockFile, err)
	}
	return lock, text, nil
}

// Bytes is the lock file as it is written.
func (l Lock) Bytes() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(l); err != nil {
		return nil, fmt.Errorf("write %s: %w", LockFile, err)
	}
	return out.Bytes(), nil
}

// of is the pin of a source; false where there is none, or it is of another address or branch.
func (l Lock) of(s *incident.LogSource) (Pin, bool) {
	pin, ok := l.Sources[s.Prefix]
	return pin, ok && pin.Git == s.Git && pin.Branch == s.Branch && git.IsID(pin.Commit)
}

// pinned is the commit of a source.
func pinned(own fs.FS, s *incident.LogSource) (string, error) {
	lock, _, err := ReadLock(own)
	if err != nil {
		return "", err
	}
	pin, ok := lock.of(s)
	if !ok {
		return "", unread("run hindcast fetch, and commit "+LockFile, "%s names no commit of it", LockFile)
	}
	return pin.Commit, nil
}

// fetched is where the commits of a source are that were fetched, each as a folder.
func fetched(prefix incident.Prefix) string { return path.Join(Folder, "sources", string(prefix)) }
