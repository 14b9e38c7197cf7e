package postmortem

import (
	"html"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"hindcast/internal/address"
	"hindcast/internal/importing"
	"hindcast/internal/lazy"
)

var (
	codeSpan    = lazy.Regexp("(?:^|[^`\\\\])(`[^`\n]+`|``[^\n]+?``)")
	generator   = lazy.Regexp(`<%[^%]*%+>|\{\{[^{}]*\}\}|\{%[^%]*%\}`) // ERB; Hugo's, Jekyll's and Vue's
	tag         = lazy.Regexp(`</?([A-Za-z][A-Za-z0-9.-]*)(\s[^<>]*)?/?>`)
	attribute   = lazy.Regexp(`\b(href|src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	stopped     = lazy.Regexp(`([.,;:!?]) +· +`)
	mdxComment  = lazy.Regexp(`\{/\*(.*?)\*/\}`)
	wiki        = lazy.Regexp(`!?\[\[`)
	link        = lazy.Regexp(`(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?([^()<>\s]*(?:\([^()\s]*\)[^()<>\s]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)`)
	definition  = lazy.Regexp(`^ {0,3}\[([^\]^][^\]]*)\]:\s*<?(\S+?)>?(?:\s|$)`)
	admonition  = lazy.Regexp(`^\s*:{3,}\s*(.*?)\s*$`)
	mdx         = lazy.Regexp(`^(?:import\s.*\sfrom\s|import\s+["']|export\s+(?:const|default|let|function)\b)`)
	openComment = "<!--"
)

// htmlTags are the elements of HTML that writers put into Markdown; of others the mark stays as code.
var htmlTags = strings.Fields(`a abbr article aside b big blockquote body br caption center code col colgroup dd del details div dl dt em figcaption
	figure font footer h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd li link main mark meta nav ol p pre q s samp section small span strike
	strong sub summary sup table tbody td tfoot th thead time title tr tt u ul var video wbr`)

// clean is the text of a file, line by line, as Markdown that reads here as it did there: what only its generator
// understands becomes code, what would be shown as code or lead nowhere becomes text. Code stays as it is.
func (d *document) clean(body string) []string {
	var lines []string
	fence, inComment := "", false
	for line := range strings.SplitSeq(body, "\n") {
		line = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\t' || r == '\u2028' || r == '\u2029' {
				return ' '
			}
			return r
		}, line)
		was := fence
		if !inComment {
			fence = importing.FenceAfter(fence, line)
		}
		switch {
		case fence != "" || was != "":
		case inComment:
			inComment = !strings.Contains(line, "-->")
		case strings.HasPrefix(strings.TrimSpace(line), openComment) && strings.Contains(body, "-->"):
			inComment = !strings.Contains(line, "-->")
		default:
			line = d.cleanLine(line)
		}
		lines = append(lines, strings.TrimRight(line, " \t"))
	}
	if inComment {
		lines = append(lines, "-->")
	}
	if fence != "" {
		lines = append(lines, fence)
	}
	return lines
}

// cleanLine cleans a line outside of code.
func (d *document) cleanLine(line string) string {
	switch {
	case mdx().MatchString(line):
		return "`" + strings.ReplaceAll(line, "`", "'") + "`"
	case strings.HasPrefix(strings.TrimSpace(line), ":::"):
		title := admonition().FindStringSubmatch(line)[1]
		if title == "" {
			return ""
		}
		return "**" + title + "**"
	}
	if m := definition().FindStringSubmatch(line); m != nil && !leads(m[2]) {
		return `\` + strings.TrimLeft(line, " ")
	}
	if !strings.ContainsAny(line, "<[{") {
		return line
	}
	return outsideCode(line, d.prose)
}

// outsideCode replaces the parts of a line that are no code.
func outsideCode(line string, replace func(string) string) string {
	var b strings.Builder
	at := 0
	for _, m := range codeSpan().FindAllStringSubmatchIndex(line, -1) {
		b.WriteString(replace(line[at:m[2]]))
		b.WriteString(line[m[2]:m[3]])
		at = m[3]
	}
	b.WriteString(replace(line[at:]))
	return b.String()
}

func (d *document) prose(s string) string {
	s = mdxComment().ReplaceAllString(s, "<!--$1-->")
	if strings.Contains(s, "<%") || strings.Contains(s, "{{") || strings.Contains(s, "{%") {
		s = generator().ReplaceAllStringFunc(s, asCode)
	}
	return outsideCode(s, func(s string) string {
		s = stopped().ReplaceAllString(tag().ReplaceAllStringFunc(s, d.tag), "$1 ")
		if strings.Contains(s, openComment) && !strings.Contains(s, "-->") {
			s = strings.ReplaceAll(s, openComment, `\<!--`)
		}
		return outsideCode(s, func(s string) string {
			s = wiki().ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, "[", `\[`) })
			if strings.Contains(s, "](") {
				s = link().ReplaceAllStringFunc(s, d.link)
			}
			return s
		})
	})
}

func asCode(s string) string { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }

// tag is a mark of HTML as Markdown.
func (d *document) tag(mark string) string {
	name := strings.ToLower(tag().FindStringSubmatch(mark)[1])
	values := map[string]string{}
	for _, m := range attribute().FindAllStringSubmatch(mark, -1) {
		values[m[1]] = html.UnescapeString(m[2] + m[3])
	}
	switch name {
	case "br":
		return " · "
	case "b", "strong":
		return "**"
	case "i", "em":
		return "*"
	case "img":
		return "![" + strings.NewReplacer("[", "(", "]", ")").Replace(values["alt"]) + "](" + values["src"] + ")"
	case "a":
		if href := values["href"]; leads(href) {
			return "<" + href + "> " // its text follows
		} else if href != "" {
			return "(" + href + ") "
		}
		return ""
	}
	if slices.Contains(htmlTags, name) {
		return ""
	}
	return asCode(mark)
}

// leads reports whether an address leads somewhere from a page elsewhere.
func leads(to string) bool {
	lower := strings.ToLower(to)
	rest, isWeb := strings.CutPrefix(lower, "https://")
	if !isWeb {
		rest, isWeb = strings.CutPrefix(lower, "http://")
	}
	return isWeb && rest != "" && !strings.HasPrefix(rest, "/") || strings.HasPrefix(lower, "mailto:")
}

// link is a link or a picture: as it is where it leads elsewhere, with the name beside the record for a picture that
// comes along, else its text with its address.
func (d *document) link(s string) string {
	m := link().FindStringSubmatch(s)
	picture, words, to := m[1] != "", m[2], m[3]
	switch {
	case leads(to) && (!picture || strings.HasPrefix(to, "http")):
		return s
	case picture:
		if name := d.bring(to); name != "" {
			return "![" + words + "](" + name + ")"
		}
		if strings.TrimSpace(words) == "" {
			words = "picture"
		}
	default:
		d.deadLinks++
	}
	if to == "" {
		return words
	}
	return words + " (`" + strings.ReplaceAll(to, "`", "'") + "`)"
}

var pictures = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"}

// bring takes a picture of the folder along, and gives the name that it has beside the record; empty where it is no
// picture of the folder.
func (d *document) bring(to string) string {
	to, _, _ = strings.Cut(to, "?")
	from := path.Join(path.Dir(d.name), strings.ReplaceAll(to, "%20", " "))
	ending := strings.ToLower(path.Ext(from))
	if !fs.ValidPath(from) || !slices.Contains(pictures, ending) {
		return ""
	}
	info, err := fs.Stat(d.files, from)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxPicture {
		return ""
	}
	base := address.Slug(strings.TrimSuffix(path.Base(from), path.Ext(from)))
	if base == "" {
		base = "picture"
	}
	name := base + ending
	for n := 2; ; n++ {
		i := slices.IndexFunc(d.beside, func(b importing.Beside) bool { return b.Name == name })
		if i < 0 {
			d.beside = append(d.beside, importing.Beside{From: from, Name: name})
			return name
		}
		if d.beside[i].From == from {
			return name
		}
		name = base + "-" + string(rune('0'+n%10)) + ending
		if n > 9 {
			return ""
		}
	}
}
