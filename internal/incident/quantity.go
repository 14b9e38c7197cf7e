package incident

import "hindcast/internal/quantity"

// Count is a whole number of people, records or decisions, or an estimate.
type Count = quantity.Count

// Amount is a sum of money, or an estimate of one.
type Amount = quantity.Amount

// Fraction is a share of a whole, from 0 to 1, or an estimate of one.
type Fraction = quantity.Fraction

// Currency is an ISO 4217 code.
type Currency = quantity.Currency

// Country is an ISO 3166-1 alpha-2 code.
type Country = quantity.Country
