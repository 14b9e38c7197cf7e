package view

import (
	"fmt"
)

// Defeat is the error of a page that can't be made, by a fault of the program or by what one file holds:
// the last line of defence, so that it costs no other page.
type Defeat struct {
	Path  string // of the file that the page is about; empty where it is about several
	Cause any    // what went wrong: an error, or the value of a panic
}

func (d *Defeat) Error() string { return fmt.Sprintf("a page can't be made: %v", d.Cause) }

// Guard carries out work. A panic ends it and is told, unless the work is outside: then it is one of who
// takes the pages, and theirs.
func Guard(tell func(cause any) (goOn bool), work func(outside *bool) bool) (goOn bool) {
	outside := false
	defer func() {
		if outside {
			return
		}
		if cause := recover(); cause != nil {
			goOn = tell(cause)
		}
	}()
	return work(&outside)
}
