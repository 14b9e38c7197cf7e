package history

import (
	"context"
	"slices"
	"strings"
)

// longestName is the bytes of the longest name that is taken for one of a person.
const longestName = 200

// Authors are the names of those who wrote and committed up to HEAD, as the repository's mailmap has
// them, sorted; none before the first commit.
func (r *Repo) Authors(ctx context.Context) ([]string, error) {
	head, err := r.resolve(ctx, "HEAD")
	if err != nil || head == "" {
		return nil, err
	}
	out, err := r.run(ctx, "log", "-z", "--format=%aN%n%cN", "--end-of-options", string(head))
	if err != nil {
		return nil, err
	}
	names := strings.FieldsFunc(string(out), func(c rune) bool { return c == '\n' || c == 0 })
	names = slices.DeleteFunc(names, func(name string) bool { return len(name) > longestName })
	slices.Sort(names)
	return slices.Compact(names), nil
}
