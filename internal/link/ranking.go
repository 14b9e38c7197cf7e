package link

import "math"

// ranking gives numbers by their scores, the highest first, and by themselves where these are equal, the lowest first.
// It is a heap, since a few are asked for out of thousands.
type ranking []uint64

// add adds a number from 0 on, before order is called.
func (r *ranking) add(score int, number int32) {
	*r = append(*r, uint64(score)<<32|uint64(math.MaxUint32-uint32(number)))
}

// order prepares for next.
func (r ranking) order() {
	for i := len(r)/2 - 1; i >= 0; i-- {
		r.sink(i)
	}
}

// next takes the first of what is left.
func (r *ranking) next() int32 {
	list, last := *r, len(*r)-1
	first := list[0]
	list[0] = list[last]
	*r = list[:last]
	r.sink(0)
	return int32(math.MaxUint32 - uint32(first))
}

// sink moves an item down to where it is no less than those below it.
func (r ranking) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(r) {
			return
		}
		if child+1 < len(r) && r[child+1] > r[child] {
			child++
		}
		if r[i] >= r[child] {
			return
		}
		r[i], r[child] = r[child], r[i]
		i = child
	}
}
