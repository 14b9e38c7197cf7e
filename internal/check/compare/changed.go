package compare

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"

	"hindcast/internal/check/rule"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// textKey stands for the text below the front matter.
const textKey = "text"

// changed is what of a record says something else than before: keys of the front matter in order,
// textKey at last, with the first block that differs. These changes say nothing else:
//
//   - white space, comments, the order and style of keys, the place of the file;
//   - tags, references, aliases, related, frameworks and the controls of actions: they sort the record, and connect it
//     with others;
//   - a system or playbook under another name, where the former one is an alias;
//   - verified, added to an action, which brings its own date: effects show after the closing;
//   - schema, silence and source, which speak to Hindcast, and custom, which it never reads;
//   - a placeholder of this or another record that gave way to its number;
//   - whatever the importer rewrote, which it does only where nobody edited the record.
func changed(p *rule.Pass, c rule.Change) (keys []string, block *markdown.Block) {
	now, before := c.Now.Front, c.Before.Front
	if s, t := now.Source, before.Source; s != nil && t != nil && s.Digest != "" && t.Digest != "" &&
		s.Digest != t.Digest {
		return nil, nil
	}
	for _, f := range []*incident.Front{&now, &before} {
		f.ID, f.Schema, f.Silence, f.Source, f.Custom = "", "", nil, nil, nil
		f.Tags, f.References, f.Aliases, f.Related, f.Frameworks = nil, nil, nil, nil, nil
		settled := incident.Record{Front: *f}
		p.Names.Settle(&settled)
		f.Systems, f.Playbooks = settled.Systems, settled.Playbooks
	}
	now.Actions = withoutControls(withoutNewVerdicts(now.Actions, before.Actions))
	before.Actions = withoutControls(before.Actions)
	keys = differing(now, before)
	if differs, at := textChanged(p, c); differs {
		return append(keys, textKey), at
	}
	return keys, nil
}

// differing are the keys whose values differ.
func differing(now, before incident.Front) (keys []string) {
	n, b := reflect.ValueOf(now), reflect.ValueOf(before)
	for i := range n.NumField() {
		x, y := n.Field(i).Interface(), b.Field(i).Interface()
		if !reflect.DeepEqual(x, y) && normalized(x) != normalized(y) { // the second is slow, and seldom needed
			keys = append(keys, n.Type().Field(i).Tag.Get("key"))
		}
	}
	return keys
}

// normalized writes a value so that what says the same reads the same: an empty list is none, and white
// space is one space. An escaped backslash before an n loses nothing that a record would hold.
func normalized(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	s := squeeze(strings.NewReplacer(`\n`, " ", `\r`, " ", `\t`, " ", `" `, `"`, ` "`, `"`).Replace(string(text)))
	if s == "[]" || s == "{}" {
		return "null"
	}
	return s
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func withoutNewVerdicts(now, before []incident.Action) []incident.Action {
	now = slices.Clone(now)
	for i := range now {
		if i < len(before) && before[i].ID == now[i].ID && before[i].Verified == nil {
			now[i].Verified = nil
		}
	}
	return now
}

func withoutControls(actions []incident.Action) []incident.Action {
	actions = slices.Clone(actions)
	for i := range actions {
		actions[i].Controls = nil
	}
	return actions
}

// added are the entries that are new in a list that grew. An entry that was only edited is none.
func added[T any](now, before []T) (list []T) {
	had := map[string]int{}
	for _, entry := range before {
		had[normalized(entry)]++
	}
	for _, entry := range now {
		if key := normalized(entry); had[key] > 0 {
			had[key]--
		} else {
			list = append(list, entry)
		}
	}
	if len(now) <= len(before) {
		return nil
	}
	return list
}

// lasting is the id by which a record is known now, whatever name was written.
func lasting(p *rule.Pass, id string) string {
	if r := p.Names.Record(id); r != nil {
		id = r.ID
	}
	return strings.ToLower(id)
}

// textChanged compares what a reader sees and where the links lead. The block is the first that
// differs, nil where it is gone.
func textChanged(p *rule.Pass, c rule.Change) (bool, *markdown.Block) {
	now, before := c.Now.Text.Blocks, c.Before.Text.Blocks
	for i := range now {
		if i >= len(before) || !sameBlock(p, c, now[i], before[i]) {
			return true, &now[i]
		}
	}
	return len(now) < len(before), nil
}

func sameBlock(p *rule.Pass, c rule.Change, now, before markdown.Block) bool {
	if now.Mark != before.Mark || now.Level != before.Level || len(now.Pieces) != len(before.Pieces) {
		return false
	}
	for i, n := range now.Pieces {
		b := before.Pieces[i]
		if n.Part != b.Part || squeeze(n.HTML+n.Text) != squeeze(b.HTML+b.Text) {
			return false
		}
		if n.Part.IsRef() && !sameRef(p, c, c.Now.Text.Refs[n.Ref], c.Before.Text.Refs[b.Ref]) {
			return false
		}
	}
	return true
}

// sameRef reports whether two references lead to one thing, as written or as seen from the file, which
// may have moved.
func sameRef(p *rule.Pass, c rule.Change, now, before markdown.Ref) bool {
	if now.Form != before.Form || now.Anchor != before.Anchor || squeeze(now.Label) != squeeze(before.Label) {
		return false
	}
	if now.Target == before.Target || lasting(p, now.Target) == lasting(p, before.Target) {
		return true
	}
	target := p.Names.Target(c.Now.Path, now)
	if target != nil && target == p.Names.Target(c.Before.Path, before) {
		return true
	}
	to, isRecord := target.(*incident.Record)
	was, wasRecord := c.Base.Target(c.Before.Path, before).(*incident.Record)
	if isRecord && wasRecord {
		return lasting(p, to.ID) == lasting(p, was.ID)
	}
	return path.Join(path.Dir(c.Now.Path), now.Target) == path.Join(path.Dir(c.Before.Path), before.Target)
}

// listed puts keys into a sentence.
func listed(keys []string) string {
	names := slices.Clone(keys)
	for i, key := range names {
		if key == textKey {
			names[i] = "the text"
		}
	}
	if len(names) > 3 {
		names = append(names[:3:3], fmt.Sprintf("%d more", len(keys)-3))
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
