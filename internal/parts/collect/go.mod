module hindcast/internal/parts/collect

go 1.26.0

require (
	github.com/google/licensecheck v0.3.1
	hindcast v0.0.0
)

replace hindcast => ../../..
