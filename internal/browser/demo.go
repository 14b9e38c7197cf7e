package browser

// Page is a page of the demo that stands for its type.
type Page struct {
	Name    string // of the type
	Address string // relative to the root of the site
}

// DemoPages has a page of every type. A type that has several shapes has a page of each.
func DemoPages() []Page {
	return []Page{
		{"home", ""},
		{"incidents", "incidents/"},
		{"incidents-by-severity", "incidents/by-severity/"},
		{"incidents-by-stage", "incidents/by-stage/"},
		{"incident-long", "incidents/inc-2026-0007/"},
		{"incident-open", "incidents/inc-2026-0030/"},
		{"incident-redacted", "incidents/inc-2026-0012/"},
		{"near-miss", "incidents/inc-2025-0037/"},
		{"precedent", "incidents/aiid-0101/"},
		{"precedents", "precedents/"},
		{"parties", "precedents/parties/a/"},
		{"changes", "changes/"},
		{"systems", "systems/"},
		{"system", "systems/fraud-scoring/"},
		{"types", "types/"},
		{"type", "types/data_leak/"},
		{"severities", "severities/"},
		{"severity", "severities/sev2/"},
		{"causes", "causes/"},
		{"cause", "causes/data_quality/"},
		{"teams", "teams/"},
		{"team", "teams/payments-risk/"},
		{"tags", "tags/"},
		{"tag", "tags/retraining/"},
		{"trends", "trends/"},
		{"trends-fast", "trends/how-fast/"},
		{"trends-found", "trends/how-found/"},
		{"trends-after", "trends/what-became-of-it/"},
		{"trends-scope", "trends/systems/fraud-scoring/"},
		{"trends-month", "trends/2026-03/"},
		{"trends-year", "trends/2026/"},
		{"actions", "actions/"},
		{"obligations", "obligations/"},
		{"lessons", "lessons/"},
		{"lessons-cause", "lessons/causes/data_quality/"},
		{"guards", "guards/"},
		{"governance", "governance/"},
		{"framework", "governance/nist_ai_rmf/"},
		{"control", "governance/nist_ai_rmf/manage-4-1/"},
		{"knowledge", "knowledge/"},
		{"article", "knowledge/threshold-changes/"},
		{"playbooks", "knowledge/playbooks/"},
		{"playbook", "knowledge/playbooks/false-positive-surge/"},
		{"glossary", "knowledge/glossary/"},
		{"term", "knowledge/glossary/drift/"},
		{"search", "search/?q=fraud+threshold"},
		{"filing", "filing/"},
		{"rules", "rules/"},
		{"data", "data/"},
		{"404", "404.html"},
	}
}

// Settled is an expression that is true once a page shows all that its scripts fetch.
const Settled = `!document.querySelector("#results") || !location.search || document.querySelector("#results li") !== null && !document.querySelector("#facets[data-waiting]")`
