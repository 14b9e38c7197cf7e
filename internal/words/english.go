package words

import (
	"strings"

	snowball "github.com/blevesearch/snowballstem/english"
)

var english = Language{
	Tag: "en",
	Endings: strings.Fields("s es ed d e ing ings er ers or ors ly al ally ion ions ation ations ment ments " +
		"y ies ied ive able"),
	Function: strings.Fields("a an the and or of in on at to for from by with about into during as is are was were be been being " +
		"do does did has have had how what when where who whom which why that this these those it its they them their our " +
		"we us you your i my me can could should would will may might any some there here if then than so ever tell show " +
		"find list give please happen happens happened happening"),
	None:       strings.Fields("no none without"),
	Measures:   strings.Fields("interim mitigation temporary stopgap measure needed necessary required"),
	OpenSearch: OpenSearch{Possessive: "possessive_english", Stemmer: "english"},
	asking: Asking{
		"months":    "january february march april may june july august september october november december",
		"units":     "day|days week|weeks month|months quarter|quarters year|years",
		"during":    "in during",
		"since":     "since",
		"after":     "after",
		"before":    "before until",
		"today":     "today",
		"yesterday": "yesterday",
		"this":      "this",
		"last":      "last previous",
		"past":      "past",

		"overdue": "overdue", "late": "late", "open": "open unresolved", "reopened": "reopened", "closed": "closed",
		"records":     "incident incidents record records case cases issue issues",
		"actions":     "action actions",
		"obligations": "obligation obligations report reports notification notifications",

		"advice": "how to, what to do, how|what do|should|must|can|could i|we|you|one",
	},
	common: strings.Fields("the of and to is that for with by from"),
	idle: sorted(`
		above according across after afterwards again against ago all almost alone along already also although
		always am among another anybody anyone anything anyway around aside ask asked away back became because
		become before began behind below beneath beside besides between beyond both but came cannot come couldn
		didn doesn doing done down due each either else enough even every everybody everyone everything except
		far few first former found further gave get gets getting given gives giving go goes going gone got hadn
		hasn haven having he held hence her hers herself him himself his however indeed instead isn itself just
		keep kept knew know known last later latter least led less let like likely ll made mainly make makes
		making many maybe meanwhile more moreover most mostly much must myself namely near nearly need neither
		never nevertheless new next no nobody none nor not nothing now off often old once one ones only onto
		other others otherwise ours ourselves out over own part per perhaps put quite rather re really same saw
		say saying says second see seem seemed seems seen several shall she shouldn showed shown since somebody
		somehow someone something sometimes somewhat soon still such take taken takes taking tells theirs
		themselves thereafter therefore thing things third though three through throughout thus till together
		told too took toward towards two under unless until up upon use used uses using usually various ve very
		via wasn way well went weren whatever whenever whereas whether while whoever whole whose within without
		won wouldn yes yet yours yourself

		able algorithm algorithmic algorithms alleged allegedly announced apparent apparently appeared appears
		artificial attempt attempted attempting automated automatic automatically based believed called cause
		caused causes causing certain citing claim claimed claiming claims companies company concern concerned
		concerns confirmed create created creates creating day days described despite driven due eight event
		events example fail failed failing fails failure failures feature featured features featuring firm firms
		five following four hour hours hundred hundreds incident incidents include included includes including
		intelligence involved involves involving issue issues large leading leads main minute minutes model
		models month months multiple named nine number numbers occurred particular people person place possible
		possibly potential potentially powered previous previously problem problems prompted prompting provide
		provided provides providing purported purportedly raised raising received recent recently related report
		reported reportedly reports result resulted resulting results said sends sent seven similar situation
		six small software suggest suggested suggesting supposed supposedly system systems technologies
		technology ten thousand thousands time times today tool tools tried trying type unknown user users week
		weeks year years yesterday`),
	stem: snowball.Stem,
}
