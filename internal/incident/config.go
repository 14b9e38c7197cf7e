package incident

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode"

	"hindcast/internal/diag"
	"hindcast/internal/folder"
	"hindcast/internal/section"
)

// Settings is what hindcast.yaml may hold.
type Settings struct {
	Title            string      `key:"title" doc:"of the site; AI incidents where not written"`
	Organisation     string      `key:"organisation" doc:"whose records they are"`
	BaseURL          BaseURL     `key:"base_url" doc:"address of the published site, for feeds and the sitemap"`
	Repository       BaseURL     `key:"repository" doc:"its address at a host, for links to edit and to file"`
	RepositoryFolder folder.Path `key:"repository_folder" doc:"where the records lie in the repository at the host, if not in its top"`
	Branch           string      `key:"branch" doc:"that pages link to at the host; main where not written"`
	Language         string      `key:"language" doc:"a tag such as de; en where not written"`
	Timezone         Zone        `key:"timezone" doc:"of days and months, such as Europe/Berlin; UTC where not written"`
	Audience         string      `key:"audience" vocab:"audiences" doc:"that is built for without --audience; internal where not written"`
	IDs              IDSettings  `key:"ids" doc:"how ids are built"`
	Types            Vocabulary  `key:"types" doc:"your own types of incident in place of the built-in ones"`
	Severities       Vocabulary  `key:"severities" doc:"likewise severities, the worst first"`
	Causes           Vocabulary  `key:"causes" doc:"likewise causes"`
	Teams            Vocabulary  `key:"teams" doc:"the teams that can own records"`

	Rules        map[string]string       `key:"rules" vocab:"levels" doc:"levels by the ids of rules"`
	Obligations  map[string]Duty         `key:"obligations" doc:"changes to built-in duties to report, by regime"`
	Frameworks   map[string]OwnFramework `key:"frameworks" doc:"your own frameworks of controls, by name"`
	CustomPages  []CustomPage            `key:"custom_pages" doc:"pages of your own on the site"`
	Keep         []KeptName              `key:"keep" doc:"what the host keeps among published files, such as CNAME"`
	Limits       map[string]Bound        `key:"limits" doc:"bounds of what a file may cost; see below"`
	CustomFields []CustomField           `key:"custom_fields" doc:"keys of your own under custom, in records and systems"`
	StageNeeds   map[string]OwnNeeds     `key:"stages" doc:"what stages ask for besides, by stage"`
	Trends       TrendSettings           `key:"trends" doc:"what figures are about"`
	Sections     map[string]string       `key:"sections" doc:"your own headings by the names of sections"`
	Sources      []LogSource             `key:"sources" doc:"other logs whose records the site shows too"`
	Articles     folder.Settings         `key:"articles" doc:"a folder of plain Markdown files that are articles"`
}

// OwnFramework is a framework of the organisation's own, such as its policy for models.
type OwnFramework struct {
	Title    string     `key:"title"`
	Version  string     `key:"version"`
	Source   string     `key:"source" doc:"address of its text"`
	Controls Vocabulary `key:"controls"`
	Extend   Switch     `key:"extend" doc:"true adds to the built-in framework of that name"`
}

// OwnNeeds are keys and sections that a stage asks for beside those that it always does.
type OwnNeeds struct {
	Needs []string `key:"needs" doc:"key paths; custom.KEY and section:NAME too"`
}

// TrendSettings says what the figures of the trends are about.
type TrendSettings struct {
	From Time `key:"from" doc:"incidents that were detected before are in no figure"`
}

// CustomField is a key of the organisation's own, which stands under custom.
type CustomField struct {
	ID         string   `key:"id" doc:"small letters, digits and underscores"`
	Title      string   `key:"title" doc:"what pages call it"`
	Form       string   `key:"form" vocab:"custom_forms" doc:"of each value; text where not written"`
	Values     []string `key:"values" doc:"those that are allowed; any where there are none"`
	NeededFrom string   `key:"needed_from" vocab:"stages" doc:"stage from which on it has to be there"`
	Facet      Switch   `key:"facet" doc:"true makes it a filter and a facet of the search"`
}

// CustomField is the one with an id; false where settings name none.
func (c *Config) CustomField(id string) (CustomField, bool) {
	for _, f := range c.CustomFields {
		if f.ID == id {
			return f, true
		}
	}
	return CustomField{}, false
}

// CustomIDs are the ids of the organisation's own keys.
func (c *Config) CustomIDs() []string {
	ids := make([]string, len(c.CustomFields))
	for i, f := range c.CustomFields {
		ids[i] = f.ID
	}
	return ids
}

// Switch is what is either so or not.
type Switch bool

// UnmarshalText reads a switch.
func (s *Switch) UnmarshalText(text []byte) error {
	switch strings.ToLower(string(text)) {
	case "true", "yes", "on":
		*s = true
	case "false", "no", "off":
		*s = false
	default:
		return fmt.Errorf("must be true or false, not %q", text)
	}
	return nil
}

// CustomPage is a page that the repository adds to the site: templates/pages/<template>.html, shown
// at <template>/ and in the navigation under its title.
type CustomPage struct {
	Template string `key:"template" doc:"name of a file in templates/pages, without .html"`
	Title    string `key:"title" doc:"in the navigation"`
}

// KeptName is a file or folder in the top of the published folder that is the host's, such as CNAME.
type KeptName string

// UnmarshalText reads a plain name, and none of those that a site has for itself.
func (k *KeptName) UnmarshalText(text []byte) error {
	name := string(text)
	plain := fs.ValidPath(name) && name != "." && !strings.ContainsAny(name, `/\`) &&
		!strings.ContainsFunc(name, unicode.IsControl) && len(name) <= 255
	switch {
	case !plain:
		return &diag.FormError{
			Message: fmt.Sprintf("is no plain name of a file: %q", name),
			Remedy:  "name a file or folder in the top of the site, such as CNAME or .git",
		}
	case IsOwnName(name):
		return &diag.FormError{
			Message: fmt.Sprintf("can't be kept: %q", name), Remedy: "the site has this name for itself; leave it out",
		}
	}
	*k = KeptName(name)
	return nil
}

// siteNames are the names in a published folder that mean something to Hindcast.
var siteNames = []string{"manifest.json", "manifest.json.sig", "hindcast.yaml"}

func IsOwnName(name string) bool { return containsFold(siteNames, name) }

func containsFold(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// IDSettings is how ids are built.
type IDSettings struct {
	Pattern IDPattern `key:"pattern" doc:"of new ids; INC-{year}-{number} where not written"`
}

// Duty changes what the table of regimes says of one of them.
type Duty struct {
	AppliesFrom Time   `key:"applies_from" doc:"date from which on it applies"`
	Suggest     string `key:"suggest" vocab:"yes_no" doc:"whether records that may fall under it are reminded of it"`
}

// Config is the settings with their defaults filled in.
type Config struct {
	Settings
	Written      Settings // without defaults
	Zone         *time.Location
	Vocabularies Vocabularies
	SectionNames *SectionNames
	Joined       []Joined // the sources whose records are there
	stages       []Stage
}

// Restricted is the audience that sees all. It is never configured: who wants such a site asks for it
// each time, since a change of one line would publish everything.
const Restricted = "restricted"

// worstSeverities is how many of the worst severities need a rationale.
const worstSeverities = 2

// NewConfig fills in the defaults.
func NewConfig(s Settings) Config {
	c := Config{Settings: s, Written: s, Zone: s.Timezone.Location(), Vocabularies: DefaultVocabularies(), SectionNames: section.New(s.Sections)}
	if c.Title == "" {
		c.Title = "AI incidents"
	}
	if c.Language == "" {
		c.Language = "en"
	}
	if c.Branch == "" {
		c.Branch = "main"
	}
	switch {
	case c.Audience == "", c.Audience == Restricted:
		c.Audience = "internal"
	case !c.Vocabularies["audiences"].Has(c.Audience):
		c.Audience = "public" // whatever was meant, it was no more than this
	}
	if c.IDs.Pattern.IsZero() {
		c.IDs.Pattern = DefaultIDPattern
	}
	for name, own := range map[string]Vocabulary{"types": s.Types, "severities": s.Severities, "causes": s.Causes} {
		if len(own) > 0 {
			c.Vocabularies[name] = own
		}
	}
	c.Vocabularies["teams"] = s.Teams
	c.stages = lifecycleOf(s)
	return c
}

// Lifecycle is the table of stages with what the settings add to it.
func (c *Config) Lifecycle() []Stage {
	if c.stages == nil {
		return Lifecycle
	}
	return c.stages
}

// lifecycleOf is the table with the needs of settings.
func lifecycleOf(s Settings) []Stage {
	stages := slices.Clone(Lifecycle)
	add := func(stage string, need Need) {
		if i := StageIndex(stage); i >= 0 {
			stages[i].Needs = append(slices.Clip(stages[i].Needs), need)
		}
	}
	for stage, own := range s.StageNeeds {
		for _, key := range own.Needs {
			add(stage, ownNeed(key, "this repository asks for it"))
		}
	}
	for _, f := range s.CustomFields {
		add(f.NeededFrom, ownNeed("custom."+f.ID, cmp.Or(f.Title, "a key of your own")))
	}
	return stages
}

func ownNeed(key, hint string) Need {
	need := Need{Key: key, Hint: hint}
	if id, isOwn := strings.CutPrefix(key, "custom."); isOwn {
		need.Met = func(r *Record) bool { return r.Custom[id] != nil }
	}
	return need
}

// IsWorst reports whether a severity is one of the two worst, which need more care.
func (c *Config) IsWorst(severity string) bool {
	i := c.Vocabularies["severities"].Index(severity)
	return i >= 0 && i < worstSeverities
}
