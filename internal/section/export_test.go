package section

// UsualNames are the sections that each usual heading stands for.
func UsualNames() map[string][]string {
	of := map[string][]string{}
	for name, usual := range usualNames {
		for _, u := range usual {
			of[plainHeading(u)] = append(of[plainHeading(u)], name)
		}
	}
	return of
}
