package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"hindcast/internal/git"
)

// Change is a commit that changed a file. Who made it never leaves this package.
type Change struct {
	Hash    string
	Short   string    // its first ten digits, which do not depend on the clone
	When    time.Time // the date of the commit, in UTC
	Subject string    // first line of the message, as UTF-8, of up to 300 characters
}

// longestSubject is how many characters of a subject are kept.
const longestSubject = 300

// subject is what is kept of the first line of a message. It is cut between words, so that no name that
// is withheld from some reader is left in part.
func subject(line string) string {
	line = strings.ToValidUTF8(line[:min(len(line), longestSubject*utf8.UTFMax+1)], "\uFFFD")
	runes := []rune(line)
	if len(runes) <= longestSubject {
		return line
	}
	line = string(runes[:longestSubject-1])
	if end := strings.LastIndexByte(line, ' '); end >= 0 {
		line = line[:end]
	}
	return line + "…"
}

// newestKept is how many changes are kept of each file.
const newestKept = 20

// FileLog is what changed a file.
type FileLog struct {
	Newest []Change  // up to 20, newest first
	Count  int       // of all changes that are known
	First  time.Time // of the first of them
}

// Log is what changed each file of a records repository.
type Log struct {
	Files      map[string]FileLog // by path, slash-separated, relative to the records repository
	Absent     bool               // there is no Git, no repository or no commit to ask
	Incomplete bool               // the clone is shallow or partial: there may have been more
}

// Changes reads what changed the files below a folder up to HEAD, in one pass over the history. A
// file is followed through renames, as far as git detects them below the folder. Merges are left
// out: the commits that they brought are there themselves. The oldest commits of a shallow clone are
// left out too, since they seem to add every file. An error means that git failed; that there is
// nothing to ask is none.
func Changes(ctx context.Context, dir string) (Log, error) {
	repo, err := Open(ctx, dir)
	var reason *Error
	if errors.As(err, &reason) {
		return Log{Absent: true}, nil
	}
	var log Log
	if err == nil {
		log, err = repo.changes(ctx)
	}
	if err != nil {
		return Log{}, fmt.Errorf("read the history of the files: %w", err)
	}
	return log, nil
}

func (r *Repo) changes(ctx context.Context) (Log, error) {
	head, err := r.resolve(ctx, "HEAD")
	if err != nil || head == "" {
		return Log{Absent: true}, err
	}
	ends, err := r.ends(ctx)
	if err != nil {
		return Log{}, err
	}
	log := Log{Incomplete: r.shallow}
	out, err := r.log(ctx, head, "--find-renames")
	if lacksFiles(err) { // renames are found by content
		log.Incomplete = true
		out, err = r.log(ctx, head, "--no-renames")
	}
	switch {
	case lacksFiles(err):
		return log, nil
	case err != nil:
		return Log{}, err
	}
	log.Files, err = follow(out, ends)
	return log, err
}

// lacksFiles reports an error that a partial clone gives.
func lacksFiles(err error) bool {
	var reason *Error
	return errors.As(err, &reason) && reason.Reason == Partial
}

// log lists the commits that changed files of the records repository, each with what it changed.
func (r *Repo) log(ctx context.Context, head Commit, renames string) ([]byte, error) {
	return r.run(ctx, "log", "-z", "--name-status", renames, "--no-merges", "--date-order", "--relative",
		"--full-history", // or a branch whose changes were undone in its merge would be missing
		"--no-follow", "--no-notes", "--no-ext-diff", "--no-textconv", "--encoding=UTF-8", "--format=%H%x00%cI%x00%s",
		"--end-of-options", string(head), "--", ".")
}

// follower gathers changes by the names that files have today, while it goes back in time.
type follower struct {
	files map[string]FileLog
	today map[string]string // by the name at the time; empty for an earlier file of that name
}

// touched is a file in a commit.
type touched struct{ before, name string }

// follow reads what log prints: id, date and subject of each commit, then for each file its status
// and its name, or two names where it was renamed or copied; a NUL after each.
func follow(out []byte, ends map[string]bool) (map[string]FileLog, error) {
	f := &follower{map[string]FileLog{}, map[string]string{}}
	fields := strings.Split(string(bytes.TrimSuffix(out, []byte{0})), "\x00")
	for i := 0; i < len(fields) && len(out) > 0; {
		if i+2 >= len(fields) || !git.IsID(fields[i]) {
			return nil, fmt.Errorf("git log answered %q", cut(fields[i]))
		}
		change := Change{Hash: fields[i], Short: fields[i][:10], Subject: subject(fields[i+2])}
		if when, err := time.Parse(time.RFC3339, fields[i+1]); err == nil { // a forged date can be anything
			change.When = when.UTC()
		}
		files, n := filesOf(fields[i+3:])
		i += 3 + n
		if !ends[change.Hash] {
			f.add(change, files)
		}
	}
	return f.files, nil
}

// filesOf reads the files of a commit, and reports how many fields they took.
func filesOf(fields []string) (files []touched, n int) {
	for n+1 < len(fields) {
		status := strings.TrimPrefix(fields[n], "\n")
		switch {
		case status == "" || len(status) > len("R100"): // the next commit
			return files, n
		case status[0] == 'R' && n+2 < len(fields):
			files = append(files, touched{fields[n+1], fields[n+2]})
			n += 3
		case status[0] == 'C' && n+2 < len(fields):
			files = append(files, touched{"", fields[n+2]})
			n += 3
		default:
			files = append(files, touched{"", fields[n+1]})
			n += 2
		}
	}
	return files, n
}

// add notes a commit with its files. Before it those that it renamed had other names.
func (f *follower) add(change Change, files []touched) {
	earlier := map[string]string{}
	for _, t := range files {
		name, renamed := f.today[t.name]
		if !renamed {
			name = t.name
		}
		if name != "" {
			f.note(name, change)
		}
		if t.before != "" {
			earlier[t.before] = name
		}
	}
	for _, t := range files {
		if t.before != "" {
			f.today[t.name] = ""
		}
	}
	for before, name := range earlier {
		f.today[before] = name
	}
}

func (f *follower) note(name string, change Change) {
	log := f.files[name]
	log.First = change.When
	if log.Count++; log.Count <= newestKept {
		log.Newest = append(log.Newest, change)
	}
	f.files[name] = log
}
