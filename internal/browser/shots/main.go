// Command shots takes pictures of the pages of a site, so that people can look at them:
//
//	go run ./shots -base http://127.0.0.1:4141/ -out /tmp/shots
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"hindcast/internal/browser"
)

// pages are those of the demo.
var pages = []struct{ name, path string }{
	{"home", ""},
	{"incident", "incidents/inc-2026-0007/"},
	{"incident-open", "incidents/inc-2026-0030/"},
	{"incidents", "incidents/"},
	{"trends", "trends/"},
	{"systems", "systems/"},
	{"system", "systems/fraud-scoring/"},
	{"article", "knowledge/threshold-changes/"},
	{"search", "search/?q=fraud+threshold"},
	{"filing", "filing/"},
	{"rules", "rules/"},
	{"404", "404.html"},
}

var (
	widths  = []int64{1440, 390} // CSS pixels
	schemes = []string{"light", "dark"}
)

func main() {
	base := flag.String("base", "", "`URL` of the site's root")
	out := flag.String("out", "shots", "write the pictures to `DIR`")
	flag.Parse()
	if *base == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(strings.TrimSuffix(*base, "/")+"/", *out); err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(1)
	}
}

func run(base, out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("make the folder of the pictures: %w", err)
	}
	ctx, stop, err := browser.Start()
	if err != nil {
		return err
	}
	defer stop()
	for _, scheme := range schemes {
		for _, width := range widths {
			for _, page := range pages {
				picture, err := shoot(ctx, base+page.path, width, scheme)
				if err != nil {
					return fmt.Errorf("take a picture of %s: %w", base+page.path, err)
				}
				name := filepath.Join(out, fmt.Sprintf("%s-%d-%s.png", page.name, width, scheme))
				if err := os.WriteFile(name, picture, 0o644); err != nil {
					return fmt.Errorf("write a picture: %w", err)
				}
				fmt.Println(name)
			}
		}
	}
	return nil
}

// shoot takes a picture of a whole page once nothing is being loaded any more.
func shoot(browser context.Context, address string, width int64, scheme string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(browser, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), prefer(scheme), chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`!document.querySelector("#results") || document.querySelector("#results li") !== null`)); err != nil {
		return nil, fmt.Errorf("wait for results: %w", err)
	}
	return chromedp.Run(ctx, chromedp.FullScreenshot(100))
}

// prefer emulates a reader's preference for a light or a dark page.
func prefer(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}
