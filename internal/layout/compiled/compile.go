// Package compiled carries out html/template templates several times as fast as the library does. The library parses
// them, and decides what is escaped how; this package turns the trees that it leaves into functions, which look up
// fields and methods once for each type instead of once for each value.
//
// It knows the part of the language that pages use. What it does not know it refuses to compile, and whatever goes
// wrong while a template is carried out is an error without an explanation: the library, given the same template and
// data, has the explanation. So nothing here decides what a template means.
package compiled

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"sync"
	"text/template/parse"
)

// ErrUnsupported is the error of a template in a part of the language that this package does not know.
var ErrUnsupported = errors.New("not compiled")

// Program is a compiled template. It is safe for concurrent use.
type Program struct{ main *body }

// Writer takes what a template writes.
type Writer interface {
	io.Writer
	io.StringWriter
}

// Direct does what a function of a set does, without the detour by its type: several times as fast. It is false for
// arguments that have to be adapted to the function, or that it does not take. The arguments are not to be kept.
type Direct func(args []reflect.Value) (result any, ok bool)

// Text is the Direct of a function of a text.
func Text(function func(string) string) Direct {
	return func(args []reflect.Value) (any, bool) {
		if len(args) != 1 || !args[0].IsValid() || args[0].Type() != stringType {
			return nil, false
		}
		return function(args[0].String()), true
	}
}

// Of is the Direct of a function of a T, which is a pointer.
func Of[T any](function func(T) string) Direct {
	return func(args []reflect.Value) (any, bool) {
		if len(args) != 1 || args[0].Kind() != reflect.Pointer || !args[0].CanInterface() {
			return nil, false
		}
		v, ok := args[0].Interface().(T)
		if !ok {
			return nil, false
		}
		return function(v), true
	}
}

// Compile compiles a template of a set and all that it includes. The functions are those that the set was parsed with;
// direct may do what some of them do.
func Compile(
	set *template.Template, name string, functions template.FuncMap, direct map[string]Direct,
) (*Program, error) {
	// The library escapes a set when it is carried out, before anything is written.
	_ = set.ExecuteTemplate(refusing{}, name, nil)
	c := &compiler{
		set: set, bodies: map[string]*body{}, functions: map[string]reflect.Value{}, direct: direct, accesses: &sync.Map{},
	}
	for name, f := range functions {
		c.functions[name] = reflect.ValueOf(f)
	}
	main, err := c.template(name)
	return &Program{main}, err
}

// refusing is a writer that takes nothing.
type refusing struct{}

func (refusing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// Execute carries the template out. After an error the library is to be asked what is wrong.
func (p *Program) Execute(w Writer, data any) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%v", cause)
		}
	}()
	return (&run{out: w}).body(p.main, reflect.ValueOf(data))
}

// body is what a template does.
type body struct {
	steps []step
	slots int // of variables; the first is $
}

// run is the state of a program that is being carried out.
type run struct {
	out   Writer
	depth int
	stack []reflect.Value // variables of all templates under way, then arguments
}

// frame is the state of one template.
type frame struct {
	*run
	dot  reflect.Value
	vars []reflect.Value
}

// maxDepth is how deeply templates may include each other; far below what the library allows, and far above need.
const maxDepth = 1000

var errTooDeep = errors.New("templates include each other too deeply")

func (r *run) body(b *body, dot reflect.Value) error {
	if r.depth++; r.depth > maxDepth {
		return errTooDeep
	}
	base := len(r.stack)
	vars := r.take(b.slots)
	vars[0] = dot
	err := list(b.steps).do(&frame{run: r, dot: dot, vars: vars})
	r.stack = r.stack[:base]
	r.depth--
	return err
}

// take is n fresh values on top of the stack. Slices taken before stay valid, since a stack that grows leaves them.
func (r *run) take(n int) []reflect.Value {
	base := len(r.stack)
	if base+n > cap(r.stack) {
		r.stack = make([]reflect.Value, 0, max(256, 2*(base+n)))
		base = 0
	}
	r.stack = r.stack[:base+n]
	taken := r.stack[base : base+n : base+n]
	clear(taken)
	return taken
}

type (
	step func(f *frame) error
	expr func(f *frame) (reflect.Value, error)
)

type list []step

func (l list) do(f *frame) error {
	for _, s := range l {
		if err := s(f); err != nil {
			return err
		}
	}
	return nil
}

type compiler struct {
	set       *template.Template
	functions map[string]reflect.Value
	direct    map[string]Direct
	bodies    map[string]*body
	accesses  *sync.Map // of member to *access
}

func (c *compiler) template(name string) (*body, error) {
	if b := c.bodies[name]; b != nil {
		return b, nil
	}
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		return nil, fmt.Errorf("%w: no template %q", ErrUnsupported, name)
	}
	b := &body{}
	c.bodies[name] = b
	s := &scope{compiler: c, names: []string{"$"}, most: 1}
	steps, err := s.list(t.Tree.Root)
	b.steps, b.slots = steps, s.most
	return b, err
}

// scope is the variables that can be seen from a place in a template.
type scope struct {
	*compiler
	names []string // by slot
	most  int      // slots in use at once
}

func (s *scope) declare(name string) int {
	s.names = append(s.names, name)
	s.most = max(s.most, len(s.names))
	return len(s.names) - 1
}

func (s *scope) slot(name string) (int, error) {
	for i := len(s.names) - 1; i >= 0; i-- {
		if s.names[i] == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%w: no variable %s", ErrUnsupported, name)
}

// within compiles something whose variables end with it.
func within[T any](s *scope, compile func() (T, error)) (T, error) {
	mark := len(s.names)
	defer func() { s.names = s.names[:mark] }()
	return compile()
}

func (s *scope) list(nodes *parse.ListNode) ([]step, error) {
	if nodes == nil {
		return nil, nil
	}
	var steps []step
	for _, n := range nodes.Nodes {
		next, err := s.node(n)
		if err != nil {
			return nil, err
		}
		if next != nil {
			steps = append(steps, next)
		}
	}
	return steps, nil
}

func (s *scope) node(n parse.Node) (step, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(f *frame) error {
			_, err := f.out.WriteString(text)
			return err
		}, nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return s.action(n.Pipe)
	case *parse.IfNode:
		return within(s, func() (step, error) { return s.branch(&n.BranchNode, false) })
	case *parse.WithNode:
		return within(s, func() (step, error) { return s.branch(&n.BranchNode, true) })
	case *parse.RangeNode:
		return within(s, func() (step, error) { return s.loop(n) })
	case *parse.TemplateNode:
		return s.include(n)
	}
	return nil, fmt.Errorf("%w: %s", ErrUnsupported, n)
}

func (s *scope) action(p *parse.PipeNode) (step, error) {
	if len(p.Decl) > 0 {
		value, err := s.pipe(p)
		return func(f *frame) error {
			_, err := value(f)
			return err
		}, err
	}
	commands, escapers := splitEscapers(p.Cmds)
	if len(escapers) == 0 || len(commands) == 0 {
		return nil, fmt.Errorf("%w: %s is not escaped", ErrUnsupported, p)
	}
	value, err := s.commands(commands)
	if err != nil {
		return nil, err
	}
	write, err := writer(escapers)
	return func(f *frame) error {
		v, err := value(f)
		if err != nil {
			return err
		}
		return write(f.out, v)
	}, err
}

func (s *scope) branch(n *parse.BranchNode, isWith bool) (step, error) {
	value, err := s.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	then, err := within(s, func() ([]step, error) { return s.list(n.List) })
	if err != nil {
		return nil, err
	}
	otherwise, err := within(s, func() ([]step, error) { return s.list(n.ElseList) })
	return func(f *frame) error {
		v, err := value(f)
		switch {
		case err != nil:
			return err
		case !isTrue(v):
			return list(otherwise).do(f)
		case !isWith:
			return list(then).do(f)
		}
		return f.with(v, then)
	}, err
}

// with carries steps out with another dot.
func (f *frame) with(dot reflect.Value, steps list) error {
	outer := f.dot
	f.dot = dot
	err := steps.do(f)
	f.dot = outer
	return err
}

func (s *scope) loop(n *parse.RangeNode) (step, error) {
	if n.Pipe.IsAssign {
		return nil, fmt.Errorf("%w: %s", ErrUnsupported, n)
	}
	value, err := s.commands(n.Pipe.Cmds)
	if err != nil {
		return nil, err
	}
	index, elem := -1, -1
	if len(n.Pipe.Decl) > 1 {
		index = s.declare(n.Pipe.Decl[0].Ident[0])
	}
	if len(n.Pipe.Decl) > 0 {
		elem = s.declare(n.Pipe.Decl[len(n.Pipe.Decl)-1].Ident[0])
	}
	steps, err := within(s, func() ([]step, error) { return s.list(n.List) })
	if err != nil {
		return nil, err
	}
	otherwise, err := within(s, func() ([]step, error) { return s.list(n.ElseList) })
	each := func(f *frame, i, v reflect.Value) error {
		if index >= 0 {
			f.vars[index] = i
		}
		if elem >= 0 {
			f.vars[elem] = v
		}
		return f.with(v, steps)
	}
	return func(f *frame) error {
		v, err := value(f)
		if err != nil {
			return err
		}
		if v, _ = indirect(v); !v.IsValid() {
			return list(otherwise).do(f)
		}
		switch v.Kind() {
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				at := reflect.Value{}
				if index >= 0 {
					at = reflect.ValueOf(i)
				}
				if err := each(f, at, v.Index(i)); err != nil {
					return err
				}
			}
		case reflect.Map:
			keys, err := sortedKeys(v)
			if err != nil {
				return err
			}
			for _, k := range keys {
				if err := each(f, k, v.MapIndex(k)); err != nil {
					return err
				}
			}
		default:
			return fmt.Errorf("%w: range over %s", ErrUnsupported, v.Type())
		}
		if v.Len() == 0 {
			return list(otherwise).do(f)
		}
		return nil
	}, err
}

func (s *scope) include(n *parse.TemplateNode) (step, error) {
	b, err := s.template(n.Name)
	if err != nil {
		return nil, err
	}
	if n.Pipe == nil {
		return func(f *frame) error { return f.body(b, reflect.Value{}) }, nil
	}
	value, err := s.pipe(n.Pipe)
	return func(f *frame) error {
		v, err := value(f)
		if err != nil {
			return err
		}
		return f.body(b, v)
	}, err
}
