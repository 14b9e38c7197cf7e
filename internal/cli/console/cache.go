package console

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"hindcast/internal/corpus"
	"hindcast/internal/load"
)

// CacheVariable names the folder of the caches, or is "off".
const CacheVariable = "HINDCAST_CACHE"

// CacheFolder is where the cache of a repository is; empty for none. It lies outside of the repository, whose files
// may come from anyone: who could put a cache there could put anything into the site.
func (a *App) CacheFolder(repo *Repository) string {
	folder := a.Getenv(CacheVariable)
	if folder == "off" {
		return ""
	}
	if folder == "" {
		below, err := userCache(a.Getenv)
		if err != nil {
			return ""
		}
		folder = filepath.Join(below, "hindcast")
	} else if !filepath.IsAbs(folder) {
		folder = filepath.Join(a.Dir, folder)
	}
	root, err := filepath.Abs(repo.Path)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256([]byte(root))
	return filepath.Join(folder, hex.EncodeToString(sum[:10]))
}

// Memory is a memory for a repository with its cache.
func (a *App) Memory(repo *Repository) *load.Memory {
	store := storeOf(a, repo)
	if kept := store.Memory(); kept != nil {
		return kept
	}
	return load.NewMemory(a.Clock)
}

func storeOf(a *App, repo *Repository) corpus.Store {
	return corpus.Store{Folder: a.CacheFolder(repo), Program: Program(), Clock: a.Clock}
}

// Inputs is all that a command reads of a repository and what else it depends on, so that what it makes can be kept for
// the next one. It is nil where nothing can be kept.
func Inputs(ctx context.Context, a *App, repo *Repository, with ...any) *corpus.Inputs {
	store := storeOf(a, repo)
	others, err := othersOf(ctx, a, repo, a.Clock())
	if err != nil {
		return nil
	}
	in, err := store.Inputs(ctx, repo.Path, others.Over(repo.Files), append(with, others.Told())...)
	tellKept(a, err)
	return in
}

// Keep keeps what was made of inputs under a name; see corpus.Inputs.
func Keep(a *App, in *corpus.Inputs, name string, value any) { tellKept(a, in.Keep(name, value)) }

// tellKept tells why something could not be kept, which costs the next command time and nothing else.
func tellKept(a *App, err error) {
	if err != nil && a.Verbose {
		a.Note("%v", err)
	}
}

// ForgetCache removes the cache of a repository, and of its sources.
func (a *App) ForgetCache(repo *Repository) error {
	folder := a.CacheFolder(repo)
	if folder == "" {
		return nil
	}
	err := load.Forget(folder)
	sources, _ := os.ReadDir(cacheOf(folder, "")) // there may be none
	for _, one := range sources {
		err = errors.Join(err, load.Forget(cacheOf(folder, one.Name())))
	}
	return err
}

// cacheOf is where the cache of a repository has that of a source.
func cacheOf(folder, prefix string) string { return filepath.Join(folder, "sources", prefix) }

// userCache is the folder of the user for what can be made again.
func userCache(getenv func(string) string) (string, error) {
	variable, below := "HOME", ".cache"
	switch {
	case runtime.GOOS == "windows":
		variable, below = "LocalAppData", ""
	case runtime.GOOS == "darwin":
		below = filepath.Join("Library", "Caches")
	case filepath.IsAbs(getenv("XDG_CACHE_HOME")):
		variable, below = "XDG_CACHE_HOME", ""
	}
	if !filepath.IsAbs(getenv(variable)) {
		return "", fmt.Errorf("%s names no folder", variable)
	}
	return filepath.Join(getenv(variable), below), nil
}

// Program names this build of the program: its version, and for one that is no release, the file that runs.
func Program() string {
	name := Release
	info, ok := debug.ReadBuildInfo()
	if ok {
		name += " " + info.GoVersion + " " + info.Main.Version + " " + info.Main.Sum
	}
	if !strings.HasSuffix(Release, "-dev") || ok && info.Main.Sum != "" {
		return name
	}
	if path, err := os.Executable(); err == nil {
		if info, err := os.Stat(path); err == nil {
			name += fmt.Sprintf(" %d %d", info.Size(), info.ModTime().UnixNano())
		}
	}
	return name
}
