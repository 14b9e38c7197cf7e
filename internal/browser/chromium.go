// Package browser tests a generated site in Chromium, against the program as a process of its own.
// It is a module of its own, so that what drives the browser stays out of the program's
// dependencies; after a change of the program's go.mod, run go mod tidy here too.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/chromedp"
)

// ErrNoChromium tells that no browser is in PATH.
var ErrNoChromium = errors.New("there is no chromium, chromium-browser or google-chrome in PATH; internal/browser/install.sh can install one")

// Find is the path of a Chromium, or ErrNoChromium.
func Find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoChromium
}

// options keep the browser quiet: no window, no network of its own, nothing remembered. The sandbox
// can't be had as root in a container, and only pages made here are opened.
func options(path, profile string) []chromedp.ExecAllocatorOption {
	list := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	list = append(list, chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU)
	// Each window makes two pages for the suggestions below the address bar, which cost more than the window itself;
	// the other two features are those that chromedp turns off.
	const unused = "Translate,BlinkGenPropertyTrees,WebUIOmniboxPopup,WebUIOmniboxAimPopup"
	list = append(list, chromedp.Flag("disable-features", unused))
	for _, name := range []string{"disable-quic", "disable-component-update"} {
		list = append(list, chromedp.Flag(name, true))
	}
	return list
}

// Start runs a browser with a profile of its own. Contexts made from the one that it returns are
// tabs of it; stop ends it and removes the profile.
func Start() (ctx context.Context, stop func(), err error) {
	path, err := Find()
	if err != nil {
		return nil, nil, err
	}
	profile, err := os.MkdirTemp("", "hindcast-chromium-")
	if err != nil {
		return nil, nil, fmt.Errorf("make a profile for the browser: %w", err)
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options(path, profile)...)
	ctx, _ = chromedp.NewContext(allocator)
	stop = func() {
		within, done := context.WithTimeout(ctx, 10*time.Second)
		_ = chromedp.Cancel(within)
		done()
		cancel()
		_ = os.RemoveAll(profile)
	}
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, nil, fmt.Errorf("start %s: %w", path, err)
	}
	return ctx, stop, nil
}
