package content

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

const ownField = "custom_fields: [{id: label, values: [P1, P2]}]\n"

// CustomRules are about keys of the organisation's own.
var CustomRules = []rule.Rule{
	{
		ID: "custom-field", Title: "a key of one's own has a plain name, once", Since: "0.1", Level: diag.Error,
		Why:     "It becomes a column of the CSV file and a filter of the search.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "custom_fields: [{id: «Ticket No»}]\n", Good: rule.Base},
		File:    rule.OfSettings(customFields),
	},
	{
		ID: "stage-setting", Title: "what a stage asks for can be written", Since: "0.1", Level: diag.Error,
		Why:     "A misspelt key would be missing in every record, and nobody could add it.",
		Example: rule.Example{Path: "hindcast.yaml", Bad: "stages: {closed: {needs: [«impact.costs»]}}\n", Good: rule.Base},
		File:    rule.OfSettings(stageSettings),
	},
	{
		ID: "custom-value", Title: "a value of one's own has the form that the settings ask for", Since: "0.1", Level: diag.Error,
		Why: "A value that is none of the allowed ones is found by no filter.",
		Example: rule.Example{
			Edits:  [][2]string{{"related:\n", "custom: {label: «P7»}\nrelated:\n"}},
			Beside: map[string]string{"hindcast.yaml": ownField},
		},
		File: customValues,
	},
	{
		ID: "custom-key", Title: "a key of one's own is one that the settings name", Since: "0.1", Level: diag.Warning,
		Why: "Under a misspelt name a value is in no column and no filter.",
		Example: rule.Example{
			Edits:  [][2]string{{"related:\n", "custom: {«lable»: P1}\nrelated:\n"}},
			Beside: map[string]string{"hindcast.yaml": ownField},
		},
		File: customKeys,
	},
}

func customFields(p *rule.Pass, settings *incident.Settings) {
	seen := map[string]bool{}
	for i, f := range settings.CustomFields {
		key := rule.Item("custom_fields", i) + ".id"
		switch {
		case f.ID == "":
		case !incident.IsFieldID(f.ID):
			p.At(key, fmt.Sprintf("%q can't be the id of a key of one's own", f.ID), "write small letters, digits and underscores, such as ticket_no")
		case seen[f.ID]:
			p.At(key, f.ID+" stands here twice", "remove one")
		case bool(f.Facet) && incident.IsTaken(f.ID):
			p.At(key, f.ID+" means something else in the search", "choose another id, or leave facet out")
		}
		seen[f.ID] = true
	}
}

// stageSettings reports stages and keys that there are not.
func stageSettings(p *rule.Pass, settings *incident.Settings) {
	for _, stage := range slices.Sorted(maps.Keys(settings.StageNeeds)) {
		if incident.StageIndex(stage) < 0 {
			p.AtKey("stages."+stage, "there is no stage "+stage, diag.DidYouMean(stage, incident.StageTerms().IDs()))
		}
		for i, key := range settings.StageNeeds[stage].Needs {
			name, isSection := strings.CutPrefix(key, "section:")
			if isSection && name != "" || strings.HasPrefix(key, "custom.") || incident.IsKey(key) {
				continue
			}
			p.At(rule.Item("stages."+stage+".needs", i), "a record has no key "+key,
				"write a key such as impact.cost, custom.ticket, or a section as section:Costs")
		}
	}
}

func customValues(p *rule.Pass) {
	isMap := map[string]bool{}
	for _, leaf := range p.Leaves() {
		below, isOwn := strings.CutPrefix(leaf.Key, "custom.")
		if !isOwn {
			continue
		}
		id, within := below, ""
		if i := strings.IndexAny(below, ".["); i >= 0 {
			id, within = below[:i], below[i:]
		}
		f, known := p.Log.Config.CustomField(id)
		if !known || leaf.Text == "" {
			continue
		}
		if strings.Contains(within, ".") {
			if !isMap[id] {
				p.At("custom."+id, "custom."+id+" must be a value or a list of values, not a map",
					"write a key of your own for each value")
			}
			isMap[id] = true
			continue
		}
		if len(f.Values) > 0 && !slices.Contains(f.Values, leaf.Text) {
			p.At(leaf.Key, fmt.Sprintf("%s is no value of %s", leaf.Text, id), diag.DidYouMean(leaf.Text, f.Values))
			continue
		}
		if said, hint := misshapen(f.Form, leaf.Text); said != "" {
			p.At(leaf.Key, leaf.Key+" "+said, hint)
		}
	}
}

var number = regexp.MustCompile(`^-?\d+(?:\.\d+)?$`)

// misshapen is what is wrong with the form of a value, and the remedy; both empty where nothing is.
func misshapen(form, text string) (message, hint string) {
	switch form {
	case "number":
		if !number.MatchString(text) {
			return fmt.Sprintf("is not a number: %q", text), "write digits with a point for the fraction"
		}
	case "date":
		if _, err := incident.ParseTime(text); err != nil {
			return err.Error(), "write it as 2026-03-02, or as exactly as it is known"
		}
	case "address":
		var a incident.Address
		if err := a.UnmarshalText([]byte(text)); err != nil {
			return err.Error(), "write it in full, beginning with https://"
		}
	}
	return "", ""
}

// frontKeys are the keys of a record.
var frontKeys = func() (keys []string) {
	t := reflect.TypeFor[incident.Front]()
	for i := range t.NumField() {
		keys = append(keys, t.Field(i).Tag.Get("key"))
	}
	return keys
}()

func customKeys(p *rule.Pass) {
	own := p.Log.Config.CustomIDs()
	for _, key := range p.File.Own {
		at := "custom." + key
		switch near := diag.Nearest(key, frontKeys); {
		case slices.Contains(own, key):
		case len(own) > 0:
			hint := diag.DidYouMean(key, own)
			if !strings.HasPrefix(hint, "did") {
				hint = "name it in custom_fields of hindcast.yaml, or remove it"
			}
			p.AtKey(at, "the settings name no key "+key+" of your own", hint)
		case p.Record != nil && near != "" && near != key:
			p.AtKey(at, key+" is nearly "+near+", which is a key of every record", "did you mean "+near+", beside custom?")
		}
	}
}
