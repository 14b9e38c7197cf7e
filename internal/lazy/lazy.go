// Package lazy makes values when they are first asked for, so that a command does not wait for what it has no use for.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp compiles an expression at the first call. It panics there, at each call, if the expression is none.
func Regexp(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
