package serve

import (
	"net"
	"net/http"
	"path"
	"strings"

	"hindcast/internal/view"
)

// guard answers plainly whoever may not ask, or asks in a way that no reader of the site does, and
// gives every response the headers that a host of the site should give.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range view.Headers {
			w.Header().Set(h.Name, h.Value)
		}
		w.Header().Set("Cache-Control", "no-store")
		switch {
		case !s.answersTo(r):
			http.Error(w, "this preview does not answer to that name", http.StatusMisdirectedRequest)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "this preview is for reading", http.StatusMethodNotAllowed)
		case isForeign(r):
			http.Error(w, "this preview is not for other sites to load", http.StatusForbidden)
		case !isPlain(r.URL.Path):
			http.Error(w, "there is no such page", http.StatusNotFound)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// answersTo reports whether a request asks for this machine, the address that it came in at, or the name
// that the preview was given. A page elsewhere could have pointed any other name at this machine.
func (s *Server) answersTo(r *http.Request) bool {
	host := strings.ToLower(r.Host)
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if host == "localhost" || host != "" && host == strings.ToLower(s.opts.Host) {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	local, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ip != nil && (ip.IsLoopback() || local != nil && ip.Equal(local.IP))
}

// isForeign reports whether a page of another site asks: every load is refused it, and all that it may do is
// to lead here. A browser that says neither where a request comes from nor what it is for is let pass,
// as is a program that is none.
func isForeign(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" && !strings.EqualFold(origin, "http://"+r.Host) {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	leadsHere := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	return !leadsHere || strings.HasPrefix(r.URL.Path, ownPath)
}

// isPlain reports whether a path is written as the links of a site are.
func isPlain(name string) bool {
	clean := path.Clean(name)
	if clean != "/" && strings.HasSuffix(name, "/") {
		clean += "/"
	}
	return strings.HasPrefix(name, "/") && clean == name &&
		!strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' })
}
