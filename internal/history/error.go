package history

// Reason tells apart why history can't be read.
type Reason uint8

// The reasons.
const (
	NoGit        Reason = iota // the program is missing
	NoRepository               // the folder is in no work tree
	Refused                    // git does not trust the folder
	NoCommit                   // the branch has no commit yet
	BadRef                     // what was given is no name of a commit
	UnknownRef                 // no commit of that name is here
	Unrelated                  // the branches share no commit
	Shallow                    // the clone lacks the commits that it takes
	Partial                    // the clone lacks files of a commit
)

// Error is a state of the machine or the clone in which history can't be read: one sentence, and
// the remedy.
type Error struct {
	Reason  Reason
	message string
	remedy  string
}

func (e *Error) Error() string { return e.message }

// Hint is the remedy.
func (e *Error) Hint() string { return e.remedy }
