package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is a tab of the browser with cookies and history of its own. It believes that it is in front,
// and writes down what goes wrong in it.
type tab struct {
	*testing.T
	ctx    context.Context
	builds atomic.Int64 // messages of the preview's stream

	mu     sync.Mutex
	faults []string
}

func openTab(t *testing.T) *tab {
	t.Helper()
	needBrowser(t)
	p := &tab{T: t}
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	t.Cleanup(cancel)
	p.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	tell(p, audits.Enable, cdp.Empty{})
	// So that several can be used by keyboard at once.
	tell(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	p.size(1440, 900)
	return p
}

// listen writes down errors and warnings of the console, exceptions, breaches of the policy, and
// requests that failed. What the browser itself gave up (a stream, when its page is left) is no fault.
func (p *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if slices.Contains([]string{"error", "warning", "assert"}, string(e.Type)) {
			p.note("console.%s: %s", e.Type, describe(e.Args))
		}
	case *runtime.EventExceptionThrown:
		p.note("exception: %s", (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.note("log (%s): %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *audits.EventIssueAdded:
		if d := e.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil {
			p.note("policy: %s blocked %s", d.ViolatedDirective, d.BlockedURL)
		}
	case *network.EventEventSourceMessageReceived:
		p.builds.Add(1)
	case *network.EventLoadingFailed:
		if !e.Canceled {
			p.note("request: %s", e.ErrorText)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			p.note("request: %s: status %d", e.Response.URL, e.Response.Status)
		}
	}
}

func describe(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		words = append(words, strings.TrimSpace(string(a.Value)+" "+a.Description))
	}
	return strings.Join(words, " ")
}

func (p *tab) note(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

// takeFaults returns what went wrong since it was last called.
func (p *tab) takeFaults() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	faults := p.faults
	p.faults = nil
	return faults
}

// do carries out steps.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, guard)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// visit opens an address and waits until it is loaded.
func (p *tab) visit(address string) {
	p.Helper()
	p.do(chromedp.Navigate(address))
}

// tell sends a command of the browser's protocol.
func tell[P, R any](p *tab, command cdp.Command[P, R], params P) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, guard)
	defer cancel()
	if _, err := chromedp.Call(ctx, command, params); err != nil {
		p.Fatal(err)
	}
}

// size sets the width and height of the page in CSS pixels.
func (p *tab) size(width, height int64) {
	p.Helper()
	p.do(chromedp.EmulateViewport(width, height))
}

// scripts turns the scripts of pages on or off, from the next page on.
func (p *tab) scripts(on bool) {
	p.Helper()
	tell(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// ask evaluates an expression; a promise is awaited. A page that is being left is asked again.
func ask[T any](p *tab, expression string) T {
	p.Helper()
	for deadline := time.Now().Add(guard); ; time.Sleep(30 * time.Millisecond) {
		value, err := try[T](p, expression)
		if err == nil {
			return value
		}
		if !isLeaving(err) || time.Now().After(deadline) {
			p.Fatalf("%v\nin %.300s", err, expression)
		}
	}
}

// isLeaving tells the errors of the protocol that mean that the page gave way to another.
func isLeaving(err error) bool {
	return slices.ContainsFunc([]string{
		"navigated or closed", "context was destroyed", "Cannot find context",
	}, func(s string) bool { return strings.Contains(err.Error(), s) })
}

// try is ask where the page may be reloading.
func try[T any](p *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, guard)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// text is what a reader sees of the first element that matches; empty where there is none.
func (p *tab) text(selector string) string {
	text, err := try[string](p, fmt.Sprintf("document.querySelector(%s)?.innerText ?? ''", quote(selector)))
	if err != nil {
		return ""
	}
	return text
}

// shows waits until an element holds a text.
func (p *tab) shows(selector, text string) {
	p.Helper()
	var last string
	defer func() {
		if p.Failed() {
			p.Logf("%s shows %.2000q", selector, last)
		}
	}()
	eventually(p.T, fmt.Sprintf("%s should show %q", selector, text), func() bool {
		last = p.text(selector)
		return strings.Contains(last, text)
	})
}

// quote writes a value as JavaScript.
func quote(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err) // only texts and lists of texts come here
	}
	return string(data)
}
