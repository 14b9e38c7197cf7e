package conformance_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const typesConfig = `{"compilerOptions": {"strict": true, "noEmit": true, "skipLibCheck": true, "target": "es2022", "module": "esnext",
	"moduleResolution": "bundler", "types": []}, "files": ["check.ts"]}`

// typesSource gives an export's files the types that the engines' clients require of requests. The
// lines after @ts-expect-error are wrong on purpose: the compiler fails where it accepts one.
const typesSource = `import type { Indices_Create_RequestBody } from '@opensearch-project/opensearch/api/indices/create.js'
import type { OperationContainer } from '@opensearch-project/opensearch/api/_types/_core.bulk.js'
import type { Settings } from 'meilisearch'
export const index: Indices_Create_RequestBody = %s
export const action: OperationContainer = %s
export const settings: Settings = %s
// @ts-expect-error
export const misspelled: Indices_Create_RequestBody = {mappings: {properties: {a: {type: 'keywrd'}}}}
// @ts-expect-error
export const unknown: Indices_Create_RequestBody = {mappings: {propertys: {}}}
// @ts-expect-error
export const unnamed: Indices_Create_RequestBody = {settings: {analysis: {analyzer: {a: {type: 'custom', filter: ['lowercase']}}}}}
// @ts-expect-error
export const stranger: OperationContainer = {indexx: {_id: 'a'}}
// @ts-expect-error
export const old: Settings = {searchableAttribute: ['title']}
`

// TestExportsHaveTheTypesOfTheClients compiles an export of the demo against the types of the official
// clients; those of OpenSearch are generated from its API specification.
func TestExportsHaveTheTypesOfTheClients(t *testing.T) {
	modules, err := filepath.Abs("node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(modules, "typescript")); errors.Is(err, fs.ErrNotExist) {
		t.Skip("typescript is not installed; npm --prefix internal/conformance ci brings it")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node in PATH")
	}
	opensearch, meilisearch := exported(t, "../..", "opensearch"), exported(t, "../..", "meilisearch")
	action, _, _ := bytes.Cut(opensearch["bulk.ndjson"], []byte("\n"))
	dir := t.TempDir()
	if err := os.Symlink(modules, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "tsconfig.json"), typesConfig)
	write(t, filepath.Join(dir, "check.ts"),
		fmt.Sprintf(typesSource, oneLine(t, opensearch["index.json"]), action, oneLine(t, meilisearch["settings.json"])))
	out, err := exec.CommandContext(t.Context(), node,
		filepath.Join(modules, "typescript", "bin", "tsc"), "--project", dir).CombinedOutput()
	if err != nil {
		t.Errorf("the compiler: %v\n%s", err, strings.ReplaceAll(string(out), dir, ""))
	}
}

func oneLine(t *testing.T, text []byte) string {
	t.Helper()
	var line bytes.Buffer
	if err := json.Compact(&line, text); err != nil {
		t.Fatal(err)
	}
	return line.String()
}
