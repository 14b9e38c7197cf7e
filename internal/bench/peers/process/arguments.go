package process

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Memory is a folder of a file system in memory, where the system has one: what is measured writes there.
func Memory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}

// ReadSizes reads numbers of records such as 1000,10000.
func ReadSizes(list string) (sizes []int, err error) {
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number of records", text)
		}
		sizes = append(sizes, n)
	}
	return sizes, nil
}
