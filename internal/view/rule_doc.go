package view

// RuleDoc is a rule as the page of rules shows it.
type RuleDoc struct {
	ID, Title, Why, Level string
	From                  string // stage it holds from
	Bad                   string // the place of the finding stands between « and »
	Good                  string
}
