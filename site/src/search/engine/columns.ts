// Made from the table of facets in internal/incident/facet.go: go test ./site -run Columns -update

/** The title of each field of filters and facets, in the order in which facets are shown. */
export const facetTitles: Record<string, string> = {
  kind: "Kind",
  type: "Type",
  severity: "Severity",
  status: "Stage",
  system: "System",
  cause: "Cause",
  control: "Control",
  team: "Team",
  harm: "Harm",
  tag: "Tag",
  year: "Year",
  is: "State",
  has: "With",
};
