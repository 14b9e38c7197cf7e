package compiled

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
)

// builtins are the functions of the language that are known here, by their names.
var builtins = map[string]func(args []expr) (expr, error){
	"and": func(args []expr) (expr, error) { return first(args, false) },
	"or":  func(args []expr) (expr, error) { return first(args, true) },
	"not": computed(1, 1, func(v []reflect.Value) (any, error) { return !isTrue(v[0]), nil }),
	"len": computed(1, 1, func(v []reflect.Value) (any, error) {
		item, _ := indirect(v[0])
		return item.Len(), nil
	}),
	"eq": computed(2, 9, func(v []reflect.Value) (any, error) {
		for _, other := range v[1:] {
			if order, err := compare(v[0], other); err != nil || order == 0 {
				return true, err
			}
		}
		return false, nil
	}),
	"ne":    ordered(func(order int) bool { return order != 0 }),
	"lt":    ordered(func(order int) bool { return order < 0 }),
	"le":    ordered(func(order int) bool { return order <= 0 }),
	"gt":    ordered(func(order int) bool { return order > 0 }),
	"ge":    ordered(func(order int) bool { return order >= 0 }),
	"index": values(2, 2, index),
	"slice": values(1, 3, slice),
}

// first is the first argument that is true, or that is not; else the last.
func first(args []expr, stop bool) (expr, error) {
	if len(args) == 0 {
		return nil, ErrUnsupported
	}
	return func(f *frame) (v reflect.Value, err error) {
		for _, arg := range args {
			if v, err = arg(f); err != nil || isTrue(v) == stop {
				break
			}
		}
		return opened(v), err
	}, nil
}

// values is a function of so many arguments.
func values(least, most int, compute func([]reflect.Value) (reflect.Value, error)) func([]expr) (expr, error) {
	return func(args []expr) (expr, error) {
		if len(args) < least || len(args) > most {
			return nil, fmt.Errorf("%w: %d arguments", ErrUnsupported, len(args))
		}
		return func(f *frame) (reflect.Value, error) {
			base := len(f.stack)
			list, err := f.values(args)
			if err != nil {
				return reflect.Value{}, err
			}
			v, err := compute(list)
			f.stack = f.stack[:min(base, len(f.stack))]
			return opened(v), err
		}, nil
	}
}

func computed(least, most int, compute func([]reflect.Value) (any, error)) func([]expr) (expr, error) {
	return values(least, most, func(v []reflect.Value) (reflect.Value, error) {
		result, err := compute(v)
		return reflect.ValueOf(result), err
	})
}

func ordered(holds func(order int) bool) func([]expr) (expr, error) {
	return computed(2, 2, func(v []reflect.Value) (any, error) {
		order, err := compare(v[0], v[1])
		return holds(order), err
	})
}

// compare is the order of two values of one basic kind; booleans have none but are equal or not.
func compare(a, b reflect.Value) (int, error) {
	if a.Kind() == reflect.Interface {
		a = a.Elem()
	}
	if b.Kind() == reflect.Interface {
		b = b.Elem()
	}
	switch {
	case a.CanInt() && b.CanInt():
		return cmp.Compare(a.Int(), b.Int()), nil
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return cmp.Compare(a.String(), b.String()), nil
	case a.CanFloat() && b.CanFloat():
		return cmp.Compare(a.Float(), b.Float()), nil
	}
	return 0, fmt.Errorf("%w: comparison of %s with %s", ErrUnsupported, a.Kind(), b.Kind())
}

func index(v []reflect.Value) (reflect.Value, error) {
	item, isNil := indirect(v[0])
	key := opened(v[1])
	switch {
	case isNil || !item.IsValid():
	case item.Kind() == reflect.Map && key.IsValid() && key.Type().AssignableTo(item.Type().Key()):
		if found := item.MapIndex(key); found.IsValid() {
			return found, nil
		}
		return reflect.Zero(item.Type().Elem()), nil
	case item.Kind() == reflect.Slice && key.CanInt() && key.Int() >= 0 && key.Int() < int64(item.Len()):
		return item.Index(int(key.Int())), nil
	}
	return item, errors.New("nothing has this index")
}

func slice(v []reflect.Value) (reflect.Value, error) {
	item, isNil := indirect(v[0])
	if isNil || item.Kind() != reflect.String && item.Kind() != reflect.Slice {
		return item, errors.New("this can't be sliced")
	}
	bounds := [2]int64{0, int64(item.Len())}
	for i, at := range v[1:] {
		if at = opened(at); !at.CanInt() {
			return item, errors.New("a bound is no number")
		}
		bounds[i] = at.Int()
	}
	if bounds[0] < 0 || bounds[0] > bounds[1] || bounds[1] > int64(item.Len()) {
		return item, errors.New("a bound lies outside")
	}
	return item.Slice(int(bounds[0]), int(bounds[1])), nil
}
