package assemble

import (
	"runtime"

	"hindcast/internal/view"
)

// queue makes files on all cores and hands them on in the order in which they came. Few are held at once.
type queue struct {
	yield   func(view.File, error) bool
	cores   chan struct{} // one for each file that is being made
	waiting []*making     // in order
	most    int           // files that wait
}

// making is a file that is being made.
type making struct {
	file view.File
	err  error
	then func(body []byte) // told of the body; may be nil
	done chan struct{}
}

// waitingPerCore keeps all cores at work while one of them makes a large file.
const waitingPerCore = 16

func newQueue(yield func(view.File, error) bool) *queue {
	n := runtime.GOMAXPROCS(0)
	return &queue{yield: yield, cores: make(chan struct{}, n), most: waitingPerCore * n}
}

func (q *queue) add(file view.File, err error) bool { return q.take(&making{file: file, err: err}) }

func (q *queue) then(file view.File, of func(body []byte)) bool {
	return q.take(&making{file: file, then: of})
}

func (q *queue) take(m *making) bool {
	m.done = make(chan struct{})
	q.waiting = append(q.waiting, m)
	if m.file.Make == nil || m.err != nil {
		close(m.done)
	} else {
		q.cores <- struct{}{}
		go func() {
			m.file.Body, m.err = made(m.file.Make)
			m.file.Make = nil
			<-q.cores
			close(m.done)
		}()
	}
	for len(q.waiting) > q.most {
		if !q.next() {
			return false
		}
	}
	return true
}

// made is what a file is made of; a panic is a Defeat.
func made(body func() ([]byte, error)) (_ []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &view.Defeat{Cause: cause}
		}
	}()
	return body()
}

// next hands the oldest file on.
func (q *queue) next() bool {
	m := q.waiting[0]
	q.waiting = q.waiting[1:]
	<-m.done
	if m.then != nil {
		m.then(m.file.Body)
	}
	return q.yield(m.file, m.err)
}

func (q *queue) flush() bool {
	for len(q.waiting) > 0 {
		if !q.next() {
			return false
		}
	}
	return true
}
