package incident

import "slices"

// Term is one value of a vocabulary.
type Term struct {
	ID         string `key:"id" doc:"as records write it"`
	Title      string `key:"title" doc:"as pages show it"`
	Definition string `key:"definition"`
	Criteria   string `key:"criteria" doc:"of a severity: what makes it one"`
}

// Vocabulary is the values that a key may have, in their natural order.
type Vocabulary []Term

// IDs lists the values.
func (v Vocabulary) IDs() []string {
	ids := make([]string, len(v))
	for i, t := range v {
		ids[i] = t.ID
	}
	return ids
}

// Has reports whether a value belongs to the vocabulary.
func (v Vocabulary) Has(id string) bool { return v.Index(id) >= 0 }

// Index is the rank of a value, from 0; -1 where it does not belong.
func (v Vocabulary) Index(id string) int {
	return slices.IndexFunc(v, func(t Term) bool { return t.ID == id })
}

// TitleOf is the words for a value, the value itself where there are none.
func (v Vocabulary) TitleOf(id string) string {
	if i := v.Index(id); i >= 0 && v[i].Title != "" {
		return v[i].Title
	}
	return id
}

// Vocabularies are all of them by the name used in the tags of the record's fields.
type Vocabularies map[string]Vocabulary

// The kinds of record.
const (
	KindIncident  = "incident"
	KindNearMiss  = "near_miss"
	KindHazard    = "hazard"
	KindExercise  = "exercise"
	KindPrecedent = "precedent"
)

// TLP is the marks of the Traffic Light Protocol 2.0 (FIRST, 2022), least restricted first.
var TLP = Vocabulary{
	{ID: "CLEAR", Title: "CLEAR", Definition: "no limit on disclosure"},
	{ID: "GREEN", Title: "GREEN", Definition: "the community: peers and partner organisations"},
	{ID: "AMBER", Title: "AMBER", Definition: "the organisation and its clients, on a need-to-know basis"},
	{ID: "AMBER+STRICT", Title: "AMBER+STRICT", Definition: "the organisation only, on a need-to-know basis"},
	{ID: "RED", Title: "RED", Definition: "the named recipients only"},
}

// DefaultVocabularies are those of a repository that configures none. The caller owns the map.
func DefaultVocabularies() Vocabularies {
	return Vocabularies{
		"kinds": {
			{ID: KindIncident, Title: "Incident", Definition: "it happened and did harm or could have been expected to"},
			{ID: KindNearMiss, Title: "Near miss", Definition: "it happened, and chance or a safeguard kept the harm away"},
			{ID: KindHazard, Title: "Hazard", Definition: "nothing has happened yet, and it plausibly could"},
			{ID: KindExercise, Title: "Exercise", Definition: "a rehearsal, handled like an incident and counted in no trend"},
			{ID: KindPrecedent, Title: "Precedent", Definition: "a public incident, exercise or vulnerability report kept for reference"},
		},
		"types": {
			{ID: "model_failure", Title: "Model failure", Definition: "worse output than the model was validated for, or none; changes and outages at a vendor included"},
			{ID: "security_breach", Title: "Security breach", Definition: "an attacker got the system to act or to give access"},
			{ID: "data_leak", Title: "Data leak", Definition: "data reached someone who was not entitled to it"},
			{ID: "bias", Title: "Bias", Definition: "groups were treated unequally without justification"},
			{ID: "compliance_violation", Title: "Compliance violation", Definition: "a rule was broken, whether or not harm came of it"},
			{ID: "unexpected_behavior", Title: "Unexpected behaviour", Definition: "the system did what nobody specified, without a fall in measured quality"},
			{ID: "misuse", Title: "Misuse", Definition: "the system worked as built and was used for a forbidden end"},
			{ID: "other", Title: "Other", Definition: "none of the other types fits"},
		},
		"severities": {
			{ID: "sev1", Title: "Sev 1", Criteria: "death, serious harm to health, or irreversible harm to many people"},
			{ID: "sev2", Title: "Sev 2", Criteria: "serious harm to people or to a core service, or many people affected"},
			{ID: "sev3", Title: "Sev 3", Criteria: "limited and reversible harm"},
			{ID: "sev4", Title: "Sev 4", Criteria: "no or negligible effect"},
		},
		"stages":   StageTerms(),
		"statuses": append(StageTerms(), exitTerms...),
		"tlp":      TLP,
		"methods": {
			{ID: "monitoring", Title: "Own monitoring"},
			{ID: "staff_report", Title: "Report by staff"},
			{ID: "user_report", Title: "Report by a user"},
			{ID: "testing", Title: "Testing", Definition: "own tests and red teams"},
			{ID: "audit", Title: "Audit"},
			{ID: "vendor", Title: "Vendor"},
			{ID: "partner", Title: "Partner", Definition: "a deployer, a customer organisation or a processor"},
			{ID: "researcher", Title: "Researcher"},
			{ID: "press", Title: "Press"},
			{ID: "regulator", Title: "Regulator"},
		},
		"harms": {
			{ID: "physical", Title: "Physical"},
			{ID: "psychological", Title: "Psychological"},
			{ID: "reputational", Title: "Reputational"},
			{ID: "economic", Title: "Economic"},
			{ID: "environmental", Title: "Environmental"},
			{ID: "public_interest", Title: "Public interest"},
			{ID: "fundamental_rights", Title: "Fundamental rights"},
		},
		"reversible": {{ID: "yes", Title: "Yes"}, {ID: "partly", Title: "Partly"}, {ID: "no", Title: "No"}},
		"confidence": {
			{ID: "confirmed", Title: "Confirmed", Definition: "shown by evidence, or admitted"},
			{ID: "likely", Title: "Likely", Definition: "the evidence points to it, and nothing speaks against it"},
			{ID: "alleged", Title: "Alleged", Definition: "said by one side, not yet looked into"},
			{ID: "disputed", Title: "Disputed", Definition: "those involved tell it differently"},
		},
		"autonomy": {
			{ID: "advisory", Title: "Advisory", Definition: "it advises, and people act"},
			{ID: "approved", Title: "Approved", Definition: "it acts after a person approved each action"},
			{ID: "supervised", Title: "Supervised", Definition: "it acts, and a person watches and can step in"},
			{ID: "bounded", Title: "Bounded", Definition: "it acts freely within a policy that is enforced"},
			{ID: "autonomous", Title: "Autonomous", Definition: "it acts freely"},
		},
		"authority": {
			{ID: "funds", Title: "Funds"},
			{ID: "credentials", Title: "Credentials"},
			{ID: "code_execution", Title: "Running code"},
			{ID: "communication", Title: "Communication", Definition: "messages to people in somebody's name"},
			{ID: "data_access", Title: "Access to data"},
			{ID: "physical", Title: "The physical world"},
		},
		"adversary": {{ID: "yes", Title: "Yes"}, {ID: "no", Title: "No"}, {ID: "unknown", Title: "Not known"}},
		"safeguard_results": {
			{ID: "worked", Title: "Worked"},
			{ID: "missed", Title: "Missed", Definition: "it ran and did not catch it"},
			{ID: "off", Title: "Off", Definition: "it was there and did not run"},
			{ID: "absent", Title: "Absent", Definition: "it was expected, and had never been there"},
		},
		"control_results": {
			{ID: "failed", Title: "Failed", Definition: "it was in place and did not do what it is for"},
			{ID: "held", Title: "Held", Definition: "it was in place and did what it is for"},
			{ID: "absent", Title: "Absent", Definition: "it was called for, and not in place"},
		},
		"guard_kinds": {
			{ID: "eval", Title: "Evaluation", Definition: "a case among the tests of the model's output"},
			{ID: "test", Title: "Test", Definition: "a test of the software"},
			{ID: "monitor", Title: "Monitor"},
			{ID: "control", Title: "Control", Definition: "something that blocks, or asks a person"},
			{ID: "policy", Title: "Policy"},
		},
		"evidence_grades": {
			{ID: "editable", Title: "Editable", Definition: "whoever keeps it can change it"},
			{ID: "append_only", Title: "Append-only", Definition: "kept where nothing can be changed unnoticed"},
			{ID: "witnessed", Title: "Witnessed", Definition: "a third party vouches for it"},
		},
		"causes": {
			{ID: "data_quality", Title: "Data quality", Definition: "data were wrong, incomplete, stale or unrepresentative"},
			{ID: "drift", Title: "Drift", Definition: "the world moved away from what the model was built on"},
			{ID: "specification", Title: "Specification", Definition: "what the system was asked to do was not what was wanted"},
			{ID: "evaluation_gap", Title: "Evaluation gap", Definition: "the tests before release did not cover the case"},
			{ID: "change_control", Title: "Change control", Definition: "a change went out without the check it needed"},
			{ID: "access_control", Title: "Access control", Definition: "someone or something could reach what it should not"},
			{ID: "third_party", Title: "Third party", Definition: "a vendor, library or data source behaved otherwise than relied on"},
			{ID: "human_oversight", Title: "Human oversight", Definition: "people in the loop could not, or did not, step in"},
			{ID: "monitoring_gap", Title: "Monitoring gap", Definition: "nothing watched the signal that would have shown it"},
			{ID: "process", Title: "Process", Definition: "a procedure was missing, unclear or not followed"},
			{ID: "training", Title: "Training", Definition: "people had not been prepared for the task"},
			{ID: "adversary", Title: "Adversary", Definition: "someone set out to make it happen"},
			{ID: "other", Title: "Other", Definition: "none of the other causes fits"},
		},
		"action_kinds": {
			{ID: "prevent", Title: "Prevent", Definition: "keeps it from happening again"},
			{ID: "detect", Title: "Detect", Definition: "makes it noticed sooner"},
			{ID: "mitigate", Title: "Mitigate", Definition: "makes it do less harm"},
			{ID: "process", Title: "Process", Definition: "improves how incidents are handled"},
		},
		"action_statuses": {
			{ID: "open", Title: "Open"},
			{ID: "in_progress", Title: "In progress"},
			{ID: "done", Title: "Done"},
			{ID: "declined", Title: "Declined"},
			{ID: "transferred", Title: "Transferred"},
		},
		"results": {{ID: "effective", Title: "Effective"}, {ID: "partly", Title: "Partly effective"}, {ID: "ineffective", Title: "Ineffective"}},
		"relations": {
			{ID: "recurrence_of", Title: "Recurrence of"},
			{ID: "caused_by", Title: "Caused by"},
			{ID: "variant_of", Title: "Variant of"},
			{ID: "similar_to", Title: "Similar to"},
		},
		"applies": {{ID: "yes", Title: "Applies"}, {ID: "no", Title: "Does not apply"}, {ID: "open", Title: "Not yet decided"}},
		"reference_kinds": {
			{ID: "report", Title: "Report"},
			{ID: "statement", Title: "Statement"},
			{ID: "ticket", Title: "Ticket"},
			{ID: "advisory", Title: "Advisory"},
			{ID: "paper", Title: "Paper"},
			{ID: "press", Title: "Press"},
			{ID: "other", Title: "Other"},
		},
		"system_roles": {{ID: "provider", Title: "Provider"}, {ID: "deployer", Title: "Deployer"}, {ID: "both", Title: "Provider and deployer"}},
		"risk_classes": {
			{ID: "prohibited", Title: "Prohibited"},
			{ID: "high", Title: "High risk"},
			{ID: "limited", Title: "Limited risk"},
			{ID: "minimal", Title: "Minimal risk"},
		},
		"system_statuses": {
			{ID: "development", Title: "In development"},
			{ID: "pilot", Title: "Pilot"},
			{ID: "production", Title: "In production"},
			{ID: "retired", Title: "Retired"},
		},
		"yes_no": {{ID: "yes", Title: "Yes"}, {ID: "no", Title: "No"}},
		"custom_forms": {
			{ID: "text", Title: "Text"},
			{ID: "number", Title: "Number"},
			{ID: "date", Title: "Date", Definition: "a time as exactly as it is known"},
			{ID: "address", Title: "Address", Definition: "on the web; a link on the page"},
		},
		"levels": {
			{ID: "off", Title: "Off", Definition: "not checked; for warnings and notes"},
			{ID: "note", Title: "Note"},
			{ID: "warning", Title: "Warning"},
			{ID: "error", Title: "Error"},
		},
		"audiences": {
			{ID: "public", Title: "Public", Definition: "records marked CLEAR"},
			{ID: "partner", Title: "Partner", Definition: "records up to GREEN"},
			{ID: "internal", Title: "Internal", Definition: "records up to AMBER+STRICT"},
			{ID: "restricted", Title: "Restricted", Definition: "all records"},
		},
	}
}
