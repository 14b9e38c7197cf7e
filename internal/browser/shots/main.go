// Command shots takes pictures of the pages of a site, so that people can look at them:
//
//	go run ./shots -base http://127.0.0.1:4141/ -out /tmp/shots
//
// With -pdf it prints the pages instead.
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
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hindcast/internal/browser"
)

// forced is the scheme of a reader whose system sets the colours.
const forced = "forced"

var (
	widths  = []int64{1440, 820, 390} // CSS pixels
	schemes = []string{"light", "dark", forced}
)

func main() {
	base := flag.String("base", "", "`URL` of the site's root")
	out := flag.String("out", "shots", "write the pictures to `DIR`")
	pdf := flag.Bool("pdf", false, "print the pages as PDF instead")
	flag.Parse()
	if *base == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(strings.TrimSuffix(*base, "/")+"/", *out, *pdf); err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(1)
	}
}

func run(base, out string, pdf bool) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("make the folder of the pictures: %w", err)
	}
	ctx, stop, err := browser.Start()
	if err != nil {
		return err
	}
	defer stop()
	if pdf {
		return printAll(ctx, base, out)
	}
	return shootAll(ctx, base, out)
}

func shootAll(ctx context.Context, base, out string) error {
	for _, scheme := range schemes {
		for _, width := range widths {
			for _, page := range browser.DemoPages() {
				picture, err := shoot(ctx, base+page.Address, width, scheme)
				if err != nil {
					return fmt.Errorf("take a picture of %s: %w", base+page.Address, err)
				}
				if err := keep(out, fmt.Sprintf("%s-%d-%s.png", page.Name, width, scheme), picture); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func printAll(ctx context.Context, base, out string) error {
	for _, page := range browser.DemoPages() {
		document, err := printPage(ctx, base+page.Address)
		if err != nil {
			return fmt.Errorf("print %s: %w", base+page.Address, err)
		}
		if err := keep(out, page.Name+".pdf", document); err != nil {
			return err
		}
	}
	return nil
}

func keep(out, name string, data []byte) error {
	path := filepath.Join(out, name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	fmt.Println(path)
	return nil
}

// shoot takes a picture of a whole page once nothing is being loaded any more.
func shoot(parent context.Context, address string, width int64, scheme string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(parent, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), prefer(scheme),
		chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](browser.Settled)); err != nil {
		return nil, fmt.Errorf("wait for results: %w", err)
	}
	return chromedp.Run(ctx, chromedp.FullScreenshot(100))
}

// printPage prints a page on A4, as the browser's own command does.
func printPage(parent context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(parent, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	bySheet := true
	printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{
		PaperWidth: 8.27, PaperHeight: 11.69, PreferCSSPageSize: &bySheet, // inches
	})
	return printed.Data, err
}

// prefer emulates a reader's preference for a light or a dark page, or a system that sets the colours.
func prefer(scheme string) chromedp.Action[chromedp.Void] {
	feature := &emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}
	if scheme == forced {
		feature = &emulation.MediaFeature{Name: "forced-colors", Value: "active"}
	}
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{feature},
		})
		return err
	})
}
