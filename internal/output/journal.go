package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"hindcast/internal/disk"
)

// The names in a workplace.
const (
	journalName = "journal"
	siteName    = "site"
	oldName     = "old"
)

// workplace is how the names of the workplaces of a target begin. A long name is cut: the journal has
// it in full.
func workplace(target string) string {
	const room = longestName - len("..hindcast-") - 13 // digits of the largest number of 64 bits in base 36
	if len(target) > room {
		target = strings.ToValidUTF8(target[:room], "")
	}
	return "." + target + ".hindcast-"
}

// isWorkplace reports whether a name has the form of a workplace's.
func isWorkplace(name, target string) bool {
	random, ok := strings.CutPrefix(name, workplace(target))
	_, err := strconv.ParseUint(random, 36, 64)
	return ok && err == nil && random == strings.ToLower(random)
}

// magic is the first line of a journal. A second tells the target and what is kept, and each line
// after it one path, as JSON. The line exchanging comes before the exchange.
const (
	magic      = "hindcast build, journal 1\n"
	exchanging = "exchange\n"
)

// maxJournal is how many bytes of a journal are read.
const maxJournal = maxManifest

type journal struct {
	Target string   `json:"target"`
	Keep   []string `json:"keep,omitempty"`
	paths  []string
	// exchanged means that the folder of the new site may hold the old one since.
	exchanged bool
}

func journalHead(target string, keep []string) ([]byte, error) {
	line, err := json.Marshal(journal{Target: target, Keep: keep})
	if err != nil {
		return nil, fmt.Errorf("begin the journal: %w", err)
	}
	return append([]byte(magic), append(line, '\n')...), nil
}

// note adds a path to the journal, before it is made.
func (t *Tree) note(name string) error {
	line, err := json.Marshal(name)
	if err == nil {
		_, err = t.journal.Write(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// seal ends the journal. What is in it stays in force until the workplace is cleared.
func (t *Tree) seal() error {
	if t.journal == nil {
		return nil
	}
	f := t.journal
	t.journal = nil
	return f.Close()
}

// readJournal reads the journal of a workplace, as far as it was written; nil where none of ours is there.
func readJournal(around fs.FS, work string) (*journal, error) {
	name := path.Join(work, journalName)
	info, err := fs.Lstat(around, name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	data, err := disk.ReadFile(around, name, maxJournal)
	if err != nil {
		return nil, err
	}
	return parseJournal(data), nil
}

func parseJournal(data []byte) *journal {
	j := &journal{}
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		if strings.HasPrefix(magic, string(data)) {
			return j // the build ended in the middle of its first line, and wrote nothing else
		}
		return nil
	}
	head, rest, whole := bytes.Cut(rest, []byte("\n"))
	if !whole {
		return j
	}
	if json.Unmarshal(head, j) != nil {
		return nil
	}
	for line := range bytes.Lines(rest) {
		var name string
		switch {
		case string(line) == exchanging:
			j.exchanged = true
		case line[len(line)-1] == '\n' && json.Unmarshal(line, &name) == nil && isPath(name):
			j.paths = append(j.paths, name)
		}
	}
	return j
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
