package postmortem

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"hindcast/internal/importing"
)

// pair is a key of a document with what it says: a text, a number, a list or a map.
type pair struct {
	key   string
	value any
}

// What a front matter may have; that of a page has a few dozen keys.
const (
	maxHead  = 64 << 10 // bytes
	maxDepth = 20
)

// splitHead reads the front matter of a file, in YAML, TOML or JSON, and gives the text below it.
func splitHead(text string) (head []pair, body string, err error) {
	text = strings.TrimPrefix(text, "\ufeff")
	opening, rest, _ := strings.Cut(text, "\n")
	var read func(string) ([]pair, error)
	format := "YAML"
	switch strings.TrimRight(opening, " \t") {
	case "---":
		read = readYAML
	case "+++":
		read, format = readTOML, "TOML"
	case "{":
		return splitJSON(text)
	default:
		return nil, text, nil
	}
	source, body, closed := cutLine(rest, opening)
	switch {
	case !closed && (format == "TOML" || isEntry(rest)):
		return nil, "", errors.New("line 1: the front matter that opens here is never closed")
	case !closed:
		return nil, text, nil // a line across the page
	case len(source) > maxHead:
		return nil, "", fmt.Errorf("its front matter has more than %d KiB", maxHead>>10)
	}
	if head, err = read(source); err != nil {
		return nil, "", fmt.Errorf("its front matter can't be read as %s: %w", format, err)
	}
	return head, body, nil
}

// cutLine parts a text at the line that holds the mark alone.
func cutLine(text, mark string) (before, after string, found bool) {
	mark = strings.TrimRight(mark, " \t")
	at := 0
	for line := range strings.Lines(text) {
		if strings.TrimRight(line, " \t\n") == mark {
			return text[:at], text[at+len(line):], true
		}
		at += len(line)
	}
	return text, "", false
}

func isEntry(line string) bool {
	line, _, _ = strings.Cut(line, "\n")
	key, _, found := strings.Cut(line, ":")
	return found && key != "" && !strings.ContainsAny(key, " *#[")
}

func readYAML(source string) ([]pair, error) {
	var root yaml.Node
	err := yaml.Load([]byte(source), &root, yaml.WithV4Defaults(), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil || len(root.Content) == 0 {
		return nil, err
	}
	mapping := root.Content[0]
	if mapping.Kind != yaml.MappingNode {
		return nil, errors.New("it is no list of keys")
	}
	var list []pair
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		list = append(list, pair{mapping.Content[i].Value, plainYAML(mapping.Content[i+1])})
	}
	return list, nil
}

// plainYAML is a value; what stands for another is left as it is written, so that no value is larger than its source.
func plainYAML(n *yaml.Node) any {
	switch n.Kind {
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, plainYAML(c))
		}
		return list
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainYAML(n.Content[i+1])
		}
		return m
	}
	if number, err := strconv.Atoi(n.Value); err == nil && n.Tag == "!!int" && strconv.Itoa(number) == n.Value {
		return number
	}
	if n.Tag == "!!null" {
		return ""
	}
	return n.Value
}

func readTOML(source string) ([]pair, error) {
	values := map[string]any{}
	meta, err := toml.Decode(source, &values)
	if err != nil {
		return nil, err
	}
	var list []pair
	for _, key := range meta.Keys() {
		if len(key) == 1 {
			list = append(list, pair{key[0], plainValue(values[key[0]])})
		}
	}
	return list, nil
}

func splitJSON(text string) ([]pair, string, error) {
	values := map[string]any{}
	dec := json.NewDecoder(strings.NewReader(text[:min(len(text), maxHead)]))
	dec.UseNumber()
	if err := dec.Decode(&values); err != nil {
		return nil, "", fmt.Errorf("its front matter can't be read as JSON: %w", err)
	}
	var list []pair
	for _, key := range slices.Sorted(maps.Keys(values)) {
		list = append(list, pair{key, plainValue(values[key])})
	}
	return list, text[dec.InputOffset():], nil
}

// plainValue is a value of TOML or JSON in the form of one of YAML.
func plainValue(v any) any {
	switch v := v.(type) {
	case time.Time:
		return importing.TOMLTime(v)
	case int64:
		return int(v)
	case []map[string]any:
		list := []any{}
		for _, m := range v {
			list = append(list, plainValue(m))
		}
		return list
	case []any:
		for i := range v {
			v[i] = plainValue(v[i])
		}
		return v
	case map[string]any:
		for key := range v {
			v[key] = plainValue(v[key])
		}
		return v
	case string:
		return v
	}
	return fmt.Sprint(v)
}

// texts are the words of a value: one, or those of a list.
func texts(v any) (list []string) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			list = append(list, texts(one)...)
		}
	case map[string]any:
	default:
		if s := strings.TrimSpace(fmt.Sprint(v)); s != "" {
			list = append(list, s)
		}
	}
	return list
}
