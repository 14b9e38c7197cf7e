// Package link connects the records and articles of a log: declared relations read from both ends,
// mentions in texts, and similar records with the reason why. It is a pure function of the log it
// is given, and so says nothing about what was taken out of it before.
package link

import (
	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
)

// Links are the connections of a log by the path of a file.
type Links struct {
	Names *incident.Names
	nodes map[string]*graph.Connections
}

// Build connects a log.
func Build(log *incident.Log) *Links {
	l := declared(log)
	l.similar(log, "", nil)
	return l
}

// Of is the connections of the file at a path alone, which takes less time than to connect all of a log. Words of idle
// texts, such as templates, make no records alike.
func Of(log *incident.Log, path string, idle ...string) *graph.Connections {
	l := declared(log)
	l.similar(log, path, idle)
	return l.Of(path)
}

// declared connects a log by its relations and mentions.
func declared(log *incident.Log) *Links {
	l := &Links{Names: log.Names(), nodes: map[string]*graph.Connections{}}
	for _, r := range log.Records {
		if kept := l.Names.Kept(r); kept != r {
			n := l.node(kept.Path)
			n.Duplicates = append(n.Duplicates, r)
		}
		l.relations(r)
		l.mentions(&r.File, graph.Mention{Record: r})
	}
	for _, s := range log.Systems {
		l.mentions(&s.File, graph.Mention{System: s})
	}
	for _, a := range log.Articles {
		l.mentions(&a.File, graph.Mention{Article: a})
	}
	return l
}

// Of is the connections of a file, by its path.
func (l *Links) Of(path string) *graph.Connections {
	if n := l.nodes[path]; n != nil {
		return n
	}
	return &graph.Connections{}
}

func (l *Links) node(path string) *graph.Connections {
	n := l.nodes[path]
	if n == nil {
		n = &graph.Connections{}
		l.nodes[path] = n
	}
	return n
}

// relations notes what a record declares, once in each way. What is declared of a duplicate is said of the record that
// is kept.
func (l *Links) relations(r *incident.Record) {
	type relation struct {
		other *incident.Record
		kind  string
	}
	seen := map[relation]bool{}
	for _, rel := range r.Related {
		other := l.Names.Stands(rel.ID)
		if other == nil || other == l.Names.Kept(r) || seen[relation{other, rel.Relation}] {
			continue
		}
		seen[relation{other, rel.Relation}] = true
		here, there := l.node(r.Path), l.node(other.Path)
		here.Relations = append(here.Relations, graph.Related{Record: other, Kind: rel.Relation, Note: rel.Note})
		there.Relations = append(there.Relations, graph.Related{Record: r, Kind: rel.Relation, Note: rel.Note, Inverse: true})
	}
}

// mentions notes each file that a text refers to, once; for a duplicate, that of the record that is kept. That a duplicate
// names the record it is one of goes without saying.
func (l *Links) mentions(file *incident.File, from graph.Mention) {
	seen := map[string]bool{file.Path: true}
	if from.Record != nil {
		seen[l.Names.Kept(from.Record).Path] = true
	}
	for _, ref := range file.Text.Refs {
		target := l.Names.Target(file.Path, ref)
		if r, ok := target.(*incident.Record); ok {
			target = l.Names.Kept(r)
		}
		if to := incident.FileOf(target); to != nil && !seen[to.Path] {
			seen[to.Path] = true
			n := l.node(to.Path)
			n.Mentions = append(n.Mentions, from)
		}
	}
}
