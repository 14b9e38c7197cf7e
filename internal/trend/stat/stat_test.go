package stat

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

func near(t *testing.T, name string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

// Newcombe 1998, table II, method 10.
func TestNewcombe(t *testing.T) {
	for _, c := range []struct {
		part1, whole1, part2, whole2 int
		low, high                    float64
	}{
		{56, 70, 48, 80, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.1705, 0.8090},
		{6, 7, 2, 7, 0.0582, 0.8062},
		{5, 56, 0, 29, -0.0381, 0.1926},
		{0, 10, 0, 20, -0.1611, 0.2775},
		{0, 10, 0, 10, -0.2775, 0.2775},
		{10, 10, 0, 20, 0.6791, 1},
		{10, 10, 0, 10, 0.6075, 1},
	} {
		low, high := Newcombe(c.part1, c.whole1, c.part2, c.whole2, At95)
		near(t, "lower end", low, c.low, 5e-5)
		near(t, "upper end", high, c.high, 5e-5)
	}
}

func TestFisher(t *testing.T) {
	near(t, "Fisher's tea (R, fisher.test)", Fisher(3, 4, 1, 4), 0.4857, 5e-5)
	near(t, "whales and sharks (SciPy, fisher_exact, 1.0)", Fisher(8, 10, 1, 6), 0.03496503496503495, 1e-12)
	near(t, "SciPy, fisher_exact, 1.10", Fisher(6, 8, 1, 5), 0.10256410256410257, 1e-12)
	near(t, "none of both", Fisher(0, 7, 0, 9), 1, 0)
}

func TestPoisson(t *testing.T) {
	near(t, "breast cancer after fluoroscopy (R, poisson.test)",
		PoissonRatio(11, 800, 6+8+7, 1083+1050+878), 0.07967, 5e-6)
	near(t, "nothing in both", PoissonRatio(0, 1, 0, 1), 1, 1e-12)
	low, high := PoissonInterval(137)
	near(t, "lower end of 137 in 24.19893 (R, poisson.test)", low/24.19893, 4.753125, 5e-7)
	near(t, "upper end of 137 in 24.19893 (R, poisson.test)", high/24.19893, 6.692709, 5e-7)
	low, high = PoissonInterval(0)
	near(t, "lower end of none", low, 0, 0)
	near(t, "upper end of none", high, -math.Log(0.025), 1e-9)
}

// The limits hold by sums of the probabilities.
func TestPoissonLimits(t *testing.T) {
	for _, mean := range []float64{0.5, 3, 5, 9.25, 20, 700} {
		lower, upper := PoissonLimits(mean, 0.00135)
		switch below, above := poissonBelow(lower, mean), 1-poissonBelow(upper+1, mean); {
		case below > 0.00135 || poissonBelow(lower+1, mean) <= 0.00135:
			t.Errorf("mean %v: lower limit %d, of which %v lie below", mean, lower, below)
		case above > 0.00135 || 1-poissonBelow(upper, mean) <= 0.00135:
			t.Errorf("mean %v: upper limit %d, of which %v lie above", mean, upper, above)
		}
	}
}

// casesOf reads times, those with + still open.
func casesOf(t *testing.T, text string) []Case {
	t.Helper()
	var list []Case
	for s := range strings.FieldsSeq(text) {
		took, err := strconv.Atoi(strings.TrimSuffix(s, "+"))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, Case{Took: took, Open: strings.HasSuffix(s, "+")})
	}
	return list
}

// Remission of leukaemia in weeks (Freireich and others 1963).
const (
	mercaptopurine = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
	placebo        = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
)

func TestKaplanMeier(t *testing.T) {
	for _, c := range []struct {
		name, cases string
		want        float64
		reached     bool
	}{
		{"6-mercaptopurine", mercaptopurine, 23, true},
		{"placebo", placebo, 8, true},
		{"flat at one half, without an open case", "1 2 3 4", 2.5, true},
		{"flat at one half, with open cases between", "4 3 2+ 1", 3, true},
		{"flat at one half, and nothing finishes after", "1 2 3+ 4+", 2, true},
		{"flat at one half past an open case", "1 2 3+ 9", 5.5, true},
		{"never at one half", "1 3+ 4+", 0, false},
		{"nothing", "", 0, false},
	} {
		if got, reached := KaplanMeier(casesOf(t, c.cases)); got != c.want || reached != c.reached {
			t.Errorf("%s: median %v %t, want %v", c.name, got, reached, c.want)
		}
	}
}

// The published examples of the log-rank test.
func TestLogRank(t *testing.T) {
	first := casesOf(t, "6 13 21 30 37 38 49 50 63 79 86 98 202 219 31+ 47+ 80+ 82+ 82+ 149+")
	second := casesOf(t, "10 10 12 13 14 15 16 17 18 20 24 24 25 28 30 33 35 37 40 40 46 48 76 81 82 91 112 181 34+ 40+ 70+")
	z, p := compareTimes(first, second, false)
	near(t, "two kinds of glioma (SciPy, logrank)", z, 2.73799, 5e-6)
	near(t, "p by permutations, beside 0.00618 of the normal distribution", p, 0.00618, 0.004)
	if back, same := compareTimes(second, first, false); math.Abs(z+back) > 1e-9 || math.Abs(p-same) > 0.004 {
		t.Errorf("the other way round it is %v with %v, not %v with %v", back, same, -z, p)
	}
	z, _ = compareTimes(casesOf(t, mercaptopurine), casesOf(t, placebo), false)
	near(t, "6-mercaptopurine and placebo (R, fastlogranktest)", z*z, 16.79294, 5e-6)
	maintained, not := casesOf(t, "9 13 13+ 18 23 28+ 31 34 45+ 48 161+"), casesOf(t, "5 5 8 8 12 16+ 23 27 30 33 43 45")
	z, _ = compareTimes(maintained, not, false)
	near(t, "acute myelogenous leukaemia (R, survdiff)", z*z, 3.40, 5e-3)
	z, _ = Longer(maintained, not)
	near(t, "the same with weights (R, survdiff with rho = 1)", z*z, 2.78, 5e-3)
}

// Without open cases and ties it is the test of Wilcoxon: 10! / (5! 5!) = 252 orders, of which two are as far apart.
func TestLonger(t *testing.T) {
	z, p := Longer(casesOf(t, "6 7 8 9 10"), casesOf(t, "1 2 3 4 5"))
	near(t, "p of two samples that lie apart", p, 2.0/252, 0.005)
	if z <= 0 {
		t.Errorf("z is %v where the first takes longer", z)
	}
	if z, p := Longer(casesOf(t, "1 3 5 7"), casesOf(t, "1 3 5 7")); z != 0 || p != 1 {
		t.Errorf("two samples that are the same: %v with %v", z, p)
	}
	if z, p := Longer(casesOf(t, "3 3 3"), casesOf(t, "3 3 3")); z != 0 || p != 1 {
		t.Errorf("all times are the same: %v with %v", z, p)
	}
	if z, p := Longer(casesOf(t, "4+ 5+"), casesOf(t, "3+")); !math.IsNaN(z) || !math.IsNaN(p) {
		t.Errorf("nothing finished: %v with %v", z, p)
	}
}
