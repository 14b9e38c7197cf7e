package incident

import "slices"

// LogSource is another log whose records are shown beside those of the repository. One of Folder, Git and Bundle says
// where it is; Folder beside Git is the folder in the Git repository.
type LogSource struct {
	Prefix  Prefix            `key:"prefix" doc:"before each of its ids, such as PAY: INC-2026-0007 becomes PAY-INC-2026-0007"`
	Folder  string            `key:"folder" doc:"a records repository, relative to this one; with git, the folder in that repository"`
	Git     string            `key:"git" doc:"address of a Git repository; hindcast fetch brings it"`
	Branch  string            `key:"branch" doc:"of the Git repository; its own default where not written"`
	Bundle  string            `key:"bundle" doc:"a file that hindcast bundle wrote, relative to this repository"`
	Signers string            `key:"signers" doc:"file of the keys that may have signed the bundle, as ssh-keygen reads it"`
	Ceiling string            `key:"ceiling" vocab:"tlp" doc:"highest mark that is taken from it; AMBER+STRICT where not written"`
	Team    string            `key:"team" doc:"owner of its records that name none"`
	Words   map[string]string `key:"words" doc:"your types, severities and causes by the words that it uses"`
}

// MostOf is the highest mark that is taken from a source.
func (s *LogSource) MostOf() string {
	if s.Ceiling == "" {
		return "AMBER+STRICT"
	}
	return s.Ceiling
}

// Joined is what a source says of itself.
type Joined struct {
	Prefix       Prefix
	Title        string
	Organisation string
	Repository   BaseURL `json:",omitempty"`
	Teams        Vocabulary
	Sections     map[string]string // its own headings by the names of sections
}

// Join takes in what the sources of the repository say of themselves.
func (c *Config) Join(sources []Joined) {
	c.Joined = sources
	if len(sources) == 0 {
		return
	}
	teams := append(Vocabulary{}, c.Teams...)
	for _, s := range sources {
		c.SectionNames = c.SectionNames.Also(s.Sections)
		for _, team := range s.Teams {
			if !teams.Has(team.ID) {
				teams = append(teams, team)
			}
		}
	}
	if len(c.Teams) > 0 { // where none is listed, any may own a record
		c.Vocabularies["teams"] = teams
	}
	c.IDs.Pattern = c.IDs.Pattern.Beside(c.Prefixes())
}

// Prefixes are those of the sources whose records are there.
func (c *Config) Prefixes() []string {
	list := make([]string, len(c.Joined))
	for i, s := range c.Joined {
		list[i] = string(s.Prefix)
	}
	return list
}

// SourceOf is the source that a file is from; nil for one of the repository's own.
func (c *Config) SourceOf(file string) *Joined {
	for i := range c.Joined {
		if c.Joined[i].Prefix.Names(file) {
			return &c.Joined[i]
		}
	}
	return nil
}

// NamesSource reports whether a name or path is one that a source has or may have: it has the prefix of it.
func (c *Config) NamesSource(name string) bool {
	return slices.ContainsFunc(c.Sources, func(s LogSource) bool { return s.Prefix.Names(name) })
}

// CheckID is what IDs.Pattern says of an id in a file; nothing in one of a source, whose ids are built as it likes.
func (c *Config) CheckID(file, id, kind string) (message, hint string) {
	if c.SourceOf(file) != nil {
		return "", ""
	}
	return c.IDs.Pattern.Check(id, kind == KindPrecedent)
}
