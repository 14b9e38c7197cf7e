package load

import (
	"encoding/json"
	"io/fs"

	"hindcast/internal/disk"
	"hindcast/internal/incident"
)

// joined is what the sources whose records are in a file system say of themselves; none where there are none.
func (l *Loader) joined(fsys fs.FS) (list []incident.Joined) {
	if text, err := disk.ReadFile(fsys, JoinedFile, l.limits.File); err == nil && json.Unmarshal(text, &list) != nil {
		return nil
	}
	return list
}
