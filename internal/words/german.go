package words

import (
	"strings"

	snowball "github.com/blevesearch/snowballstem/german"
)

var german = Language{
	Tag:        "de",
	Endings:    strings.Fields("e n en em er es s t te ten st ung ungen"),
	None:       strings.Fields("kein keine"),
	Measures:   strings.Fields("nötig erforderlich maßnahme sofortmaßnahme"),
	OpenSearch: OpenSearch{Normalization: "german_normalization", Stemmer: "light_german"},
	common:     strings.Fields("der die und das den von mit ist eine nicht"),
	stem:       snowball.Stem,
}
