package view

// About says in one paragraph what the site is.
func (m *Model) About(own int) string {
	if m.Index.ArticlesAlone {
		return LeadOfArticles(m)
	}
	text := m.T("What happened with our AI systems, why, and what changed because of it.")
	if m.Log.Config.Organisation != "" {
		text = m.T("What happened with the AI systems of %s, why, and what changed because of it.", m.Log.Config.Organisation)
	}
	return text + " " +
		m.T("Records of our own: %s. Precedents from elsewhere: %s. Each record has a page and, beside it, a record.json with the same facts and text. As of %s.",
			m.Number(own), m.Number(len(m.Index.Precedents)), m.Day(m.Now))
}
