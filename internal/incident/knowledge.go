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
	Summary   string         `key:"summary"`
	Owner     string         `key:"owner"`
	Purpose   string         `key:"purpose"`
	Role      string         `key:"role" vocab:"system_roles"`
	RiskClass string         `key:"risk_class" vocab:"risk_classes"`
	RiskBasis string         `key:"risk_basis"`
	Status    string         `key:"status" vocab:"system_statuses"`
	InService Time           `key:"in_service"`
	Retired   Time           `key:"retired"`
	Models    []Model        `key:"models"`
	Users     string         `key:"users"`
	TLP       string         `key:"tlp" vocab:"tlp"`
	Aliases   []string       `key:"aliases"`
	Links     []Reference    `key:"links"`
	Custom    map[string]any `key:"custom"`
}

// ArticleKind tells the kinds of knowledge apart by their folder.
type ArticleKind string

// The kinds of knowledge beside systems.
const (
	Plain    ArticleKind = "article"
	Playbook ArticleKind = "playbook"
	Glossary ArticleKind = "glossary"
)

// Article is any file under knowledge/ but a system: an article, a playbook or a glossary term.
type Article struct {
	File
	Slug string
	Kind ArticleKind
	ArticleFront
}

// ArticleFront holds the keys of all three kinds; ArticleKeys tells which a kind may carry.
type ArticleFront struct {
	Title    string   `key:"title"`
	Summary  string   `key:"summary"`
	Also     []string `key:"also"`
	Types    []string `key:"types" vocab:"types"`
	Systems  []string `key:"systems"`
	Tags     []string `key:"tags"`
	Owner    string   `key:"owner"`
	ReviewBy Time     `key:"review_by"`
	TLP      string   `key:"tlp" vocab:"tlp"`
	Aliases  []string `key:"aliases"`
}

// ArticleKeys is what the front matter of each kind may hold.
var ArticleKeys = map[ArticleKind][]string{
	Plain:    {"title", "summary", "tags", "owner", "review_by", "tlp", "aliases"},
	Playbook: {"title", "summary", "types", "systems", "owner", "review_by", "tlp", "aliases"},
	Glossary: {"title", "also", "tlp", "aliases"},
}
