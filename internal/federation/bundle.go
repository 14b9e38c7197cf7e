package federation

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"hindcast/internal/attachment"
	"hindcast/internal/corpus"
	"hindcast/internal/disclose"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/signature"
)

// The files of a bundle that say what is in it, beside the records.
const (
	manifestFile  = "manifest.json"
	signatureFile = "manifest.json.sig"
)

// Manifest says what is in a bundle. Its signature vouches for all of it.
type Manifest struct {
	Format       string            `json:"format"` // bundleFormat
	Organisation string            `json:"organisation,omitempty"`
	Mark         string            `json:"mark"`  // the highest that the bundle may hold
	Made         string            `json:"made"`  // as RFC 3339 has it
	Files        map[string]string `json:"files"` // SHA-256 by path
}

const bundleFormat = "hindcast-bundle-1"

// Bounds of what is read of a bundle, in bytes.
const (
	mostPacked   = 256 << 20
	mostUnpacked = 256 << 20
	mostFiles    = 200_000
)

// Bundle is what those may see of a repository who see up to a mark, as one file. Comments in front matter and settings
// that only matter to who runs the repository are not in it, and pictures are without their metadata, whatever the mark;
// Commented are the files whose text holds comments, which are in it although no page shows them.
type Bundle struct {
	Manifest  Manifest
	Commented []string
	files     archive
}

// NewBundle gathers the files of a bundle.
func NewBundle(c *corpus.Corpus, d *disclose.Disclosure, mark string, now time.Time) (*Bundle, error) {
	b := &Bundle{files: archive{}, Manifest: Manifest{
		Format: bundleFormat, Organisation: c.Log.Config.Organisation, Mark: mark, Made: now.UTC().Format(time.RFC3339),
		Files: map[string]string{},
	}}
	assets := map[string]bool{}
	for _, asset := range d.Log.Assets {
		assets[asset.Path] = true
	}
	limit := int64(c.Log.Config.Limit(incident.LimitAsset))
	err := d.Each(c, func(name string, text []byte) error {
		top, _, isBelow := strings.Cut(name, "/")
		if !isBelow || top != "incidents" && top != "knowledge" {
			return nil
		}
		switch {
		case assets[name]:
			published, err := attachment.Publish(name, text, limit, false)
			if err != nil {
				return fmt.Errorf("read %s, which a text refers to: %w", name, err)
			}
			text = published.Data
		case strings.HasSuffix(name, ".md"):
			doc, _ := frontmatter.Parse(text, frontmatter.Limits{Bytes: len(text), Nodes: len(text), Depth: len(text)})
			if doc == nil {
				return fmt.Errorf("the front matter of %s can't be read", name)
			}
			bare, err := frontmatter.WithoutComments(doc)
			if err != nil {
				return fmt.Errorf("take the comments out of %s: %w", name, err)
			}
			text = bare
			if bytes.Contains(text[frontmatter.Body(text):], []byte("<!--")) {
				b.Commented = append(b.Commented, name)
			}
		}
		b.files[name] = text
		return nil
	})
	if err != nil {
		return nil, err
	}
	if b.files[load.ConfigFile], err = shared(&c.Log.Config.Written); err != nil {
		return nil, err
	}
	for name, text := range b.files {
		b.Manifest.Files[name] = digest(text)
	}
	return b, nil
}

// shared are the settings that reading the records depends on, without what only matters to the one who keeps them.
func shared(s *incident.Settings) ([]byte, error) {
	text, err := frontmatter.Marshal(&incident.Settings{
		Title: s.Title, Organisation: s.Organisation, Language: s.Language, Timezone: s.Timezone, IDs: s.IDs, Types: s.Types,
		Severities: s.Severities, Causes: s.Causes, Frameworks: s.Frameworks, Limits: s.Limits, CustomFields: s.CustomFields,
		Sections: s.Sections, Rules: s.Rules,
	})
	if err != nil {
		return nil, fmt.Errorf("write the settings of the bundle: %w", err)
	}
	return text, nil
}

// Records is how many files of records a bundle holds.
func (b *Bundle) Records() int {
	n := 0
	for name := range b.files {
		if strings.HasPrefix(name, "incidents/") && strings.HasSuffix(name, ".md") {
			n++
		}
	}
	return n
}

// Packed is the bundle with a signature of its manifest.
func (b *Bundle) Packed(sign func(manifest []byte) ([]byte, error)) ([]byte, error) {
	manifest, err := json.MarshalIndent(b.Manifest, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	signed, err := sign(manifest)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(b.files)
	all[manifestFile], all[signatureFile] = manifest, signed
	return all.bytes(zip.Deflate)
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// openBundle is the files of a bundle whose signature is by one of the signers.
func openBundle(ctx context.Context, file, signers string) (fs.FS, error) {
	if signers == "" {
		return nil, unread("write signers: FILE, with the key of who sent it", "it is not said whose signature the bundle must have")
	}
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, unread("put the file there", "the bundle can't be read: %v", errors.Unwrap(err))
	case !info.Mode().IsRegular() || info.Size() > mostPacked:
		return nil, unread("", "the bundle is no file of up to %d MiB", mostPacked>>20)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return readBundle(data, func(manifest, signed []byte) error {
		_, err := signature.Check(ctx, signers, manifest, signed)
		return err
	})
}

// readBundle is the files of a bundle whose signature holds. Nothing is unpacked that the signed manifest does not list.
func readBundle(data []byte, check func(manifest, signed []byte) error) (fs.FS, error) {
	const remedy = "ask the sender for another copy"
	packed, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(packed.File) > mostFiles {
		return nil, unread(remedy, "the file is no bundle, or not whole")
	}
	if again, err := repacked(packed.File); err != nil || again != digest(data) {
		return nil, unread(remedy, "the bundle was changed since it was packed: it holds something beside the files that were signed")
	}
	left := int64(mostUnpacked)
	unpack := func(f *zip.File) ([]byte, error) {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		defer r.Close()
		text, err := io.ReadAll(io.LimitReader(r, left+1))
		if left -= int64(len(text)); err == nil && left < 0 {
			err = fmt.Errorf("it unpacks to more than %d MiB", mostUnpacked>>20)
		}
		return text, err
	}
	head := map[string][]byte{manifestFile: nil, signatureFile: nil}
	for _, f := range packed.File {
		if _, wanted := head[f.Name]; wanted {
			if head[f.Name], err = unpack(f); err != nil {
				return nil, unread(remedy, "the bundle can't be read: %v", err)
			}
		}
	}
	var manifest Manifest
	if json.Unmarshal(head[manifestFile], &manifest) != nil || manifest.Format != bundleFormat {
		return nil, unread(remedy, "the file is no bundle of a form that this version knows")
	}
	if err := check(head[manifestFile], head[signatureFile]); err != nil {
		var hinted interface{ Hint() string }
		hint := remedy
		if errors.As(err, &hinted) {
			hint = hinted.Hint()
		}
		return nil, unread(hint, "%v", err)
	}
	files := archive{}
	for _, f := range packed.File {
		want, isListed := manifest.Files[f.Name]
		if _, isHead := head[f.Name]; isHead {
			continue
		}
		if !isListed || !fs.ValidPath(f.Name) || files[f.Name] != nil {
			return nil, unread(remedy, "the bundle holds %q, which its manifest does not list", f.Name)
		}
		text, err := unpack(f)
		if err != nil || digest(text) != want {
			return nil, unread(remedy, "%s in the bundle is not what the sender signed", f.Name)
		}
		files[f.Name] = text
	}
	for _, name := range slices.Sorted(maps.Keys(manifest.Files)) {
		if files[name] == nil {
			return nil, unread(remedy, "%s is missing from the bundle", name)
		}
	}
	if len(packed.File) != len(files)+len(head) {
		return nil, unread(remedy, "the bundle holds its manifest twice")
	}
	return files.fs()
}
