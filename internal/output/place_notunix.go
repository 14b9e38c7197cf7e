//go:build !unix

package output

func isNotFolder(error) bool { return false }

// isMount is not to be had here; the exchange itself fails then.
func isMount(string) bool { return false }
