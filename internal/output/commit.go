package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/progress"
)

// look makes sure that the target holds nothing but what a build wrote and what is kept, and that this
// user can replace all of it.
func (t *Tree) look() error {
	if _, err := t.disk.Lstat(t.target); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	site, err := fs.Sub(t.disk.FS(), t.target)
	if err != nil {
		return err
	}
	if _, err := fs.Lstat(site, settingsName); err == nil {
		return refuse(otherFolder, "it holds %s, so it is a records repository", settingsName)
	}
	m, _, err := ReadManifest(site)
	if errors.Is(err, ErrNoManifest) {
		m, err = &Manifest{}, nil
	}
	if err != nil {
		return err
	}
	s := newSurvey(site, m.Files, t.opts.About.Keep)
	s.before = t.before
	if err := s.run(); err != nil {
		return err
	}
	t.before, t.last.seen, t.last.files = s.seen, s.seen, s.files
	if err := s.refusal(); err != nil {
		return err
	}
	return t.checkRights(s)
}

// refusal is why a folder is not replaced; nil where it may be.
func (s *survey) refusal() error {
	for _, name := range s.Extra {
		if strings.TrimSuffix(name, "/") == ".git" {
			return refuse("if the site is published from this work tree, keep it: --keep .git, or keep: [.git] in hindcast.yaml; else "+otherFolder, "it is a work tree of Git")
		}
	}
	const away = "move them away, remove the folder where nothing in it is of use, or " + otherFolder
	const hint = away + "; hindcast build --keep NAME leaves a file that the host needs"
	switch {
	case len(s.Extra) > 0 && len(s.Changed) > 0:
		return refuse(hint, "the folder holds files that no build wrote (%s), and others that were changed since (%s)",
			first(s.Extra), first(s.Changed))
	case len(s.Extra) > 0:
		return refuse(hint, "the folder holds files that no build wrote: %s", first(s.Extra))
	case len(s.Changed) > 0:
		return refuse(away, "the folder holds files that were changed since a build wrote them: %s", first(s.Changed))
	}
	return nil
}

// shown is how many names a message holds.
const shown = 5

func first(names []string) string {
	rest := len(names) - shown
	if rest > 0 {
		names = names[:shown]
	}
	text := diag.Printable(strings.Join(names, ", "))
	if rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}

// checkRights makes sure that everything in the target can be moved and removed, before anything is.
func (t *Tree) checkRights(s *survey) error {
	for _, name := range append(s.entered, s.kept...) {
		full := path.Join(t.target, name)
		if info, err := t.disk.Lstat(full); err != nil || !info.IsDir() {
			continue
		}
		if err := t.disk.Writable(full); err != nil {
			return fmt.Errorf("replace the old site: %w", err)
		}
	}
	return nil
}

// Commit writes the manifest and puts the new site in the place of the old one, if that still holds
// nothing but what a build wrote. The error is a *Refusal where it does not.
func (t *Tree) Commit(ctx context.Context) error {
	if err := t.state(ctx); err != nil {
		return err
	}
	defer progress.Begin(t.opts.Tell, progress.Stage{Name: "putting it in place"}).End()
	if err := t.disk.SyncAll(path.Join(t.work, siteName)); err != nil {
		return fmt.Errorf("write the site to the medium: %w", err)
	}
	release, err := t.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := t.look(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err // from here on it goes through
	}
	if err := t.exchange(); err != nil {
		return err
	}
	work := t.work
	t.work = ""
	if err := t.disk.Sync("."); err != nil {
		return fmt.Errorf("the new site is in place, but may not outlast a loss of power: %w", err)
	}
	if err := t.clear(work, t.before); err != nil {
		return fmt.Errorf("the new site is in place, but the old one lies in %s still: %w", work, err)
	}
	return nil
}

// state writes the manifest and its signature.
func (t *Tree) state(ctx context.Context) error {
	m := Manifest{Form: form, About: t.opts.About, Files: append([]File{}, t.files...)}
	data, err := m.bytes()
	if err != nil {
		return err
	}
	if err := t.put(File{Path: ManifestName}, data); err != nil || t.opts.Sign == nil {
		return err
	}
	signature, err := t.opts.Sign(ctx, data)
	if err != nil {
		return err
	}
	return t.put(File{Path: SignatureName}, signature)
}

// exchange puts the new site in the place of the old one.
func (t *Tree) exchange() error {
	site := path.Join(t.work, siteName)
	old, err := t.disk.Lstat(t.target)
	if errors.Is(err, fs.ErrNotExist) {
		if err := t.seal(); err != nil {
			return fmt.Errorf("end the journal: %w", err)
		}
		return t.place(site)
	}
	if err == nil {
		err = t.adopt(site, old)
	}
	if err == nil {
		_, err = t.journal.Write([]byte(exchanging))
	}
	if err == nil {
		err = t.journal.Sync()
	}
	if err == nil {
		err = t.seal() // some systems move no folder with an open file in it
	}
	if err != nil {
		return fmt.Errorf("prepare to exchange the sites: %w", err)
	}
	if err := t.disk.Exchange(t.target, site); err == nil {
		return nil
	}
	return t.swap(site)
}

func (t *Tree) place(site string) error {
	if err := t.disk.Rename(site, t.target); err != nil {
		return fmt.Errorf("put the site in place: %w", err)
	}
	return nil
}

// swap takes two steps where the system has no single one. If the second fails, the first is undone.
func (t *Tree) swap(site string) error {
	old := path.Join(t.work, oldName)
	if err := t.disk.Rename(t.target, old); err != nil {
		return fmt.Errorf("put the old site aside: %w", err)
	}
	if err := t.place(site); err != nil {
		if back := t.disk.Rename(old, t.target); back != nil {
			return fmt.Errorf("%w; the old site lies in %s, and the next build puts it back", err, old)
		}
		return err
	}
	return nil
}

// adopt gives the new folder the mode of the old one, and its owner where this user may.
func (t *Tree) adopt(site string, old fs.FileInfo) error {
	now, err := t.disk.Lstat(site)
	if err != nil {
		return err
	}
	if uid, gid, ok := disk.Owner(old); ok {
		if u, g, _ := disk.Owner(now); u != uid || g != gid {
			if err := t.disk.Chown(site, uid, gid); err != nil && !errors.Is(err, fs.ErrPermission) {
				return err
			}
		}
	}
	const bits = fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky
	if old.Mode()&bits == now.Mode()&bits {
		return nil
	}
	return t.disk.Chmod(site, old.Mode()&bits)
}
