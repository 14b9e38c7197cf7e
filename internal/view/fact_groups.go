package view

import "hindcast/internal/incident"

// FactGroups tells which groups of facts a record has anything of.
type FactGroups struct{ *incident.Record }

// HasAssessment reports whether the record says how bad it was or how far the system acted by itself.
func (f FactGroups) HasAssessment() bool {
	return f.Confidence.Level != "" || f.Agency.Autonomy != "" || len(f.Agency.Authority) > 0 ||
		f.Agency.Adversary != "" || f.Agency.Note != "" || f.IsPrecedent() && !f.Date().IsZero() || len(f.Also) > 0 || f.SeverityRationale != "" ||
		f.PotentialSeverity != "" && f.Severity != ""
}

// HasRoles reports whether the record says who had a part in it, how it was noticed, or a time beside its stages.
func (f FactGroups) HasRoles() bool {
	return f.Owner != "" || len(f.Roles.Commander) > 0 || f.Roles.Reporter != "" || f.Roles.Reviewer != "" ||
		f.Roles.Approver != "" || f.Detection.Method != "" || f.Detection.Source != "" ||
		f.Timeline.Started.Unknown != "" || !f.Timeline.Ended.IsZero() || !f.Timeline.Disclosed.IsZero()
}

// HasImpact reports whether the record says whom or what it affected.
func (f FactGroups) HasImpact() bool {
	i := f.Impact
	return i.People != nil || i.Exposed != nil || i.Records != nil || i.Decisions != nil || i.Share != nil ||
		i.Cost != nil || len(i.Harms) > 0 || i.Reversible != "" || len(i.Countries) > 0
}

// HasOrigin reports whether the record has causes, controls, tags, a source, or says who was told.
func (f FactGroups) HasOrigin() bool {
	return f.Trigger != "" || len(f.Causes) > 0 || len(f.Notified) > 0 || len(f.Frameworks) > 0 || len(f.Tags) > 0 ||
		f.Source != nil
}
