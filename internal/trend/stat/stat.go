// Package stat has the tests and intervals by which figures are judged. Tests are two-sided; each names its source, and
// its own tests hold it against published values.
package stat

import "math"

// How far an interval reaches, in standard deviations of the normal distribution.
const (
	At95 = 1.959963984540054 // of all cases 95 % lie in it
	At96 = 2.053748910631823
)

// Wilson is the score interval of a share (E. B. Wilson 1927, Probable inference, J. American
// Statistical Association 22); NaN where there is no whole.
func Wilson(part, whole int, reach float64) (low, high float64) {
	if whole == 0 {
		return math.NaN(), math.NaN()
	}
	n, p := float64(whole), float64(part)/float64(whole)
	z2 := reach * reach / n
	middle := (p + z2/2) / (1 + z2)
	half := reach * math.Sqrt(p*(1-p)/n+z2/(4*n)) / (1 + z2)
	return max(0, middle-half), min(1, middle+half)
}

// Newcombe is the hybrid score interval of the difference of two shares, the first less the second
// (R. G. Newcombe 1998, Interval estimation for the difference between independent proportions,
// Statistics in Medicine 17, method 10); NaN where a whole is none.
func Newcombe(part1, whole1, part2, whole2 int, reach float64) (low, high float64) {
	p1, p2 := float64(part1)/float64(whole1), float64(part2)/float64(whole2)
	low1, high1 := Wilson(part1, whole1, reach)
	low2, high2 := Wilson(part2, whole2, reach)
	return p1 - p2 - math.Hypot(p1-low1, high2-p2), p1 - p2 + math.Hypot(high1-p1, p2-low2)
}

// Fisher is the p-value of Fisher's exact test that two shares are the same: the probability, the sums of
// the table being given, of all tables that are at most as probable (R. A. Fisher 1934, Statistical
// Methods for Research Workers, 5th edition).
func Fisher(part1, whole1, part2, whole2 int) float64 {
	parts := part1 + part2
	least := max(0, parts-whole2)
	pmf := make([]float64, min(parts, whole1)-least+1)
	for i := range pmf {
		k := least + i
		pmf[i] = math.Exp(logChoose(whole1, k) + logChoose(whole2, parts-k) - logChoose(whole1+whole2, parts))
	}
	return atMostAsProbable(pmf, part1-least)
}

// PoissonRatio is the p-value of the exact test that two counts come from the same rate, each over its time:
// given their sum, the first is binomial (J. Przyborowski and H. Wilenski 1940, Homogeneity of results in
// testing samples from Poisson series, Biometrika 31).
func PoissonRatio(count1 int, time1 float64, count2 int, time2 float64) float64 {
	n, share := count1+count2, time1/(time1+time2)
	pmf := make([]float64, n+1)
	for k := range pmf {
		pmf[k] = math.Exp(logChoose(n, k) + float64(k)*math.Log(share) + float64(n-k)*math.Log1p(-share))
	}
	return atMostAsProbable(pmf, count1)
}

// atMostAsProbable is the probability of all outcomes that are at most as probable as the one that came;
// what differs in the last digits alone is as probable.
func atMostAsProbable(pmf []float64, came int) float64 {
	p := 0.0
	for _, q := range pmf {
		if q <= pmf[came]*(1+1e-7) {
			p += q
		}
	}
	return min(1, p)
}

func logChoose(n, k int) float64 {
	lgamma := func(n int) float64 {
		v, _ := math.Lgamma(float64(n + 1))
		return v
	}
	return lgamma(n) - lgamma(k) - lgamma(n-k)
}

// PoissonLimits are the counts beyond which a Poisson distribution has at most a probability on either side: n below
// the lower one, and n above the upper one.
func PoissonLimits(mean, beyond float64) (lower, upper int) {
	below := 0.0 // the probability of a count below the one looked at
	for n := 0; ; n++ {
		lgamma, _ := math.Lgamma(float64(n + 1))
		if below <= beyond {
			lower = n
		}
		below += math.Exp(float64(n)*math.Log(mean) - mean - lgamma)
		if 1-below <= beyond {
			return lower, n
		}
	}
}

// PoissonInterval is the exact interval of the mean of a count at 95 % (F. Garwood 1936, Fiducial limits for
// the Poisson distribution, Biometrika 28): the means of which at most 2.5 % of counts are as high, or as low.
func PoissonInterval(count int) (low, high float64) {
	if count > 0 {
		low = falling(float64(count), func(mean float64) float64 { return poissonBelow(count, mean) - 0.975 })
	}
	return low, falling(float64(count)+1, func(mean float64) float64 { return poissonBelow(count+1, mean) - 0.025 })
}

// poissonBelow is the probability of a count below n.
func poissonBelow(n int, mean float64) float64 {
	sum := 0.0
	for k := range n {
		lgamma, _ := math.Lgamma(float64(k + 1))
		sum += math.Exp(float64(k)*math.Log(mean) - mean - lgamma)
	}
	return sum
}

// falling finds where a falling function of positive numbers is zero, by halving.
func falling(start float64, f func(float64) float64) float64 {
	low, high := 0.0, start
	for f(high) > 0 {
		high *= 2
	}
	for range 100 {
		if middle := (low + high) / 2; f(middle) > 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}
