package question

import "slices"

// Score rates the answers to a list of questions.
type Score struct {
	Asked int     `json:"asked"`
	MRR   float64 `json:"mrr"`   // mean of 1/rank, 0 for what was not found (Voorhees 1999)
	First float64 `json:"first"` // share whose record came first, 0 to 1
	Five  float64 `json:"five"`  // share whose record was among the first five
	Ten   float64 `json:"ten"`   // share whose record was among the first ten
}

// Rank is the place of an id in a list of results, from 1 on; 0 where it is missing.
func Rank(id string, found []string) int { return slices.Index(found, id) + 1 }

// Rate makes a score of the rank of each question's record.
func Rate(ranks []int) Score {
	s := Score{Asked: len(ranks)}
	for _, rank := range ranks {
		if rank == 0 {
			continue
		}
		s.MRR += 1 / float64(rank)
		if rank == 1 {
			s.First++
		}
		if rank <= 5 {
			s.Five++
		}
		if rank <= 10 {
			s.Ten++
		}
	}
	n := float64(max(len(ranks), 1))
	s.MRR, s.First, s.Five, s.Ten = s.MRR/n, s.First/n, s.Five/n, s.Ten/n
	return s
}
