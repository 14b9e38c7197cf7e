package load

import (
	"crypto/sha256"

	"hindcast/internal/cache"
	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/markdown"
)

// kept is what was read of a file in a form that can be written. The file in the value has neither text nor places.
type kept[T any] struct {
	Value  T
	Text   markdown.Kept
	Places frontmatter.Kept
}

// key depends on all that reading a file depends on: the settings, its kind, its path, and its bytes by their sum.
func (l *Loader) key(kind, path string, sum [sha256.Size]byte) cache.Key {
	return sha256.Sum256([]byte(l.settled + "\x00" + kind + "\x00" + path + "\x00" + string(sum[:])))
}

// get is what was read before of a file with these bytes.
func (k *kind[T]) get(l *Loader, path string, text []byte, into *T) bool {
	if l.memory == nil || l.memory.cache == nil {
		return false
	}
	sum := sha256.Sum256(text)
	data, ok := l.memory.cache.Get(l.key(k.name, path, sum))
	var was kept[T]
	if !ok || k.codec.Read(data, &was) != nil {
		return false
	}
	lines := diag.NewLines(text)
	*into = was.Value
	file := k.file(into)
	file.Text, file.Places = l.parser.Restore(&was.Text, lines), was.Places.Restore(lines)
	return true
}

// put keeps what was read of a file.
func (k *kind[T]) put(l *Loader, value *T) {
	file := k.file(value)
	places, ok := file.Places.(*frontmatter.Places)
	if !ok || l.memory == nil || l.memory.cache == nil {
		return
	}
	now := kept[T]{Value: *value, Text: file.Text.Keep(), Places: places.Keep()}
	k.file(&now.Value).Text = markdown.Text{}
	l.memory.cache.Put(l.key(k.name, file.Path, file.Sum), k.codec.Append(nil, &now))
}
