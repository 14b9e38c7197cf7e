package incident

import "hindcast/internal/section"

// The sections that are read for more than their being there.
const (
	SectionTimeline = section.Timeline
	SectionLessons  = section.Lessons
)

// Sections are the level-two headings of a record, in the order in which they are written.
var Sections = section.All

// SectionNames tells what a section is called by its heading.
type SectionNames = section.Names
