package trendpages

import (
	"cmp"
	"math"
	"math/big"
	"math/rand"
	"slices"
)

// about is a value that chance has a part in.
type about struct{ value, within float64 }

// either is one of several words, where chance decides between them.
type either []string

// exactPoisson is the share, in whole numbers, of the ways to spread as many events over two times that are at
// most as likely as this one.
func exactPoisson(n1, time1, n2, time2 int64) float64 {
	ways := func(k int64) *big.Int {
		w := new(big.Int).Binomial(n1+n2, k)
		w.Mul(w, new(big.Int).Exp(big.NewInt(time1), big.NewInt(k), nil))
		return w.Mul(w, new(big.Int).Exp(big.NewInt(time2), big.NewInt(n1+n2-k), nil))
	}
	return shareOfWays(0, n1+n2, n1, ways)
}

// shareOfWays is how many of the ways from first to final belong to outcomes with at most as many ways as one.
func shareOfWays(first, final, one int64, ways func(int64) *big.Int) float64 {
	all, some := new(big.Int), new(big.Int)
	for k := first; k <= final; k++ {
		w := ways(k)
		all.Add(all, w)
		if w.Cmp(ways(one)) <= 0 {
			some.Add(some, w)
		}
	}
	p, _ := new(big.Rat).SetFrac(some, all).Float64()
	return p
}

// compareShares is Fisher's p in whole numbers, and whether the shares differ: where 25 divided by 5 are expected in
// each cell by the roots of the score equation, else by p.
func compareShares(part1, n1, part2, n2 int64) (p float64, isChange bool) {
	parts := part1 + part2
	p = shareOfWays(max(0, parts-n2), min(parts, n1), part1, func(k int64) *big.Int {
		w := new(big.Int).Binomial(n1, k)
		return w.Mul(w, new(big.Int).Binomial(n2, parts-k))
	})
	for _, cell := range [][2]int64{{parts, n1}, {parts, n2}, {n1 + n2 - parts, n1}, {n1 + n2 - parts, n2}} {
		if cell[0]*cell[1] < 5*(n1+n2) {
			return p, p < 0.04
		}
	}
	p1, p2 := float64(part1)/float64(n1), float64(part2)/float64(n2)
	low1, high1 := scoreRoots(p1, float64(n1))
	low2, high2 := scoreRoots(p2, float64(n2))
	below := math.Sqrt((p1-low1)*(p1-low1) + (high2-p2)*(high2-p2))
	above := math.Sqrt((high1-p1)*(high1-p1) + (p2-low2)*(p2-low2))
	return p, p1-p2 > below || p2-p1 > above
}

// scoreRoots are the shares x with (p-x)² = z² x(1-x)/n.
func scoreRoots(p, n float64) (low, high float64) {
	z2 := 4.217884587921902 / n // the 96th percentile of chi-squared with one degree of freedom
	a, b, c := 1+z2, -(2*p + z2), p*p
	root := math.Sqrt(b*b - 4*a*c)
	return (-b - root) / (2 * a), (-b + root) / (2 * a)
}

// naiveCase is a time with its sample.
type naiveCase struct {
	took     float64
	open     bool
	isLatest bool
}

// compareSpan judges a time of two periods by counting, at each time, who was still at risk.
func (l naiveLog) compareSpan(a answers, s naiveSpan, last, before []map[string]string) {
	a[s.id+"_verdict"], a[s.id+"_p"] = "too-few", nil
	var cases []naiveCase
	var sizes []int
	for i, rows := range [][]map[string]string{last, before} {
		finished, open, _, _ := l.took(s, rows)
		for _, took := range finished {
			cases = append(cases, naiveCase{took, false, i == 0})
		}
		for _, took := range open {
			cases = append(cases, naiveCase{took, true, i == 0})
		}
		sizes = append(sizes, len(finished)+len(open))
	}
	if min(sizes[0], sizes[1]) < 5 {
		return
	}
	slices.SortFunc(cases, func(a, b naiveCase) int { return cmp.Compare(b.took, a.took) })
	weights := leftBefore(cases)
	z := naiveRank(cases, weights)
	if z != z {
		return
	}
	p, within := math.Erfc(math.Abs(z)/math.Sqrt(2)), 0.0002
	if min(sizes[0], sizes[1]) < 60 {
		const rounds = 2000
		random, as := rand.New(rand.NewSource(7)), 0
		for range rounds {
			for i := range cases { // Knuth's shuffle of the labels
				j := i + random.Intn(len(cases)-i)
				cases[i].isLatest, cases[j].isLatest = cases[j].isLatest, cases[i].isLatest
			}
			if math.Abs(naiveRank(cases, weights)) > math.Abs(z)-1e-9 {
				as++
			}
		}
		p = float64(as) / rounds
		within = 0.002 + 5*math.Sqrt(p*(1-p)/rounds+max(p*(1-p)/999, p*p*(1-p)/50))
	}
	a[s.id+"_p"] = about{p, within}
	sign := 1
	if z < 0 {
		sign = -1
	}
	newer, isNewer := a[s.id+"_last_"+s.unit].(float64)
	older, isOlder := a[s.id+"_before_"+s.unit].(float64)
	isAgainst := isNewer && isOlder && (newer-older)*z < 0
	enough := min(sizes[0], sizes[1]) >= 30
	change, none := naiveVerdict(!isAgainst, sign, enough), naiveVerdict(false, sign, enough)
	switch {
	case math.Abs(p-0.04) < within:
		a[s.id+"_verdict"] = either{change, none}
	case p < 0.04:
		a[s.id+"_verdict"] = change
	default:
		a[s.id+"_verdict"] = none
	}
}

// naiveRank is the log-rank statistic with the weights of Peto and Peto, summed from the longest time down, in which
// the cases are.
func naiveRank(cases []naiveCase, weights map[float64]float64) float64 {
	sum, variance := 0.0, 0.0
	n, n1, d, d1 := 0.0, 0.0, 0.0, 0.0
	for i, c := range cases {
		n++
		if c.isLatest {
			n1++
		}
		if !c.open {
			d++
			if c.isLatest {
				d1++
			}
		}
		if i+1 < len(cases) && cases[i+1].took == c.took {
			continue
		}
		w := weights[c.took]
		sum += w * (d*n1/n - d1)
		if n > 1 {
			variance += w * w * d * (n1 / n) * ((n - n1) / n) * (n - d) / (n - 1)
		}
		d, d1 = 0, 0
	}
	if variance == 0 && slices.ContainsFunc(cases, func(c naiveCase) bool { return !c.open }) {
		return 0
	}
	return sum / math.Sqrt(variance)
}

// leftBefore is, for each time, the product-limit share that had not finished just before it.
func leftBefore(cases []naiveCase) map[float64]float64 {
	left := map[float64]float64{}
	for _, at := range cases {
		product := 1.0
		done := map[float64]bool{}
		for _, c := range cases {
			if c.open || c.took >= at.took || done[c.took] {
				continue
			}
			done[c.took] = true
			atRisk, ended := 0.0, 0.0
			for _, other := range cases {
				if other.took >= c.took {
					atRisk++
				}
				if other.took == c.took && !other.open {
					ended++
				}
			}
			product *= 1 - ended/atRisk
		}
		left[at.took] = product
	}
	return left
}
