package gen

import (
	"fmt"
	"math/rand/v2"

	"hindcast/internal/incident"
)

var teams = []string{
	"ai-oversight-board", "channels", "credit-risk", "data-platform", "fraud-operations", "hr-services", "legal", "ml-oncall",
	"ml-platform", "model-risk", "payments-risk", "privacy-office", "security-operations", "support",
}

// register is the settings and everything below knowledge.
func (g *generator) register() []file {
	settings := incident.Settings{
		Title: "Synthetic log", Organisation: "Example", BaseURL: "https://example.org/log/", Language: "en",
		Audience: "internal",
	}
	for _, team := range teams {
		settings.Teams = append(settings.Teams, incident.Term{ID: team})
	}
	files := []file{{"hindcast.yaml", marshal(&settings)}}
	for i, slug := range g.systems {
		files = append(files, file{"knowledge/systems/" + slug + ".md", g.system(i)})
	}
	for i := range 30 {
		files = append(files, g.article(i))
	}
	return files
}

func (g *generator) system(i int) []byte {
	p := newProse(rand.New(rand.NewPCG(g.seed, uint64(i)<<40|1)), g.words, i)
	f := incident.SystemFront{
		Title: p.phrase(3), Summary: p.phrase(10) + ".", Owner: teams[i%len(teams)], Purpose: p.phrase(6),
		Role:      p.pick([]string{"provider", "deployer", "both"}),
		RiskClass: p.pick([]string{"high", "limited", "limited", "minimal"}),
		Status:    p.pick([]string{"pilot", "production", "production"}),
		InService: at(Now.AddDate(-8, -i, 0), month),
		Models:    []incident.Model{{Name: p.word(), Version: "1.0", Provider: "in-house"}}, TLP: "CLEAR",
	}
	if f.RiskClass == "high" {
		f.RiskBasis = "Annex III 5(b)"
	}
	return compose(&f, p.paragraphs(150))
}

// article is a playbook, a glossary term or another article, in turn.
func (g *generator) article(i int) file {
	p := newProse(rand.New(rand.NewPCG(g.seed, uint64(i)<<40|2)), g.words, i)
	f, path := incident.ArticleFront{
		Title: p.phrase(3), TLP: "CLEAR",
	}, fmt.Sprintf("knowledge/%s-%d.md", g.words[900+i], i)
	switch i % 3 {
	case 0:
		path = "knowledge/playbooks/" + playbook(i/3) + ".md"
		f.Types, f.Systems, f.Owner, f.ReviewBy = []string{g.types[i/3%len(g.types)]}, []string{g.systems[i]}, p.pick(teams),
			at(Now.AddDate(1, i, 0), day)
	case 1:
		path = fmt.Sprintf("knowledge/glossary/%s-%d.md", g.words[900+i], i)
		f.Also = []string{p.word()}
	default:
		f.Summary, f.Tags, f.Owner = p.phrase(10)+".", []string{p.word()}, p.pick(teams)
	}
	return file{path, compose(&f, p.paragraphs(200)+"## "+p.phrase(2)+"\n\n"+p.paragraphs(100))}
}

// playbooks is how many there are.
const playbooks = 10

func playbook(i int) string { return fmt.Sprintf("playbook-%d", i%playbooks) }
