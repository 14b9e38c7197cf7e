package words

import (
	"strings"

	snowball "github.com/blevesearch/snowballstem/english"
)

var english = Language{
	Tag: "en",
	Endings: strings.Fields("s es ed d e ing ings er ers or ors ly al ally ion ions ation ations ment ments " +
		"y ies ied ive able"),
	None:       strings.Fields("no none without"),
	Measures:   strings.Fields("interim mitigation temporary stopgap measure needed necessary required"),
	OpenSearch: OpenSearch{Possessive: "possessive_english", Stemmer: "english"},
	common:     strings.Fields("the of and to is that for with by from"),
	stem:       snowball.Stem,
}
