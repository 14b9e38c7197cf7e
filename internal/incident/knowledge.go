package incident

// System is an entry in the register of AI systems, knowledge/systems/<slug>.md.
type System struct {
	File
	Slug string
	SystemFront
}

// SystemFront is the front matter of a system.
type SystemFront struct {
	Title     string         `key:"title"`
	Summary   string         `key:"summary" doc:"one plain sentence"`
	Owner     string         `key:"owner" doc:"accountable team or role"`
	Purpose   string         `key:"purpose" doc:"what it is for"`
	Role      string         `key:"role" vocab:"system_roles" doc:"of the organisation under the EU AI Act"`
	RiskClass string         `key:"risk_class" vocab:"risk_classes" doc:"under the EU AI Act"`
	RiskBasis string         `key:"risk_basis" doc:"why this class"`
	Status    string         `key:"status" vocab:"system_statuses"`
	InService Time           `key:"in_service" doc:"since when it is in use"`
	Retired   Time           `key:"retired" doc:"when it was taken out of use"`
	Models    []Model        `key:"models" doc:"as in a record"`
	Usage     []Usage        `key:"usage" doc:"how much it was used, for incidents per million decisions"`
	Users     string         `key:"users" doc:"who uses it"`
	TLP       string         `key:"tlp" vocab:"tlp" doc:"who may read the page"`
	Aliases   []string       `key:"aliases" doc:"former slugs and paths"`
	Links     []Reference    `key:"links" doc:"as references in a record"`
	Custom    map[string]any `key:"custom" doc:"keys of your own"`
}

// Usage is how many decisions a system made from one day, month or year to another, both included.
type Usage struct {
	From      Time   `key:"from" doc:"first day or month"`
	To        Time   `key:"to" doc:"last day or month, included"`
	Decisions *Count `key:"decisions" doc:"decisions, answers or the like; an estimate has two ends"`
}

// ArticleKind tells the kinds of knowledge apart by their folder.
type ArticleKind string

// The kinds of knowledge beside systems.
const (
	Plain    ArticleKind = "article"
	Playbook ArticleKind = "playbook"
	Glossary ArticleKind = "glossary"
)

// Article is any file under knowledge/ but a system: an article, a playbook or a glossary term; or one of the folder of
// articles that the settings name, whose slug is its path there.
type Article struct {
	File
	Slug string
	Kind ArticleKind
	ArticleFront
}

// ArticleFront holds the keys of all three kinds; ArticleKeys tells which a kind may carry.
type ArticleFront struct {
	Title    string   `key:"title"`
	Summary  string   `key:"summary" doc:"one plain sentence"`
	Also     []string `key:"also" doc:"other names of the term"`
	Types    []string `key:"types" vocab:"types" doc:"types of incident that the playbook is for"`
	Systems  []string `key:"systems" doc:"slugs of systems that it is for"`
	Tags     []string `key:"tags" doc:"free words"`
	Owner    string   `key:"owner" doc:"accountable team or role"`
	ReviewBy Time     `key:"review_by" doc:"until when it has to be looked at again"`
	TLP      string   `key:"tlp" vocab:"tlp" doc:"who may read the page"`
	Aliases  []string `key:"aliases" doc:"former slugs and paths"`
}

// ArticleKeys is what the front matter of each kind may hold.
var ArticleKeys = map[ArticleKind][]string{
	Plain:    {"title", "summary", "tags", "owner", "review_by", "tlp", "aliases"},
	Playbook: {"title", "summary", "types", "systems", "owner", "review_by", "tlp", "aliases"},
	Glossary: {"title", "also", "tlp", "aliases"},
}
