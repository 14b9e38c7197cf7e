package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A page of another site can lead to the preview, and can neither load, show nor open a thing of it.
func TestServeIsClosedToOtherSites(t *testing.T) {
	t.Parallel()
	preview := startServe(t, demoRecords(t), "127.0.0.1:0")
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><link rel=icon href=data:,><title>other</title>")
	}))
	t.Cleanup(other.Close)
	for _, site := range []string{preview.address, strings.Replace(preview.address, "127.0.0.1", "localhost", 1)} {
		p := openTab(t)
		p.visit(other.URL)
		loaded := ask[[]string](p, fmt.Sprintf(`(async () => {
			const site = %s, loaded = [];
			const element = (tag, attributes) => new Promise(done => {
				const e = Object.assign(document.createElement(tag), attributes);
				e.onload = () => { loaded.push(tag); done(); };
				e.onerror = done;
				document.head.append(e);
			});
			await element("script", {src: site + "_hindcast/preview.js"});
			await element("script", {src: site + "assets/theme.js"});
			await element("link", {rel: "stylesheet", href: site + "assets/hindcast.css"});
			await element("img", {src: site + "assets/icon.svg"});
			for (const mode of ["cors", "no-cors"]) {
				await fetch(site + "incidents.json", {mode}).then(() => loaded.push("fetch " + mode), () => {});
			}
			await new Promise(done => {
				const events = new EventSource(site + "_hindcast/events");
				events.onopen = () => { loaded.push("events"); done(); };
				events.onerror = () => { events.close(); done(); };
			});
			const frame = Object.assign(document.createElement("iframe"), {src: site});
			await new Promise(done => { frame.onload = done; document.body.append(frame); });
			try { if (frame.contentDocument) loaded.push("frame"); } catch {}
			return loaded;
		})()`, quote(site)))
		if len(loaded) > 0 {
			t.Errorf("%s: another site loads %q", site, loaded)
		}
		p.takeFaults() // what was refused
		ask[bool](p, fmt.Sprintf(`(location.href = %s, true)`, quote(site)))
		p.shows("h1", "Nordhaven incident log")
		if opener := ask[bool](p, "window.opener === null"); !opener {
			t.Errorf("%s: the page knows who opened it", site)
		}
		for _, fault := range p.takeFaults() {
			t.Errorf("%s: %s", site, fault)
		}
	}
}
