package main

import (
	"context"

	"hindcast/internal/bench/peers/rivals"
)

// peers are the programs of others that are there. The zero value has none.
type peers struct {
	hugo                  string // its path; empty where it is missing
	pagefind, ajv, remark bool
	floor                 bool     // the libraries alone
	before                string   // the path of the earlier version; empty where none was named
	versions              []string // of those from npm
}

// findPeers looks for each and notes what is skipped.
func (r *report) findPeers(ctx context.Context, before string) peers {
	p := peers{floor: true, before: before}
	var err error
	if p.hugo, err = rivals.Hugo(ctx); err != nil {
		r.note("Hugo was skipped: %v", err)
	}
	find := func(name string, packages ...string) bool {
		versions, err := rivals.Versions(packages...)
		if err != nil {
			r.note("%s was skipped: %v", name, err)
			return false
		}
		p.versions = append(p.versions, versions)
		return true
	}
	p.pagefind = find(pagefind, "pagefind")
	p.ajv = find(ajv, rivals.Ajv()...)
	p.remark = find(remark, rivals.Remark()...)
	return p
}
