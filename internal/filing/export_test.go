package filing

// FormerLines is formerLines for tests.
var FormerLines = formerLines
