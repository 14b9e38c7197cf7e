package load

import (
	"fmt"
	"io/fs"
	"sync"
	"time"

	"hindcast/internal/cache"
	"hindcast/internal/disk"
	"hindcast/internal/incident"
)

// Memory keeps what was read of files, so that those that did not change are not read again. It is safe for
// concurrent use. What it gives back is shared and is not to be changed.
type Memory struct {
	clock func() time.Time
	cache *cache.Cache // of all that was read, by its bytes; nil for none

	mu       sync.Mutex
	settings string // what reading depended on beside the files
	files    map[string]remembered
}

// remembered is what was read of a file.
type remembered struct {
	size    int64
	changed time.Time // as disk.Changed says
	looked  time.Time // before it was read
	value   any       // *incident.Record, *incident.System or *incident.Article
}

// NewMemory makes an empty memory. The clock is that of the file system.
func NewMemory(clock func() time.Time) *Memory {
	return &Memory{clock: clock, files: map[string]remembered{}}
}

// OpenMemory makes a memory with the cache in a folder, which outlives it. Program names what reads the files: what
// another one read is not found.
func OpenMemory(clock func() time.Time, folder, program string) *Memory {
	m := NewMemory(clock)
	m.cache = cache.Open(folder, program)
	return m
}

// Forget removes the cache in a folder, which may hold the text of what was erased.
func Forget(folder string) error { return cache.Remove(folder) }

// Save keeps what was read beyond the process, where there is a cache.
func (m *Memory) Save() error {
	if m == nil {
		return nil
	}
	return m.cache.Save()
}

// use prepares for the files there are, read with some settings; it forgets all others.
func (m *Memory) use(settings string, found []source) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := map[string]remembered{}
	for _, src := range found {
		if was, ok := m.files[src.name]; ok && m.settings == settings {
			kept[src.name] = was
		}
	}
	m.files, m.settings = kept, settings
}

// recall is what was read of a file that did not change since; nil where it did. What is read of it now is to be
// kept.
func (m *Memory) recall(src source) (was any, keep func(value any)) {
	if m == nil || src.err != nil {
		return nil, func(any) {}
	}
	now := m.clock()
	info, err := fs.Stat(src.fsys, src.name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, func(any) {}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.files[src.name]
	if changed := disk.Changed(info); ok && r.size == info.Size() && r.changed.Equal(changed) && !changed.IsZero() &&
		r.changed.Before(r.looked.Add(-cache.Unsure)) {
		return r.value, nil
	}
	return nil, func(value any) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.files[src.name] = remembered{info.Size(), disk.Changed(info), now, value}
	}
}

// settled is what reading a file depends on beside it.
func settled(limits Limits, c incident.Config, people []string) string {
	return fmt.Sprintf("%+v %q %s %q %q %q", limits, c.Sections, c.IDs.Pattern, c.Joined, people, c.Articles)
}
