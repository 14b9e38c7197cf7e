package compiled

import (
	"reflect"
	"sync"
	"sync/atomic"
)

// member finds a name in the types that it meets at one place of a template. These are few, and mostly one.
type member struct {
	name string
	last atomic.Pointer[access]
	all  *sync.Map // of the whole program, by wanted
}

// access is how a value of a type is asked for a name.
type access struct {
	typ    reflect.Type
	method int   // its index; negative where it is no method
	index  []int // of a field; nil where it is none
}

type wanted struct {
	typ  reflect.Type
	name string
}

func (m *member) access(typ reflect.Type) *access {
	if a := m.last.Load(); a != nil && a.typ == typ {
		return a
	}
	found, ok := m.all.Load(wanted{typ, m.name})
	if !ok {
		found, _ = m.all.LoadOrStore(wanted{typ, m.name}, accessOf(typ, m.name))
	}
	a := found.(*access)
	m.last.Store(a)
	return a
}

func accessOf(typ reflect.Type, name string) *access {
	a := &access{typ: typ, method: -1}
	if method, ok := typ.MethodByName(name); ok {
		a.method = method.Index
		return a
	}
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if typ.Kind() == reflect.Struct {
		if field, ok := typ.FieldByName(name); ok && field.IsExported() {
			a.index = field.Index
		}
	}
	return a
}
