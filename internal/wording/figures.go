package wording

import (
	"strings"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

// FigureTitle is what a figure of the trends is called.
func (l Language) FigureTitle(id string) string {
	switch id {
	case "compare":
		return l.T("The last twelve months and the twelve before")
	case "months":
		return l.T("Incidents a month")
	case "severities":
		return l.T("Incidents a month, by severity")
	case "types":
		return l.T("Incidents a month, by type")
	case "systems":
		return l.T("Incidents a month, by system")
	case "gaps":
		return l.T("Days between incidents")
	case "near-misses":
		return l.T("Near misses and hazards a month")
	case "monitoring":
		return l.T("Found by our own monitoring")
	case "causes":
		return l.T("Contributing causes")
	case "causes-by-year":
		return l.T("Contributing causes by year")
	case "severity-times":
		return l.T("Median times by severity")
	case "impact":
		return l.T("People affected and cost by quarter")
	case "methods":
		return l.T("How incidents were noticed")
	case "models":
		return l.T("Models involved")
	case "vendors":
		return l.T("Vendors of the models involved")
	case "owners":
		return l.T("Actions by owner")
	case "rates":
		return l.T("Incidents per million decisions")
	case "duties":
		return l.T("Duties met on time")
	case "safeguards":
		return l.T("What safeguards did")
	case "open":
		return l.T("Age of open incidents")
	case "completion":
		return l.T("Actions done on time")
	case "debt":
		return l.T("Actions open and overdue")
	case "recurrence":
		return l.T("Share of recurrences")
	case "repeats":
		return l.T("Recurrences and what was still open")
	}
	if span, ok := incident.SpanOf(id); ok {
		return l.T(span.Title)
	}
	return id
}

// FigureFormula says how a figure is computed and what it can't tell, in full sentences.
func (l Language) FigureFormula(f figure.Figure, zone *time.Location) []string {
	switch f := f.(type) {
	case *figure.Comparison:
		return []string{
			l.T("Twelve complete months each, by the month of detection, for actions by the month they were due (%s).", zone),
			l.T("Each difference is judged by a test of its own, two-sided at 4 %, so that with all that is approximate at most one in twenty is found where nothing has changed. Counts: exact, given their sum (Przyborowski and Wilenski 1940). Times: the log-rank test with the weights of Peto and Peto (1972), which counts open cases as taking at least their age; with fewer than 60 cases in a period by up to 999 permutations (Neuhaus 1993; Besag and Clifford 1991). Shares: the interval of their difference at 96 % (Newcombe 1998, method 10), which must not hold zero; where a cell of the table is expected to have fewer than five (Cochran 1954), Fisher’s exact test."),
			l.T("“No change beyond noise” is said only from %s cases in each period on, where a doubling would mostly be found, of incidents from twice as many in both; with fewer it is “too few to tell”, and with fewer than %s cases no test is made.", l.Number(figure.LeastForNoChange), l.Number(figure.LeastForQuantiles)),
			l.T("Measures are not corrected for each other: of those that have not changed, up to one in twenty is called a change, so a single change among all the measures of this table may be chance."),
			l.T("Medians are given from five cases on; where cases are open, Kaplan and Meier’s. Their intervals are distribution-free ones at 95 % from the order statistics (Thompson 1936; Hahn and Meeker 1991), an open case counting as its age at the lower end and as endless at the upper; those of shares are Wilson’s (1927)."),
		}
	case *figure.Counts:
		return l.countFormula(f, zone)
	case *figure.Gaps:
		return []string{
			l.T("Days of the calendar (%s) from the detection of one incident to that of the next.", zone),
			l.T("Used where there are fewer than three incidents a month on average. Limits (t-chart, Nelson 1994): y = days to the power of 1/3.6; the mean of y plus and minus 2.66 times the mean difference of neighbours, not below zero; transformed back. They are computed from the stretches that ended before the running month, from twelve on; all are judged by them, a short one only where it is below the limit with a day more, as much as the hours may add."),
		}
	case *figure.Spans:
		return l.spanFormula(f, zone)
	case *figure.Ages:
		return []string{
			l.T("Days of the calendar (%s) from detection to the day of this report, for incidents that are not closed.", zone),
			l.quantileFormula(),
		}
	case *figure.Rates:
		return []string{
			l.T("Incidents detected in the periods of which the register states the usage, divided by the decisions in them (%s). The interval is Poisson’s at 95 %% (Garwood 1936), its lower end over the most decisions and its upper one over the least. A system without incidents has an upper end all the same.", zone),
		}
	case *figure.Cross:
		return crossFormula(l, f, zone)
	case *figure.Causes:
		switch f.ID {
		case "methods":
			return []string{l.T("Incidents by detection.method. The cumulative share is of all mentions.")}
		case "models", "vendors":
			return []string{l.T("Incidents that name the model, or one of the vendor, as involved. An incident with several counts for each of them. The cumulative share is of all mentions.")}
		case "safeguards":
			return []string{
				l.T("Incidents that name a safeguard which worked, missed it, was off or was absent. An incident with several results counts for each of them. The cumulative share is of all mentions."),
			}
		}
		return []string{
			l.T("Incidents that name the cause. An incident with several causes counts for each of them, so the counts add up to more than the incidents. The cumulative share is of all mentions."),
		}
	case *figure.Shares:
		if f.ID == "monitoring" {
			return []string{
				l.T("Incidents whose detection.method is monitoring, divided by those with a method, by the year of detection (%s). The interval at 95 %% is Wilson’s (1927).", zone),
			}
		}
		return []string{
			l.T("Incidents that are declared a recurrence of another incident, near miss or hazard of this log, divided by all incidents, by the year of detection (%s). The interval at 95 %% is Wilson’s (1927). A repeat that nobody has recognised is not in it.", zone),
		}
	case *figure.Completion:
		return []string{
			l.T("Actions of incidents that were done by the end of their due day, divided by all whose due day is over, by the month they were due (%s). Those declined or transferred by then stand beside them and are in no share.", zone),
		}
	case *figure.Debt:
		return []string{
			l.T("Actions of incidents whose due day was over at the end of the month and which had not ended by then; for the running month, as of the day that the figures are told for (%s).", zone),
		}
	case *figure.Repeats:
		return []string{
			l.T("A recurrence began on the day it started, else on the day it was detected. An action of the earlier incident counts as open then if the earlier one had been detected by that day and the action ended on a later day or has not ended; records do not say when an action was written."),
		}
	}
	return nil
}

func (l Language) countFormula(f *figure.Counts, zone *time.Location) []string {
	switch f.ID {
	case "near-misses":
		return []string{
			l.T("Number of near misses and hazards by the month of detection (%s). They are in no other figure.", zone),
		}
	case "systems":
		return []string{
			l.T("Number of incidents by the month of detection (%s). An incident with several systems counts for each of them.",
				zone),
		}
	case "months":
		return []string{
			l.T("Number of incidents by the month of detection (%s).", zone),
			l.T("Limits (c-chart, Shewhart 1931, with exact probabilities): the numbers beyond which a Poisson distribution with the mean of the complete months has at most 0.135 % on either side, as much as lies beyond three standard deviations of a normal one. They are given from twelve complete months and a mean of three a month on; where there are fewer incidents, the days between them are judged. The running month is in no limit; it is judged only by whether it is above already."),
		}
	}
	return []string{l.T("Number of incidents by the month of detection (%s).", zone)}
}

func crossFormula(l Language, f *figure.Cross, zone *time.Location) []string {
	switch f.ID {
	case "severity-times":
		return []string{l.T("Medians as in the figures of the times, from five cases on; where cases are open, Kaplan and Meier’s.")}
	case "impact":
		return []string{l.T("By the quarter of detection (%s): how many incidents state a number, and the sums of the least and of the most. Where one incident has no upper end, the sum has none. What no record states is in no sum.", zone)}
	case "causes-by-year":
		return []string{l.T("Incidents that name the cause, by the year of detection (%s). An incident with several causes counts for each of them.", zone)}
	case "owners":
		return []string{l.T("Corrective actions of incidents by their owner, else by that of the record. Overdue is what is open after its due day (%s), done late what was done after it, dropped what was declined or transferred.", zone)}
	}
	return []string{l.T("Steps of reporting duties of incidents that have a due time (%s): reported by then, reported later, not reported though it is over, and still running. Duties that do not apply are left out; those of which it is not decided yet are in it.", zone)}
}

func (l Language) spanFormula(f *figure.Spans, zone *time.Location) []string {
	list := []string{l.spanMeasure(f.ID, zone), l.quantileFormula()}
	if f.ID == "detect" {
		list = append(list, l.T("What nobody has noticed yet is in no log, so the true time is longer."))
	} else {
		list = append(list,
			l.T("With the open cases: the median of Kaplan and Meier (1958), an open case counting as not finished at its age. It is the first time at which the curve is at or below one half, and where it stays at exactly one half the middle of that time and the next at which a case finished, so that without an open case it is the plain median; at a tie, what finished comes before what is open; a curve that never falls to one half gives “not reached”."))
	}
	if f.Reopened > 0 {
		list = append(list, l.Count(f.Reopened, "%s record went back to an earlier stage later; its first pass counts.",
			"%s records went back to an earlier stage later; their first pass counts."))
	}
	return list
}

func (l Language) spanMeasure(id string, zone *time.Location) string {
	switch id {
	case "detect":
		return l.T("Whole minutes from the start to detection, on a logarithmic scale.")
	case "respond":
		return l.T("Whole minutes from detection to triage, on a logarithmic scale.")
	case "contain":
		return l.T("Whole minutes from the start to containment, on a logarithmic scale.")
	case "resolve":
		return l.T("Whole minutes from the start to resolution, on a logarithmic scale.")
	case "learn":
		return l.T("Days of the calendar (%s) from resolution to review, on a logarithmic scale.", zone)
	}
	return l.T("Days of the calendar (%s) from detection to closure, on a logarithmic scale.", zone)
}

func (l Language) quantileFormula() string {
	return l.T("Median and 90th percentile of the finished cases as a spreadsheet’s PERCENTILE.INC, from five on.")
}

// FigureFinding is what a figure says, in one sentence; empty where its numbers say it all.
func (l Language) FigureFinding(f figure.Figure) string {
	switch f := f.(type) {
	case *figure.Counts:
		if f.Limits != nil && f.N > 0 {
			return l.monthsFinding(f)
		}
	case *figure.Gaps:
		return l.gapsFinding(f)
	case *figure.Rates:
		if f.Key == "period" {
			return l.T("The usage is stated for %s of %s.", l.Number(f.Stated),
				l.Count(f.Months, "%s complete month", "%s complete months"))
		}
		return l.T("Only periods of which the usage is stated count; the page of each system says how many those are.")
	case *figure.Repeats:
		if f.N > 0 {
			return l.T("%s of %s began while an action of the earlier incident was open.", l.Number(f.WithOpen),
				l.Count(f.N, "%s recurrence", "%s recurrences"))
		}
		return l.T("No incident is declared a recurrence of another.")
	case *figure.Debt:
		if f.N > 0 && len(f.Overdue) == 0 {
			return l.T("No action is overdue.")
		}
	}
	return ""
}

func (l Language) monthsFinding(f *figure.Counts) string {
	lim := f.Limits
	switch {
	case lim.Method == figure.TChart:
		return l.T("With %s incidents a month on average, single months are too few to judge. The days between incidents are judged instead.", l.Decimal(lim.Mean, 1))
	case lim.Method == figure.TooFewYet:
		return l.T("%s of the %s complete months that limits need: too few to tell a change from noise.",
			l.Number(lim.Points), l.Number(figure.LeastForLimits))
	case len(lim.Outside) == 0:
		return l.T("No month is outside the limits of %s and %s: what you see is noise.", l.Decimal(lim.Lower, 0),
			l.Decimal(lim.Upper, 0))
	}
	var more, fewer []string
	for _, i := range lim.Outside {
		words := l.T("%s (%s)", l.Month(f.Months[i].Start), l.Number(f.Series[0].Cells[i]))
		if float64(f.Series[0].Cells[i]) > lim.Upper {
			more = append(more, words)
		} else {
			fewer = append(fewer, words)
		}
	}
	switch {
	case len(fewer) == 0:
		return l.T("More than noise, above the limit of %s: %s. The other months are noise.", l.Decimal(lim.Upper, 0),
			strings.Join(more, ", "))
	case len(more) == 0:
		return l.T("Fewer than noise explains, below the limit of %s: %s. The other months are noise.",
			l.Decimal(lim.Lower, 0), strings.Join(fewer, ", "))
	}
	return l.T("Above the limit of %s: %s. Below the limit of %s: %s. The other months are noise.",
		l.Decimal(lim.Upper, 0), strings.Join(more, ", "), l.Decimal(lim.Lower, 0), strings.Join(fewer, ", "))
}

func (l Language) gapsFinding(f *figure.Gaps) string {
	lim := f.Limits
	switch {
	case lim.Method == figure.TooFewYet:
		return l.T("%s of the %s stretches that limits need: too few to tell a change from noise.", l.Number(lim.Points),
			l.Number(figure.LeastForLimits))
	case len(lim.Outside) == 0:
		return l.T("No stretch is outside the limits of %s and %s days: what you see is noise.", l.Decimal(lim.Lower, 1),
			l.Decimal(lim.Upper, 1))
	}
	var long, short []string
	for _, i := range lim.Outside {
		words := l.T("%s days before %s", l.Number(f.Gaps[i].Days), f.Gaps[i].Record.ID)
		if float64(f.Gaps[i].Days) > lim.Upper {
			long = append(long, words)
		} else {
			short = append(short, words)
		}
	}
	switch {
	case len(short) == 0:
		return l.T("Longer without an incident than noise explains, above the limit of %s days: %s.",
			l.Decimal(lim.Upper, 1), l.some(long))
	case len(long) == 0:
		return l.T("Sooner after each other than noise explains, below the limit of %s days: %s.",
			l.Decimal(lim.Lower, 1), l.some(short))
	}
	return l.T("Longer than noise explains, above the limit of %s days: %s. Sooner than noise explains, below the limit of %s days: %s.",
		l.Decimal(lim.Upper, 1), l.some(long), l.Decimal(lim.Lower, 1), l.some(short))
}

// some is the first few of a list and how many more there are.
func (l Language) some(list []string) string {
	const most = 8
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return l.T("%s and %s more", strings.Join(list[:most], ", "), l.Number(len(list)-most))
}

// LeftOut says how many are left out of a figure and why.
func (l Language) LeftOut(f figure.Figure, out figure.LeftOut) string {
	n := l.Count(out.N, "%s incident", "%s incidents")
	switch out.Why {
	case figure.WhyUndated:
		return l.T("%s: detection is not known to the month", n)
	case figure.WhyLater:
		return l.T("%s: detected in a month after this report", n)
	case figure.WhyNoMethod:
		return l.T("%s: how it was found is not written", n)
	case figure.WhyNoCause:
		return l.T("%s: no cause is written yet", n)
	case figure.WhyNoSafeguard:
		return l.T("%s: no safeguard is written", n)
	case figure.WhyNoModel:
		return l.T("%s: none is written", n)
	case figure.WhyNoClock:
		return l.T("%s: without a time that can be compared", l.Count(out.N, "%s step", "%s steps"))
	case figure.WhyNotToDay:
		return l.T("%s: its day is not known", n)
	case figure.WhyDueUnknown:
		return l.T("%s: without a due date that is known to the day", l.Count(out.N, "%s action", "%s actions"))
	case figure.WhyEndedUnknown:
		return l.T("%s: ended, on a day that is not known", l.Count(out.N, "%s action", "%s actions"))
	}
	if s, ok := f.(*figure.Spans); ok {
		return l.leftOutOfSpan(s, out.Why, n)
	}
	return l.T("%s: %s", n, out.Why)
}

func (l Language) leftOutOfSpan(f *figure.Spans, why, n string) string {
	from, to := l.Column(figure.Column{Key: f.From}), l.Column(figure.Column{Key: f.To})
	coarse := func(key string) string {
		if f.Unit == incident.ToDay {
			return l.T("%s: “%s” is not known to the day", n, key)
		}
		return l.T("%s: “%s” is not known to the minute", n, key)
	}
	switch why {
	case figure.WhyNotBegun:
		return l.T("%s: “%s” is not reached yet", n, from)
	case figure.WhyFromUnknown:
		return l.T("%s: “%s” is not known", n, from)
	case figure.WhyFromCoarse:
		return coarse(from)
	case figure.WhyToCoarse:
		return coarse(to)
	case figure.WhyToUnknown:
		return l.T("%s: “%s” was reached, and its time is not written", n, to)
	}
	return l.T("%s: “%s” lies before “%s”", n, to, from)
}
