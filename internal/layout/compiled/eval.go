package compiled

import (
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"text/template/parse"
)

// pipe compiles a pipeline and the variables that it sets.
func (s *scope) pipe(p *parse.PipeNode) (expr, error) {
	value, err := s.commands(p.Cmds)
	if err != nil || len(p.Decl) == 0 {
		return value, err
	}
	slots := make([]int, len(p.Decl))
	for i, v := range p.Decl {
		if !p.IsAssign {
			slots[i] = s.declare(v.Ident[0])
		} else if slots[i], err = s.slot(v.Ident[0]); err != nil {
			return nil, err
		}
	}
	return func(f *frame) (reflect.Value, error) {
		v, err := value(f)
		for _, slot := range slots {
			f.vars[slot] = v
		}
		return v, err
	}, nil
}

func (s *scope) commands(commands []*parse.CommandNode) (value expr, err error) {
	for _, c := range commands {
		if value, err = s.command(c.Args, value); err != nil {
			return nil, err
		}
	}
	return value, nil
}

// command compiles a command, whose last argument may come from the one before it; nil where none does.
func (s *scope) command(words []parse.Node, last expr) (expr, error) {
	switch n := words[0].(type) {
	case *parse.FieldNode:
		return s.chain(dot, n.Ident, words[1:], last)
	case *parse.VariableNode:
		if len(n.Ident) > 1 {
			slot, err := s.slot(n.Ident[0])
			if err != nil {
				return nil, err
			}
			return s.chain(variable(slot), n.Ident[1:], words[1:], last)
		}
	case *parse.ChainNode:
		base, err := s.operand(n.Node)
		if err != nil {
			return nil, err
		}
		return s.chain(base, n.Field, words[1:], last)
	case *parse.IdentifierNode:
		return s.function(n.Ident, words[1:], last)
	}
	if len(words) > 1 || last != nil {
		return nil, fmt.Errorf("%w: arguments of %s", ErrUnsupported, words[0])
	}
	return s.operand(words[0])
}

// operand compiles what has a value by itself.
func (s *scope) operand(n parse.Node) (expr, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot, nil
	case *parse.PipeNode:
		return s.pipe(n)
	case *parse.FieldNode, *parse.ChainNode, *parse.IdentifierNode:
		return s.command([]parse.Node{n}, nil)
	case *parse.VariableNode:
		if len(n.Ident) > 1 {
			return s.command([]parse.Node{n}, nil)
		}
		slot, err := s.slot(n.Ident[0])
		return variable(slot), err
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.NumberNode:
		if n.IsInt && !strings.ContainsAny(n.Text, ".eEpPxX'") {
			return constant(int(n.Int64)), nil
		}
	}
	return nil, fmt.Errorf("%w: %s", ErrUnsupported, n)
}

func dot(f *frame) (reflect.Value, error) { return f.dot, nil }

func variable(slot int) expr {
	return func(f *frame) (reflect.Value, error) { return f.vars[slot], nil }
}

func constant(v any) expr {
	value := reflect.ValueOf(v)
	return func(*frame) (reflect.Value, error) { return value, nil }
}

func (s *scope) operands(nodes []parse.Node, last expr) (args []expr, err error) {
	for _, n := range nodes {
		arg, err := s.operand(n)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	if last != nil {
		args = append(args, last)
	}
	return args, nil
}

func (s *scope) function(name string, nodes []parse.Node, last expr) (expr, error) {
	args, err := s.operands(nodes, last)
	if err != nil {
		return nil, err
	}
	if function, ok := s.functions[name]; ok {
		if direct := s.direct[name]; direct != nil {
			return func(f *frame) (reflect.Value, error) { return f.callDirect(direct, function, args) }, nil
		}
		return func(f *frame) (reflect.Value, error) {
			v, err := f.call(function, args)
			return opened(v), err
		}, nil
	}
	if builtin := builtins[name]; builtin != nil {
		return builtin(args)
	}
	return nil, fmt.Errorf("%w: function %s", ErrUnsupported, name)
}

// chain compiles fields of fields, of which the last may be a method with arguments.
func (s *scope) chain(base expr, names []string, nodes []parse.Node, last expr) (expr, error) {
	args, err := s.operands(nodes, last)
	for i, name := range names {
		var given []expr
		if i == len(names)-1 {
			given = args
		}
		base = s.member(base, name, given)
	}
	return base, err
}

var errNoMember = errors.New("no such field, key or method")

// member compiles the value of a field, of a key or of a method.
func (s *scope) member(base expr, name string, args []expr) expr {
	m := &member{name: name, all: s.accesses}
	return func(f *frame) (reflect.Value, error) {
		v, err := base(f)
		if err != nil {
			return v, err
		}
		v, isNil := indirect(v)
		if !v.IsValid() || isNil && v.Kind() == reflect.Interface {
			return v, errNoMember
		}
		holder := v
		if v.Kind() != reflect.Pointer && v.CanAddr() {
			holder = v.Addr()
		}
		switch a := m.access(holder.Type()); {
		case a.method >= 0:
			v, err = f.call(holder.Method(a.method), args)
		case len(args) > 0 || isNil:
			err = errNoMember
		case a.index != nil:
			v, err = v.FieldByIndexErr(a.index)
		case v.Kind() == reflect.Map && v.Type().Key() == stringType:
			if v = v.MapIndex(reflect.ValueOf(name)); !v.IsValid() {
				err = errNoMember
			}
		default:
			err = errNoMember
		}
		return opened(v), err
	}
}

// call calls a function or a method with its receiver bound.
func (f *frame) call(function reflect.Value, args []expr) (reflect.Value, error) {
	typ := function.Type()
	fixed := typ.NumIn()
	if typ.IsVariadic() {
		fixed--
	}
	if len(args) < fixed || len(args) > fixed && !typ.IsVariadic() {
		return reflect.Value{}, errors.New("wrong number of arguments")
	}
	base := len(f.stack)
	values := f.take(len(args))
	for i, arg := range args {
		want := typ.In(min(i, typ.NumIn()-1))
		if i >= fixed {
			want = want.Elem()
		}
		v, err := arg(f)
		if err == nil {
			v, err = assignable(v, want)
		}
		if err != nil {
			return v, err
		}
		values[i] = v
	}
	results := function.Call(values)
	f.stack = f.stack[:min(base, len(f.stack))]
	if len(results) == 2 && !results[1].IsNil() {
		return reflect.Value{}, results[1].Interface().(error)
	}
	return results[0], nil
}

// values are those of some arguments, on top of the stack.
func (f *frame) values(args []expr) ([]reflect.Value, error) {
	values := f.take(len(args))
	for i, arg := range args {
		v, err := arg(f)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// callDirect calls a function as it is, or by its type where its arguments have to be adapted.
func (f *frame) callDirect(direct Direct, function reflect.Value, args []expr) (reflect.Value, error) {
	base := len(f.stack)
	values, err := f.values(args)
	if err != nil {
		return reflect.Value{}, err
	}
	result, ok := direct(values)
	f.stack = f.stack[:min(base, len(f.stack))]
	if !ok {
		v, err := f.call(function, args)
		return opened(v), err
	}
	return reflect.ValueOf(result), nil
}

// assignable is a value as a parameter of a type takes it.
func assignable(v reflect.Value, typ reflect.Type) (reflect.Value, error) {
	if !v.IsValid() {
		switch typ.Kind() {
		case reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice, reflect.Func, reflect.Chan:
			return reflect.Zero(typ), nil
		}
		return v, errors.New("no value")
	}
	have := v.Type()
	switch {
	case have == typ || have.AssignableTo(typ):
		return v, nil
	case have.Kind() == reflect.Pointer && !v.IsNil() && have.Elem().AssignableTo(typ):
		return v.Elem(), nil
	case reflect.PointerTo(have).AssignableTo(typ) && v.CanAddr():
		return v.Addr(), nil
	case have.Kind() == reflect.Interface && !v.IsNil():
		return assignable(v.Elem(), typ)
	}
	return v, errors.New("wrong type of argument")
}

// indirect follows pointers and interfaces to what they lead to.
func indirect(v reflect.Value) (reflect.Value, bool) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return v, true
		}
		v = v.Elem()
	}
	return v, false
}

// opened is what an empty interface holds.
func opened(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface && v.NumMethod() == 0 {
		return v.Elem()
	}
	return v
}

func isTrue(v reflect.Value) bool {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() > 0
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}

func sortedKeys(m reflect.Value) ([]reflect.Value, error) {
	if m.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("%w: range over %s", ErrUnsupported, m.Type())
	}
	keys := m.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	return keys, nil
}
