package load

import (
	"crypto/sha256"

	"hindcast/internal/cache"
	"hindcast/internal/cache/codec"
	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// kept is what was read of a file in a form that can be written. The file in the value has neither text nor places.
type kept[T any] struct {
	Value  T
	Text   markdown.Kept
	Places frontmatter.Kept
}

// shelf keeps what is read of one kind of files, a record for one, in a cache.
type shelf[T any] struct {
	kind  string
	codec *codec.Codec[kept[T]]
	file  func(*T) *incident.File
}

func newShelf[T any](kind string, file func(*T) *incident.File) *shelf[T] {
	return &shelf[T]{kind, codec.For[kept[T]](), file}
}

// key depends on all that reading a file depends on: the settings, its kind, its path, and its bytes by their sum.
func (l *Loader) key(kind, path string, sum [sha256.Size]byte) cache.Key {
	return sha256.Sum256([]byte(l.settled + "\x00" + kind + "\x00" + path + "\x00" + string(sum[:])))
}

// get is what was read before of a file with these bytes.
func (s *shelf[T]) get(l *Loader, path string, text []byte, into *T) bool {
	if l.memory == nil || l.memory.cache == nil {
		return false
	}
	sum := sha256.Sum256(text)
	data, ok := l.memory.cache.Get(l.key(s.kind, path, sum))
	var k kept[T]
	if !ok || s.codec.Read(data, &k) != nil {
		return false
	}
	lines := diag.NewLines(text)
	*into = k.Value
	file := s.file(into)
	file.Text, file.Places = l.parser.Restore(&k.Text, lines), k.Places.Restore(lines)
	return true
}

// put keeps what was read of a file.
func (s *shelf[T]) put(l *Loader, value *T) {
	file := s.file(value)
	places, ok := file.Places.(*frontmatter.Places)
	if !ok || l.memory == nil || l.memory.cache == nil {
		return
	}
	k := kept[T]{Value: *value, Text: file.Text.Keep(), Places: places.Keep()}
	s.file(&k.Value).Text = markdown.Text{}
	l.memory.cache.Put(l.key(s.kind, file.Path, file.Sum), s.codec.Append(nil, &k))
}
