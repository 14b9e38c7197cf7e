package codec_test

import (
	"errors"
	"math"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hindcast/internal/cache/codec"
	"hindcast/internal/incident"
)

type name string

type inner struct {
	Name  name
	Times []incident.Time
	Deep  *inner
}

type outer struct {
	Bool   bool
	Int    int
	Small  int8
	Wide   uint64
	Byte   uint8
	Float  float64
	Text   string
	Sum    [4]byte
	Bytes  []byte
	List   []string
	Lists  [][]int32
	Map    map[string][]string
	Ptr    *inner
	Inner  inner
	Inners []inner
	Tree   map[string]any
	Left   int `codec:"-"`
}

func tree(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		switch kind := rapid.IntRange(0, 3).Draw(t, "kind"); {
		case kind == 0:
			return nil
		case kind == 1 || depth == 0:
			return rapid.String().Draw(t, "text")
		case kind == 2:
			return rapid.SliceOfN(tree(depth-1), 0, 3).Draw(t, "list")
		}
		return rapid.MapOfN(rapid.String(), tree(depth-1), 0, 3).Draw(t, "map")
	})
}

func drawn(t *rapid.T) outer {
	texts := rapid.SliceOfN(rapid.String(), 0, 3)
	moment := rapid.SampledFrom([]string{"2026", "2026-03", "2026-03-02", "2026-03-02T09:25Z", "2026-03-02T09:25:07.5+05:30"})
	one := func() inner {
		i := inner{Name: name(rapid.String().Draw(t, "name"))}
		for range rapid.IntRange(0, 2).Draw(t, "times") {
			at, err := incident.ParseTime(moment.Draw(t, "time"))
			if err != nil {
				t.Fatal(err)
			}
			i.Times = append(i.Times, at)
		}
		return i
	}
	o := outer{
		Bool: rapid.Bool().Draw(t, "bool"), Int: rapid.Int().Draw(t, "int"), Small: rapid.Int8().Draw(t, "small"),
		Wide: rapid.Uint64().Draw(t, "wide"), Byte: rapid.Byte().Draw(t, "byte"), Text: rapid.String().Draw(t, "text"),
		Float: rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(t, "float"), List: texts.Draw(t, "list"),
		Lists: rapid.SliceOfN(rapid.SliceOfN(rapid.Int32(), 0, 3), 0, 3).Draw(t, "lists"), Inner: one(),
		Map:  rapid.MapOfN(rapid.String(), texts, 0, 3).Draw(t, "map"),
		Tree: rapid.MapOfN(rapid.String(), tree(3), 0, 3).Draw(t, "tree"),
	}
	copy(o.Sum[:], rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "sum"))
	if rapid.Bool().Draw(t, "nil") {
		o.List, o.Map, o.Tree = nil, nil, nil
	} else {
		o.Bytes = rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		i, j := one(), one()
		i.Deep = &j
		o.Ptr, o.Inners = &i, []inner{one(), i}
	}
	return o
}

var outers = codec.For[outer]()

// What is written is read as it was, nil and empty apart.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawn(t)
		written := want
		written.Left = 7 // is left out
		data := outers.Append([]byte("before"), &written)
		var got outer
		if err := outers.Read(string(data[len("before"):]), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v, %v, is read as %+v", want, err, got)
		}
	})
}

// Whatever the bytes, there is a value or the error, and no panic.
func TestWrongBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := drawn(t)
		data := outers.Append(nil, &value)
		switch at := rapid.IntRange(0, len(data)-1).Draw(t, "at"); rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			data = data[:at]
		case 1:
			data[at] ^= rapid.Byte().Draw(t, "flip")
		default:
			data = append(data, 0)
		}
		var got outer
		if err := outers.Read(string(data), &got); err != nil && !errors.Is(err, codec.ErrFormat) {
			t.Fatal(err)
		}
	})
}

// A type that would lose something is refused.
func TestTypesThatCantBeWritten(t *testing.T) {
	for what, make := range map[string]func(){
		"a field that is not exported": func() { codec.For[struct{ a int }]() },
		"an interface":                 func() { codec.For[struct{ A error }]() },
		"a function":                   func() { codec.For[func()]() },
		"a time of the library":        func() { codec.For[struct{ A chan time.Time }]() },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is taken", what)
				}
			}()
			make()
		}()
	}
}
