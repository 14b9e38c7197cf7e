package view

// Policy is the content security policy of every page, as its meta element holds it. Data blocks such
// as JSON-LD are not run, so script-src does not concern them.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'"

// Header is a header of a response.
type Header struct{ Name, Value string }

// Headers are what every response of a site should carry, where its host can be told: the policy with
// what does nothing in a meta element, and that no other site may show, open or read any of it.
var Headers = []Header{
	{"Content-Security-Policy", Policy + "; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
}
