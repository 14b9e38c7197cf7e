package browser

import (
	"fmt"
	"strings"
)

// A vector tries to run a script, which would call owned. They are of the kinds that the sets of
// DOMPurify and html5sec have.

// breakouts end what a value may be in: attributes, elements of text, comments, data, templates.
var breakouts = []string{
	"", `"`, `'`, `">`, `'>`, "`>", "</title>", "</textarea>", "</script>", "</style>", "</noscript>", "</template>", "</select>", "</svg>", "</math>", "</pre></code>",
	"-->", "--!>", "]]>", "?>", "*/", `\">`, "\u2028", "</a>", "</td></tr></table>", "</iframe>", "</xmp>", "{{", "${", "%>",
}

// cores run a script where markup is taken for markup.
var cores = []string{"<script>owned()</script>", "<img src=x onerror=owned()>", "<svg/onload=owned()>"}

// markups are whole vectors.
var markups = []string{
	// Event handlers.
	`<body onload=owned()>`, `<input autofocus onfocus=owned()>`, `<video src=x onerror=owned()>`, `<audio src=x onerror=owned()>`, `<video><source onerror=owned()>`, `<details open ontoggle=owned()>`,
	`<marquee onstart=owned()>`, `<select autofocus onfocus=owned()>`, `<iframe onload=owned()></iframe>`, `<object data=x onerror=owned()>`, `<style onload=owned()></style>`, `<link rel=stylesheet href=x onerror=owned()>`,
	`<p style=animation-name:x onanimationstart=owned()>`, `<div onpointerrawupdate=owned()>x`, `<x onclick=owned() tabindex=1 id=x>`, "<img\x0csrc=x\x0conerror=owned()>", "<img/src=x/onerror=owned()//", `<img src=x onerror = "owned()"`, `<img ' src=x onerror=owned()>`,
	`<img src=x oNeRrOr=owned()>`, "<img src=x onerror=\n\nowned()>", `<image src=x onerror=owned()>`, `<div contenteditable onbeforeinput=owned()>`, `<form><button formaction=javascript:owned()>x`, `<input type=image src=x onerror=owned()>`,
	// SVG, MathML and namespaces.
	`<svg><script>owned()</script></svg>`, `<svg><script href=data:,owned() />`, `<svg><animate onbegin=owned() attributeName=x dur=1s>`, `<svg><set attributeName=href to=javascript:owned() /><a>x</a></svg>`, `<svg><a xlink:href=javascript:owned()><text y=9>x</text></a></svg>`,
	`<svg><foreignObject><img src=x onerror=owned()></foreignObject></svg>`, `<svg><use href="data:image/svg+xml,<svg id=x onload=owned() />#x">`, `<math href=javascript:owned()>x</math>`, `<math><mtext><img src=x onerror=owned()></mtext></math>`, `<svg:script>owned()</svg:script>`,
	`<x:script xmlns:x="http://www.w3.org/1999/xhtml">owned()</x:script>`, `<svg><image href=x onerror=owned()>`, `<svg><style><img src=x onerror=owned()></style>`, `<math><annotation-xml encoding=text/html><img src=x onerror=owned()></annotation-xml></math>`,
	// Markup that changes when it is written and read again.
	`<svg></p><style><g title="</style><img src=x onerror=owned()>">`, `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=owned()&gt;">`, `<noscript><p title="</noscript><img src=x onerror=owned()>">`,
	`<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=owned()>`, `<template><img src=x onerror=owned()></template>`, `<a id="<b>" title="</b><img src=x onerror=owned()>">`, `<!--><img src=x onerror=owned()>-->`, `<!--!><img src=x onerror=owned()>`, `<![CDATA[<img src=x onerror=owned()>]]>`,
	`<textarea><img title="</textarea><img src=x onerror=owned()>">`, `<title><a title="</title><img src=x onerror=owned()>">`, `<select><iframe><script>owned()</script></iframe></select>`, `<plaintext><img src=x onerror=owned()>`, `<svg><desc><template shadowrootmode=open><img src=x onerror=owned()>`,
	`<option><style></option></select><img src=x onerror=owned()></style>`, `<p/><img src=x onerror=owned()>`, `<table><td><img src=x onerror=owned()><table>`, `<listing>&lt;img src=x onerror=owned()&gt;</listing>`, "<a title=`><img src=x onerror=owned()>`>",
	// Entities and encodings.
	`&lt;img src=x onerror=owned()&gt;`, `&#60;img src=x onerror=owned()&#62;`, `&#x3c;script&#x3e;owned()&#x3c;/script&#x3e;`, `&amp;lt;img src=x onerror=owned()&amp;gt;`, `&LT;img src=x onerror=owned()&GT;`, `\u003cimg src=x onerror=owned()\u003e`, `\x3cimg src=x onerror=owned()\x3e`,
	`%3Cimg src=x onerror=owned()%3E`, `%253Cscript%253Eowned()%253C/script%253E`, "＜img src=x onerror=owned()＞", "\u00abscript\u00bbowned()", "+ADw-script+AD4-owned()+ADw-/script+AD4-", "\u200b<img src=x onerror=owned()>", "<\u200bscript>owned()</script>", "<scr\u0131pt>owned()</scr\u0131pt>",
	"<\u017fcript>owned()</\u017fcript>", "\u202e<img src=x onerror=owned()>", "<img src=x onerror=&#x6f;wned()>", "<\ufeffscript>owned()</script>", "<script\u3000>owned()</script>", `<scr<script>ipt>owned()</script>`, `<<script>owned()//<</script>`, `<script>owned()`, `<ScRiPt>owned()</sCrIpT>`, `<script/x>owned()</script>`,
	// Frames, objects, metadata and styles.
	`<iframe srcdoc="<script>parent.owned()</script>">`, `<iframe src=javascript:owned()>`, `<embed src=javascript:owned()>`, `<object data=javascript:owned()>`, `<base href=http://evil.invalid/>`, `<meta http-equiv=refresh content="0;url=javascript:owned()">`, `<meta http-equiv=refresh content="0;url=http://evil.invalid/">`,
	`<link rel=stylesheet href=http://evil.invalid/x.css>`, `<link rel=preload href=http://evil.invalid/x as=image>`, `<img src=http://evil.invalid/x.png>`, `<style>@import 'http://evil.invalid/x.css';</style>`, `<div style="background:url(http://evil.invalid/x.png)">`, `<div style="width:expression(owned())">`,
	`<style>*{background:url(javascript:owned())}</style>`, `<xss style="behavior:url(x.htc)">`, `<svg><filter><feImage href="http://evil.invalid/x.png"/>`, `<video poster=http://evil.invalid/x.png>`, `<input name=attributes><input name=innerHTML>`, `<img name=getElementById><form id=body>`, `<a id=results><a id=results name=q href=javascript:owned()>`,
	// Templates of Go and of others, and what programs take for their own.
	`{{"<script>owned()</script>"}}`, `{{.Log.ConfigFile}}`, `{{template "layout" .}}`, `{{define "layout"}}owned{{end}}`, `${owned()}`, `#{owned()}`, `<%= owned() %>`, `{{constructor.constructor('owned()')()}}`, `<!--#exec cmd="id"-->`, `<?php owned() ?>`, `__proto__`, `constructor`, "\x60${owned()}\x60",
	`=cmd|' /C calc'!A0`, `@SUM(1+1)*cmd|' /C calc'!A0`, "BEGIN:VEVENT\nATTACH:http://evil.invalid/\nEND:VEVENT", `"},{"x":"<script>owned()</script>"}`, `\"};owned();//`, `');owned();//`, `";owned();//`,
}

// texts are the vectors that can be in any text.
func texts() []string {
	list := append([]string{}, markups...)
	for _, b := range breakouts {
		for _, c := range cores {
			list = append(list, b+c)
		}
	}
	return list
}

// addresses are those that run a script or lead elsewhere than they seem to.
func addresses() []string {
	const payload = "javascript:owned()"
	list := []string{
		payload, "JaVaScRiPt:owned()", " " + payload, "\t" + payload, "\u00a0" + payload, "\u2003" + payload, "java\tscript:owned()", "java\nscript:owned()", "javascript\t:owned()", "javascript&colon;owned()", "javascript&#58;owned()",
		"javascript&#x3a;owned()", "&#106;avascript:owned()", "&#x6A;avascript:owned()", "&#0000106avascript:owned()", "java&Tab;script:owned()", "java&NewLine;script:owned()", "&#1;" + payload, "&#14;" + payload, "%6aavascript:owned()", "javascript%3aowned()", "java%0ascript:owned()",
		`\6aavascript:owned()`, "javascript://%0aowned()", "javascript://example.org/%0aowned()", "javascript:/*--></title>*/owned()", "javascript:void(owned())", "jAvAsCrIpT&colon;owned&lpar;&rpar;", "feed:" + payload, "view-source:" + payload, "livescript:owned()", "mocha:owned()",
		"vbscript:owned()", "VBSCRIPT:owned()", "data:text/html,<script>owned()</script>", "data:text/html;base64,PHNjcmlwdD5vd25lZCgpPC9zY3JpcHQ+", "data:image/svg+xml,<svg onload=owned() xmlns='http://www.w3.org/2000/svg'/>", "DATA:text/html,<script>owned()</script>", "data:,x", "data:text/javascript,owned()",
		"blob:http://example.org/x", "filesystem:http://example.org/x", "about:blank", "about:srcdoc", "file:///etc/passwd", "ftp://evil.invalid/", "ws://evil.invalid/", "chrome://settings", "intent://x#Intent;end", "ms-office:x", "jar:http://evil.invalid/x", "mhtml:http://evil.invalid/x", "wyciwyg://x", "res://x",
		"//evil.invalid/", `\\evil.invalid\`, `/\evil.invalid`, `\/evil.invalid`, "/\t/evil.invalid", "http:/\\evil.invalid", "https:evil.invalid", "http:///evil.invalid", "https://example.org@evil.invalid/", "https://example.org%2f@evil.invalid/", "https://evil.invalid\\@example.org/", "http://[::1", "https://", "//", "/..//evil.invalid", "%2f%2fevil.invalid",
		"x:y", "tel:1", "sms:1", "cid:x", "steam://run", "javascript", ":javascript", "?javascript:owned()", "#javascript:owned()", "./javascript:owned()",
	}
	for _, letter := range []rune{0x130, 0x131, 0x17f, 0x212a, 0xff4a} { // letters that some foldings make plain
		list = append(list, "javascript"[:4]+string(letter)+"cript:owned()", string(letter)+"avascript:owned()")
	}
	return list
}

// concatenated is all vectors in one line.
func concatenated(list []string) string {
	return strings.ReplaceAll(strings.Join(list, " "), "\n", " ")
}

// yamlText writes a text as YAML that has every character in it.
func yamlText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < ' ' || r > 0x7e && r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}
