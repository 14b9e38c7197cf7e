package diag

// FormError says that a value does not have the form its key asks for.
type FormError struct {
	Message string // what is wrong with it, such as "has no zone"
	Remedy  string
	Mended  string // the value as it was surely meant; empty where that is a guess
}

func (e *FormError) Error() string { return e.Message }

// Hint is the remedy.
func (e *FormError) Hint() string { return e.Remedy }

// Fix is the value as it was surely meant; empty where that is a guess.
func (e *FormError) Fix() string { return e.Mended }
