package stat

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
)

// Case is a time that something took, or has taken up to now.
type Case struct {
	Took int
	Open bool
}

// KaplanMeier is the median of the curve of those not yet finished (E. L. Kaplan and P. Meier 1958,
// Nonparametric estimation from incomplete observations, J. American Statistical Association 53): the first
// time at which it is at or below one half. Where it lies at exactly one half, it is the middle of that time
// and of the next at which something finished, as in survfit of R, so that without an open case it is the
// plain median. False where the curve never falls so low. At a tie, what finishes comes before what
// goes on, so an open case is still at risk at its own age.
func KaplanMeier(cases []Case) (median float64, reached bool) {
	const exact = 1e-9 // what multiplying leaves of a difference
	curve := 1.0
	for _, s := range steps(cases) {
		if s.finished == 0 {
			continue
		}
		if reached {
			return (median + float64(s.took)) / 2, true
		}
		curve *= 1 - float64(s.finished)/float64(s.atRisk)
		if curve <= 0.5+exact {
			median, reached = float64(s.took), true
			if curve < 0.5-exact {
				break
			}
		}
	}
	return median, reached
}

// step is the cases with one time.
type step struct {
	took             int
	atRisk, finished int
}

// steps are the different times in order.
func steps(cases []Case) []step {
	ordered := slices.Clone(cases)
	sort.Slice(ordered, func(i, j int) bool { return ordered[i].Took < ordered[j].Took })
	var list []step
	for i, c := range ordered {
		if i == 0 || c.Took != ordered[i-1].Took {
			list = append(list, step{took: c.Took, atRisk: len(ordered) - i})
		}
		if !c.Open {
			list[len(list)-1].finished++
		}
	}
	return list
}

// The permutations of a comparison of times.
const (
	permutations     = 999
	enoughAsFar      = 50 // that are as far from zero: p is told well enough (J. Besag and P. Clifford 1991, Sequential Monte Carlo p-values, Biometrika 78)
	enoughForNormal  = 60 // cases in each sample, from which on the normal distribution is near enough to go without
	permutationsSeed = 1958
)

// Longer compares the times of two samples: z is above zero where those of the first are longer, and p is the
// probability of a z as far from zero where they are alike. It is the log-rank test with the weights of Peto
// and Peto (1972, Asymptotically efficient rank invariant test procedures, J. Royal Statistical Society A
// 135), the share not yet finished just before each time: without open cases the test of Wilcoxon. In small
// samples p comes from permutations of the studentised statistic, which holds where more cases are open in
// one sample than in the other (G. Neuhaus 1993, Conditional rank tests for the two-sample problem
// under random censorship, Annals of Statistics 21); its seed is fixed, so that a log has one answer.
func Longer(first, second []Case) (z, p float64) { return compareTimes(first, second, true) }

// compareTimes is the test with its weights or, as published examples have it, without them (N. Mantel 1966, Evaluation
// of survival data, Cancer Chemotherapy Reports 50).
func compareTimes(first, second []Case, weighted bool) (z, p float64) {
	s := newSamples(first, second, weighted)
	z = s.statistic()
	switch {
	case math.IsNaN(z):
		return z, math.NaN()
	case min(len(first), len(second)) >= enoughForNormal:
		return z, math.Erfc(math.Abs(z) / math.Sqrt2)
	}
	random := rand.New(rand.NewPCG(permutationsSeed, uint64(len(s.cases))))
	as := 0
	for i := range permutations {
		random.Shuffle(len(s.isFirst), func(i, j int) { s.isFirst[i], s.isFirst[j] = s.isFirst[j], s.isFirst[i] })
		if math.Abs(s.statistic()) >= math.Abs(z)-1e-9 {
			as++
		}
		if as == enoughAsFar {
			return z, enoughAsFar / float64(i+1)
		}
	}
	return z, float64(as+1) / (permutations + 1)
}

// samples are the cases of two samples in order, and what does not change when their labels do.
type samples struct {
	cases   []Case
	isFirst []bool
	steps   []step
	weights []float64 // of each step
}

func newSamples(first, second []Case, weighted bool) *samples {
	s := &samples{cases: slices.Concat(first, second)}
	order := make([]int, len(s.cases))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.cases[a].Took, s.cases[b].Took) })
	unordered := s.cases
	s.cases = make([]Case, len(order))
	for i, at := range order {
		s.cases[i] = unordered[at]
		s.isFirst = append(s.isFirst, at < len(first))
	}
	s.steps = steps(s.cases)
	curve := 1.0
	for _, step := range s.steps {
		weight := 1.0
		if weighted {
			weight = curve
		}
		s.weights = append(s.weights, weight)
		curve *= 1 - float64(step.finished)/float64(step.atRisk)
	}
	return s
}

// statistic is what was expected to finish in the first sample less what did, over its standard deviation; zero where
// nothing could differ, NaN where nothing finished.
func (s *samples) statistic() float64 {
	left := 0 // of the first sample, at risk
	for _, first := range s.isFirst {
		if first {
			left++
		}
	}
	sum, variance := 0.0, 0.0
	at, total := 0, 0
	for i, step := range s.steps {
		finished, gone := 0, 0 // of the first sample
		for ; at < len(s.cases) && s.cases[at].Took == step.took; at++ {
			if s.isFirst[at] {
				gone++
				if !s.cases[at].Open {
					finished++
				}
			}
		}
		total += step.finished
		if step.finished > 0 {
			n, d, share := float64(step.atRisk), float64(step.finished), float64(left)/float64(step.atRisk)
			sum += s.weights[i] * (d*share - float64(finished))
			if step.atRisk > 1 {
				variance += s.weights[i] * s.weights[i] * d * share * (1 - share) * (n - d) / (n - 1)
			}
		}
		left -= gone
	}
	if variance == 0 && total > 0 {
		return 0
	}
	return sum / math.Sqrt(variance)
}
