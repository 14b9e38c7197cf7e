package content

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// frameworkIDs are the ids that a record and its actions give of frameworks that are known.
func frameworkIDs(check func(p *rule.Pass, framework taxonomy.Framework, key, id string)) func(*rule.Pass, *incident.Record) {
	return func(p *rule.Pass, r *incident.Record) {
		for name, controls := range r.Frameworks {
			framework, known := p.Frameworks[name]
			for i, c := range controls {
				if known && c.ID != "" {
					check(p, framework, controlKey(p, rule.Item("frameworks."+name, i)), c.ID)
				}
			}
		}
		for i, a := range r.Actions {
			for j, text := range a.Controls {
				ref := p.Frameworks.Named(text)
				if framework, known := p.Frameworks[ref.Framework]; known && ref.ID != "" {
					check(p, framework, rule.Item(rule.Item("actions", i)+".controls", j), ref.ID)
				}
			}
		}
	}
}

// controlKey is the key path of a control's id, which may be written in place of the map.
func controlKey(p *rule.Pass, item string) string {
	if p.File.Places.IsMap(item) {
		return item + ".id"
	}
	return item
}

// actionControls checks how actions name controls; whether the framework holds the id is left to the rules of ids.
func actionControls(p *rule.Pass, r *incident.Record) {
	known := slices.Sorted(maps.Keys(p.Frameworks))
	for name := range r.Frameworks {
		if !slices.Contains(known, name) {
			known = append(known, name)
		}
	}
	for i, a := range r.Actions {
		for j, text := range a.Controls {
			ref := p.Frameworks.Named(text)
			key := rule.Item(rule.Item("actions", i)+".controls", j)
			whole, isClear := namedControl(p, r, text)
			switch {
			case text == "", slices.Contains(known, ref.Framework) && ref.ID != "":
			case slices.Contains(known, ref.Framework):
				p.At(key, text+" is a framework, and which of its controls is not said",
					"write a control of it too, such as "+text+" "+cmp.Or(p.Frameworks[text].Example, "C-1"))
			case isClear:
				p.At(key, text+" does not begin with the key of its framework", "write "+whole)
			case ref.ID == "":
				p.At(key, text+" does not begin with the key of its framework",
					"write framework and id, such as nist_ai_rmf MANAGE 4.1")
			default:
				p.At(key, ref.Framework+" is no framework that is built in, set in hindcast.yaml or named by the record",
					diag.DidYouMean(ref.Framework, known))
			}
		}
	}
}

// namedControl is how an action should have named a control that it names by its id alone, or with another name of the
// framework.
func namedControl(p *rule.Pass, r *incident.Record, text string) (whole string, isClear bool) {
	var meant []string
	for name, controls := range r.Frameworks {
		if slices.ContainsFunc(controls, func(c incident.Control) bool { return c.ID == text }) {
			meant = append(meant, name+" "+text)
		}
	}
	for name, f := range p.Frameworks {
		if id, cut := cutFold(text, f.Title); cut {
			meant = append(meant, name+" "+id)
		} else if id, cut := cutFold(text, name); cut {
			meant = append(meant, name+" "+id)
		} else if _, held := f.Names[text]; held {
			meant = append(meant, name+" "+text)
		}
	}
	slices.Sort(meant)
	meant = slices.Compact(meant)
	return strings.Join(meant, ""), len(meant) == 1
}

// cutFold takes a name and what stands between it and the rest from the front of a text, whatever their case.
func cutFold(text, name string) (rest string, cut bool) {
	if len(text) <= len(name) || !strings.EqualFold(text[:len(name)], name) {
		return "", false
	}
	rest = strings.TrimLeft(text[len(name):], " :/")
	return rest, len(rest) < len(text)-len(name)
}
