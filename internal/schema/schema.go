// Package schema gives the form of a record to programs: as JSON, and as the JSON Schema that describes it.
package schema

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"hindcast/internal/incident"
)

// ForRecords is the JSON Schema (draft 2020-12) of the front matter of a record, made of the same
// tables that the rules check by: types, vocabularies, and the lifecycle with its needs by stage
// and kind. What no schema can hold, such as the order of times, is left to validate.
func ForRecords(c *incident.Config) map[string]any {
	s := schemas{config: c}
	record := s.object(reflect.TypeFor[incident.Front](), "")
	record["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	record["title"] = "Hindcast record"
	record["description"] = "Front matter of an incident, near miss, hazard, exercise or precedent"
	properties := record["properties"].(map[string]any)
	properties["schema"] = map[string]any{"enum": []any{1, "1"}, "description": "version of this schema"}
	record["allOf"] = s.conditions()
	return record
}

type schemas struct{ config *incident.Config }

// scalarSchemas are the forms of the types that read themselves from a text.
func scalarSchemas(t reflect.Type) (map[string]any, bool) {
	text := func(pattern, description string) map[string]any {
		return map[string]any{"type": "string", "pattern": pattern, "description": description}
	}
	switch t {
	case reflect.TypeFor[incident.Time]():
		return map[string]any{"description": "2026-03-02T09:25:00Z with a zone, or a date, a month or a year", "anyOf": []any{
			map[string]any{
				"type": "string", "pattern": `^\d{4}(-\d{2}(-\d{2}([Tt]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2}))?)?)?$`,
			},
			map[string]any{"type": "integer", "minimum": 1000, "maximum": 9999},
		}}, true
	case reflect.TypeFor[incident.Count]():
		whole := anyOf(map[string]any{"type": "integer", "minimum": 0}, map[string]any{"type": "string", "pattern": `^\d+$`})
		return estimate(whole, "a whole number, or an estimate [least, most], {least: …} or {most: …}"), true
	case reflect.TypeFor[incident.Amount]():
		return estimate(anyOf(
			map[string]any{"type": "number", "minimum": 0}, map[string]any{"type": "string", "pattern": `^\d+(\.\d+)?$`},
		), "a sum, or an estimate [least, most], {least: …} or {most: …}"), true
	case reflect.TypeFor[incident.Fraction]():
		return estimate(anyOf(
			map[string]any{"type": "number", "minimum": 0, "maximum": 1}, map[string]any{"type": "string", "pattern": `^[01](\.\d+)?$`},
		), "a number from 0 to 1, or an estimate [least, most], {least: …} or {most: …}"), true
	case reflect.TypeFor[incident.Currency]():
		return text(`^[A-Z]{3}$`, "ISO 4217 code"), true
	case reflect.TypeFor[incident.Country]():
		return text(`^[A-Z]{2}$`, "ISO 3166-1 alpha-2 code"), true
	case reflect.TypeFor[incident.Address]():
		return text(`^(https?://\S+|urn:\S+)$`, "an address in full"), true
	}
	return nil, false
}

// estimate is the schema of a number that may be written as an estimate.
func estimate(number map[string]any, description string) map[string]any {
	return map[string]any{"description": description, "anyOf": []any{
		number,
		map[string]any{"type": "array", "items": number, "minItems": 2, "maxItems": 2},
		map[string]any{
			"type": "object", "properties": map[string]any{"least": number, "most": number}, "additionalProperties": false, "minProperties": 1,
		},
	}}
}

func (s schemas) of(t reflect.Type, vocab, path string) map[string]any {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if schema, ok := scalarSchemas(t); ok {
		return nullable(schema)
	}
	switch t.Kind() {
	case reflect.Slice:
		items := s.of(t.Elem(), vocab, path)
		list := map[string]any{"type": "array", "items": items}
		if t == reflect.TypeFor[incident.OneOrMore]() {
			return nullable(map[string]any{"anyOf": []any{list, items}})
		}
		return nullable(list)
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return nullable(map[string]any{"type": "object"})
		}
		return nullable(map[string]any{"type": "object", "additionalProperties": s.of(t.Elem(), vocab, path)})
	case reflect.Struct:
		return nullable(s.object(t, path))
	}
	if vocab != "" {
		return map[string]any{"anyOf": []any{s.enumeration(vocab), map[string]any{"enum": []any{"", nil}}}}
	}
	return map[string]any{"type": []any{"string", "number", "boolean", "null"}}
}

// nullable lets a key stand without a value, which counts as absent.
func nullable(schema map[string]any) map[string]any {
	return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
}

// enumeration is the values of a vocabulary, each with its definition.
func (s schemas) enumeration(vocab string) map[string]any {
	var values []any
	for _, term := range s.config.Vocabularies[vocab] {
		value := map[string]any{"const": term.ID}
		if about := strings.TrimSpace(term.Definition + term.Criteria); about != "" {
			value["description"] = about
		}
		values = append(values, value)
		if term.ID == "yes" || term.ID == "no" { // read as booleans by YAML 1.1
			values = append(values, map[string]any{"const": term.ID == "yes"})
		}
	}
	return map[string]any{"oneOf": values}
}

func (s schemas) object(t reflect.Type, path string) map[string]any {
	properties := map[string]any{}
	var scalar map[string]any
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Tag.Get("scalar") == "true" {
			scalar = s.of(field.Type, "", path)
		}
		key := field.Tag.Get("key")
		if key == "" {
			continue
		}
		at := incident.JoinKey(path, key)
		schema := s.of(field.Type, field.Tag.Get("vocab"), at)
		if doc := field.Tag.Get("doc"); doc != "" {
			schema["description"] = doc
		}
		properties[key] = schema
	}
	object := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if keys := incident.ItemNeeds[path]; len(keys) > 0 {
		object["required"] = keys
		object["allOf"] = []any{needs(keys...)}
	}
	if scalar != nil {
		return map[string]any{"anyOf": []any{object, scalar}}
	}
	return object
}

// conditions are the needs of each stage and kind, and what a kind can't have.
func (s schemas) conditions() []any {
	lifecycle := equals("kind", incident.KindPrecedent)
	all := []any{
		map[string]any{"if": lifecycle, "then": needs("id", "title", "tlp", "references"), "else": needs("status")},
	}
	for i, stage := range s.config.Lifecycle() {
		reached := incident.StageTerms()[i:].IDs()
		if i == 0 {
			reached = append(reached, incident.Withdrawn, incident.Duplicate)
		}
		when := allOf(not(lifecycle), oneOf("status", reached...))
		for _, need := range stage.Needs {
			if strings.HasPrefix(need.Key, "section:") || need.When != nil {
				continue
			}
			if condition := present(need); condition != nil {
				all = append(all, map[string]any{"if": allOf(when, kinds(need.Kinds)), "then": condition})
			}
		}
		timed := when
		if stage.ID == "contained" {
			timed = allOf(when, not(oneOf("kind", incident.Hypothetic...)))
		}
		all = append(all, map[string]any{"if": timed, "then": needs("timeline." + stage.ID)})
	}
	all = append(all,
		map[string]any{"if": oneOf("status", incident.Withdrawn, incident.Redacted), "then": needs("status_reason")},
		map[string]any{"if": equals("status", incident.Duplicate), "then": needs("duplicate_of")},
	)
	for _, kind := range slices.Sorted(maps.Keys(incident.NotForKind)) {
		for _, k := range incident.NotForKind[kind] {
			all = append(all, map[string]any{"if": equals("kind", kind), "then": not(needs(k[0]))})
		}
	}
	return all
}

// present is the condition that a need is met; nil for one that no schema can hold.
func present(n incident.Need) map[string]any {
	switch n.Key {
	case "systems":
		return anyOf(needs("systems"), needs("unregistered"))
	case "actions":
		return anyOf(needs("actions"), needs("no_actions"))
	case "impact.harms":
		return nested([]string{"impact", "harms"}, map[string]any{"type": "array"})
	}
	return needs(n.Key)
}

// needs is the condition that something is written at each key path.
func needs(paths ...string) map[string]any {
	var all []any
	for _, path := range paths {
		all = append(all, nested(strings.Split(path, "."), map[string]any{
			"not": map[string]any{"enum": []any{nil, "", []any{}, map[string]any{}}},
		}))
	}
	if len(all) == 1 {
		return all[0].(map[string]any)
	}
	return map[string]any{"allOf": all}
}

// nested is the condition that a key path is there and meets a schema.
func nested(path []string, schema map[string]any) map[string]any {
	for _, key := range slices.Backward(path) {
		schema = map[string]any{"type": "object", "required": []any{key}, "properties": map[string]any{key: schema}}
	}
	return schema
}

func equals(key, value string) map[string]any { return oneOf(key, value) }

func oneOf(key string, values ...string) map[string]any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return map[string]any{"required": []any{key}, "properties": map[string]any{key: map[string]any{"enum": list}}}
}

// kinds is the condition that a record is of one of the kinds; a kind that is not written is an incident.
func kinds(list []string) map[string]any {
	if len(list) == 0 {
		return map[string]any{}
	}
	if slices.Contains(list, incident.KindIncident) {
		return anyOf(oneOf("kind", list...), not(nested([]string{"kind"}, map[string]any{"type": "string"})))
	}
	return oneOf("kind", list...)
}

func not(schema map[string]any) map[string]any { return map[string]any{"not": schema} }

func allOf(list ...map[string]any) map[string]any { return map[string]any{"allOf": list} }

func anyOf(list ...map[string]any) map[string]any { return map[string]any{"anyOf": list} }
