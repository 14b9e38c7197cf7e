package trendpages

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"hindcast/internal/address"
	"hindcast/internal/bench/gen"
	"hindcast/internal/datafiles"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/load"
	"hindcast/internal/trend"
	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
	"hindcast/internal/wording"
	"hindcast/templates"
)

var demoNow = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// trendSite makes the pages and files of the trends alone.
func trendSite(t *testing.T, fsys fs.FS, now time.Time) map[string][]byte {
	t.Helper()
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return trendPagesOf(t, log, now)
}

func trendPagesOf(t *testing.T, log *incident.Log, now time.Time) map[string][]byte {
	t.Helper()
	r, err := layout.New(templates.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := &site{
		&view.Model{Language: wording.English, Log: log, Names: log.Names(), Trends: trend.Compute(log, now), Now: now},
	}
	m.Index = view.NewIndex(m.Model)
	files := map[string][]byte{}
	for _, s := range log.Systems {
		files["in service/"+s.Slug] = []byte(s.InService.String())
		for _, u := range s.Usage {
			least, most := u.Decisions.Ends()
			files["usage/"+s.Slug] = fmt.Appendf(files["usage/"+s.Slug], "%s %s %s %s\n", u.From, u.To, least, most)
		}
	}
	Make(m.Model, func(template, addr string, p layout.Page) bool {
		p.Model, p.Address, p.Root = m.Model, addr, address.ToRoot(addr)
		p.Gather()
		body, err := r.Execute(template, p)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(body, []byte("%!")) {
			t.Errorf("%s has a text without its values", addr)
		}
		files[address.File(addr)] = body
		return true
	})
	for file, err := range datafiles.Figures(m.Model) {
		if err != nil {
			t.Fatal(err)
		}
		files[file.Path] = file.Body
	}
	return files
}

// inZone is a records repository with another time zone.
func inZone(t *testing.T, fsys fs.FS, zone string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for _, folder := range []string{"incidents", "knowledge"} {
		err := fs.WalkDir(fsys, folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(fsys, name)
			files[name] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	settings, err := fs.ReadFile(fsys, "hindcast.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(settings, []byte("timezone: UTC\n"), []byte("timezone: "+zone+"\n"), 1)
	if bytes.Equal(changed, settings) {
		t.Fatal("the settings set no time zone")
	}
	files["hindcast.yaml"] = &fstest.MapFile{Data: changed}
	return files
}

// The figures on the pages are those that the formulas on the pages give, computed from the data beside
// them by other code; of 200 generated records, or 2,000 where HINDCAST_TEST_LONG is set.
func TestFiguresRecomputed(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	generated := 200
	if os.Getenv("HINDCAST_TEST_LONG") != "" {
		generated = 2000
	}
	demo := os.DirFS("../..")
	for name, site := range map[string]struct {
		fsys  fs.FS
		now   time.Time
		least int // values to compare
	}{
		"demo":                     {demo, demoNow, 3000},
		"demo far west":            {inZone(t, demo, "America/Los_Angeles"), demoNow, 3000},
		"demo far east":            {inZone(t, demo, "Pacific/Auckland"), demoNow, 3000},
		"generated":                {gen.FS(1, generated), gen.Now, 6000},
		"40 records, mid of month": {gen.FS(3, 40), time.Date(2026, 3, 15, 7, 0, 0, 0, time.UTC), 3000},
	} {
		t.Run(name, func(t *testing.T) {
			files := trendSite(t, site.fsys, site.now)
			compared := 0
			for _, file := range slices.Sorted(maps.Keys(files)) {
				if path.Base(file) == "figures.json" {
					compared += recompute(t, files, path.Dir(file))
				}
			}
			if compared < site.least {
				t.Errorf("only %d values were compared", compared)
			}
		})
	}
}

// rowsOf reads a CSV file as its rows by the name of the column.
func rowsOf(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	cells := viewtest.Rows(t, data)
	var rows []map[string]string
	for _, line := range cells[1:] {
		row := map[string]string{}
		for i, name := range cells[0] {
			row[name] = strings.TrimPrefix(line[i], "'")
		}
		rows = append(rows, row)
	}
	return rows
}

// naiveScope is the rows that belong to the scope of a report.
func naiveScope(t *testing.T, files map[string][]byte, report datafiles.ReportJSON) naiveLog {
	t.Helper()
	zone, err := time.LoadLocation(report.Zone)
	if err != nil {
		t.Fatal(err)
	}
	l := naiveLog{
		zone: zone, now: report.Now, known: map[string]map[string]string{}, crossed: map[string]int{}, allActions: map[string][]map[string]string{},
	}
	kind, slug, _ := strings.Cut(report.Scope, ":")
	inScope := map[string]bool{}
	for _, row := range rowsOf(t, files["trends/data.csv"]) {
		l.known[row["id"]] = row
		if d := readTime(row["detected"]); row["kind"] == "incident" && d.parts >= 2 && d.month(zone) <= l.running() &&
			(l.began == "" || d.month(zone) < l.began) {
			l.began = d.month(zone)
		}
		belongs := kind == "all" || kind == "type" && row["type"] == slug ||
			kind == "team" && address.Slug(row["owner"]) == slug ||
			kind == "system" && slices.Contains(listed(row["systems"]), slug) || kind == "severity" && row["severity"] == slug ||
			kind == "year" && readTime(row["detected"]).parts >= 2 && readTime(row["detected"]).month(zone)[:4] == slug &&
				readTime(row["detected"]).month(zone) <= l.running()
		switch {
		case !belongs:
		case row["kind"] == "incident":
			l.incidents = append(l.incidents, row)
			inScope[row["id"]] = true
		default:
			l.near = append(l.near, row)
		}
	}
	l.usage = map[string][]naiveUsage{}
	for name, text := range files {
		slug, ok := strings.CutPrefix(name, "usage/")
		if !ok || kind != "all" && report.Scope != "system:"+slug {
			continue
		}
		for line := range strings.Lines(string(text)) {
			cells := strings.Fields(line)
			u := naiveUsage{from: readTime(cells[0]), to: readTime(cells[1])}
			u.least, _ = strconv.ParseFloat(cells[2], 64)
			u.most, _ = strconv.ParseFloat(cells[3], 64)
			l.usage[slug] = append(l.usage[slug], u)
		}
	}
	if kind == "year" {
		l.year = slug
	}
	if l.isSystem = kind == "system"; l.isSystem {
		l.inService = readTime(string(files["in service/"+slug]))
	}
	for _, action := range rowsOf(t, files["trends/actions.csv"]) {
		id := action["incident"]
		l.allActions[id] = append(l.allActions[id], action)
		if inScope[id] {
			l.actions = append(l.actions, action)
		}
	}
	return l
}

// recompute compares one report with what its data give, and returns how many values it compared.
func recompute(t *testing.T, files map[string][]byte, folder string) int {
	t.Helper()
	var report datafiles.ReportJSON
	if err := json.Unmarshal(files[folder+"/figures.json"], &report); err != nil {
		t.Fatal(err)
	}
	l := naiveScope(t, files, report)
	if report.N != len(l.incidents) || report.Near != len(l.near) {
		t.Errorf("%s: %d incidents and %d near, the data have %d and %d",
			folder, report.N, report.Near, len(l.incidents), len(l.near))
	}
	want := l.all()
	l.compareJudged(t, folder, report.Judged, want["compare"])
	shown := map[string]map[string]string{}
	for _, q := range view.Questions {
		maps.Copy(shown, shownValues(t, files[path.Join(folder, q.Chapter, "index.html")]))
	}
	if len(shown) == 0 {
		t.Errorf("%s: no page shows a number", folder)
	}
	compared := 0
	for _, f := range report.Figures {
		where := folder + "/" + f.ID
		page := files[path.Join(folder, view.QuestionOf(f.ID).Chapter, "index.html")]
		if !bytes.Contains(page, []byte(`<h3 id="`+f.ID+`">`)) {
			t.Errorf("%s: it is not where its address says", where)
		}
		if f.ID == "duties" { // its steps are in no data file; a test of package trend has them
			continue
		}
		answers, known := want[f.ID]
		if !known {
			t.Errorf("%s: no formula for it", where)
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(f.Values)) {
			if !alike(f.Values[name], answers[name]) {
				t.Errorf("%s: %s is %v, the data give %v", where, name, f.Values[name], answers[name])
			}
			compared++
		}
		for name, value := range answers {
			if _, there := f.Values[name]; !there && name != "n" {
				t.Errorf("%s: %s is missing, the data give %v", where, name, value)
			}
		}
		for name, text := range shown[f.ID] {
			if !alike(number(text), answers[name]) {
				t.Errorf("%s: the page shows %s for %s, the data give %v", where, text, name, answers[name])
			}
			compared++
		}
		compared += l.rows(t, where, f, files[folder+"/"+f.CSV])
	}
	return compared
}

// compareJudged compares what is said of the last twelve months with what the limits and verdicts give.
func (l naiveLog) compareJudged(t *testing.T, where string, got datafiles.JudgedJSON, compare answers) {
	t.Helper()
	if l.year != "" {
		return
	}
	method, more, fewer := l.judged()
	outside := func(o *datafiles.OutsideJSON) datafiles.OutsideJSON {
		if o == nil {
			return datafiles.OutsideJSON{}
		}
		return *o
	}
	if got.Method != method || outside(got.More) != more || outside(got.Fewer) != fewer {
		t.Errorf("%s: judged by %s, more %v, fewer %v; the data give %s, %v, %v",
			where, got.Method, outside(got.More), outside(got.Fewer), method, more, fewer)
	}
	changed, none, few := 0, 0, 0
	for name, verdict := range compare {
		word, isWord := verdict.(string)
		switch {
		case !strings.HasSuffix(name, "_verdict"):
		case !isWord: // chance decides
			return
		case word == "longer" || word == "shorter":
			changed++
			if !slices.Contains(got.Changed, strings.TrimSuffix(name, "_verdict")+" "+word) {
				t.Errorf("%s: %s is %s and not among what has changed, %v", where, name, word, got.Changed)
			}
		case word == "no-change":
			none++
		default:
			few++
		}
	}
	if len(got.Changed) != changed || got.Told != changed+none || got.Few != few {
		t.Errorf("%s: %v changed, %d told, %d too few; the data give %d, %d, %d",
			where, got.Changed, got.Told, got.Few, changed, changed+none, few)
	}
}

// rows compares the rows of the figures by month, year or cause.
func (l naiveLog) rows(t *testing.T, where string, f datafiles.FigureJSON, file []byte) int {
	t.Helper()
	table := rowsOf(t, file)
	check := func(row map[string]string, column, want string) {
		if row[column] != want {
			t.Errorf("%s: %s of %v is %s, the data give %s", where, column, row, row[column], want)
		}
	}
	months, n := l.perMonth()
	total := 0
	for i, row := range table {
		switch f.ID {
		case "months":
			check(row, "month", months[i])
			check(row, "incidents", strconv.Itoa(n[i]))
		case "debt":
			check(row, "overdue", l.debtByMonth(row["month"]))
		case "completion":
			part, whole := l.share(l.due(), func(a map[string]string) bool {
				return readTime(a["due"]).month(l.zone) == row["month"]
			}, l.onTime)
			dropped, _ := l.share(l.due(), func(a map[string]string) bool {
				return readTime(a["due"]).month(l.zone) == row["month"]
			}, l.droppedOnTime)
			check(row, "due", strconv.Itoa(whole))
			check(row, "done_on_time", strconv.Itoa(part))
			check(row, "dropped_on_time", strconv.Itoa(dropped))
		case "monitoring", "recurrence":
			has := l.recurs
			if f.ID == "monitoring" {
				has = isMonitoring
			}
			part, whole := l.share(l.dated(l.incidents), func(r map[string]string) bool {
				return readTime(r["detected"]).month(l.zone)[:4] == row["year"] && (f.ID != "monitoring" || hasMethod(r))
			}, has)
			check(row, "part", strconv.Itoa(part))
			check(row, "whole", strconv.Itoa(whole))
		case "severity-times", "impact", "causes-by-year", "owners", "rates":
			for column, want := range l.crossRow(f.ID, row) {
				if got := number(row[column]); !alike(got, want) {
					t.Errorf("%s: %s of %v is %v, the data give %v", where, column, row, got, want)
				}
				l.crossed[f.ID]++
			}
		case "causes", "safeguards", "methods", "models", "vendors":
			sum := 0
			for _, before := range table[:i+1] {
				at, _ := strconv.Atoi(before["incidents"])
				sum += at
			}
			if mentions, ok := f.Values["mentions"].(float64); !ok ||
				!alike(number(row["cumulative_share"]), float64(sum)/mentions) {
				t.Errorf("%s: cumulative share of %v", where, row)
			}
		case "types", "severities", "systems", "near-misses":
			for column, cell := range row {
				if value, err := strconv.Atoi(cell); err == nil && column != "month" {
					total += value
				}
			}
		}
	}
	if slices.Contains([]string{"severity-times", "impact", "causes-by-year", "owners", "rates"}, f.ID) && l.crossed[f.ID] < len(table) {
		t.Errorf("%s: %d numbers of %d rows were compared", where, l.crossed[f.ID], len(table))
	}
	if total > 0 {
		sum := 0.0
		for name, v := range f.Values {
			if value, ok := v.(float64); ok && strings.HasPrefix(name, "n_") {
				sum += value
			}
		}
		if float64(total) != sum {
			t.Errorf("%s: the months add up to %d, the totals to %v", where, total, sum)
		}
	}
	for _, s := range naiveSpans {
		if s.id == f.ID {
			l.points(t, where, s, table)
		}
	}
	return len(table)
}

// points compares the single cases of a time, and how many are left out.
func (l naiveLog) points(t *testing.T, where string, s naiveSpan, table []map[string]string) {
	t.Helper()
	finished, open, _, leftOut := l.took(s, l.incidents)
	var got [2][]float64
	for _, row := range table {
		took, err := strconv.ParseFloat(row[s.unit], 64)
		if err != nil {
			t.Errorf("%s: %v", where, err)
		}
		got[len(row["open"])/len("yes")] = append(got[len(row["open"])/len("yes")], took)
	}
	for i, want := range [][]float64{finished, open} {
		slices.Sort(want)
		slices.Sort(got[i])
		if !slices.Equal(got[i], want) {
			t.Errorf("%s: points %v, the data give %v", where, got[i], want)
		}
	}
	if len(table)+leftOut != len(l.incidents) {
		t.Errorf("%s: %d points and %d left out of %d incidents", where, len(table), leftOut, len(l.incidents))
	}
}

// number reads the text of a value: nil where it is empty, the text where it is none.
func number(text string) any {
	if text == "" {
		return nil
	}
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return v
	}
	return text
}

// alike compares two values within what their rounding and chance allow.
func alike(a, b any) bool {
	within := 0.00011
	switch want := b.(type) {
	case either:
		return slices.Contains(want, fmt.Sprint(a))
	case about:
		b, within = want.value, want.within
	}
	float := func(v any) (float64, bool) {
		if n, ok := v.(int); ok {
			return float64(n), true
		}
		f, ok := v.(float64)
		return f, ok
	}
	x, isX := float(a)
	y, isY := float(b)
	if isX && isY {
		return math.Abs(x-y) <= within
	}
	return a == b
}

// shownValues are the numbers on a page by figure and name.
func shownValues(t *testing.T, page []byte) map[string]map[string]string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]map[string]string{}
	for n := range doc.Descendants() {
		if n.Data != "data" {
			continue
		}
		attributes := map[string]string{}
		for _, a := range n.Attr {
			attributes[a.Key] = a.Val
		}
		figure, name, _ := strings.Cut(attributes["data-name"], ".")
		if shown[figure] == nil {
			shown[figure] = map[string]string{}
		}
		shown[figure][name] = attributes["value"]
	}
	return shown
}
