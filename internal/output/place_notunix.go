//go:build !unix

package output

import "io/fs"

func isNotFolder(error) bool { return false }

// isMount is not to be had here; the exchange itself fails then.
func isMount(string) bool { return false }

// owner is not to be had here: a new folder belongs to whoever makes it.
func owner(fs.FileInfo) (uid, gid int, ok bool) { return 0, 0, false }
