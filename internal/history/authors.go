package history

import (
	"context"
	"slices"
	"strings"
)

// Authors are the names of those who wrote and committed up to HEAD, as the repository's mailmap has
// them, sorted; none before the first commit.
func (r *Repo) Authors(ctx context.Context) ([]string, error) {
	if _, err := r.resolve(ctx, "HEAD"); err != nil {
		return nil, nil //nolint:nilerr // there is no commit yet, and so no author
	}
	out, err := r.run(ctx, "log", "-z", "--format=%aN%n%cN", "--end-of-options", "HEAD")
	if err != nil {
		return nil, err
	}
	names := strings.FieldsFunc(string(out), func(c rune) bool { return c == '\n' || c == 0 })
	slices.Sort(names)
	return slices.Compact(names), nil
}
