package cache_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hindcast/internal/cache"
)

func key(n int) cache.Key { return sha256.Sum256(fmt.Append(nil, n)) }

func value(n int) string { return strings.Repeat(fmt.Sprint(n, " "), n%50) }

// fill opens a folder, asks for values, puts those that are not there, and saves. It returns how many were there.
func fill(t *testing.T, folder, program string, numbers ...int) (found int) {
	t.Helper()
	c := cache.Open(folder, program)
	for _, n := range numbers {
		got, ok := c.Get(key(n))
		switch {
		case !ok:
			c.Put(key(n), []byte(value(n)))
		case got != value(n):
			t.Errorf("%d has the value %q", n, got)
		default:
			found++
		}
	}
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	return found
}

func upTo(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

func packs(t *testing.T, folder string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestCache(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "repo", "cache")
	if n := fill(t, folder, "one", upTo(100)...); n != 0 || len(packs(t, folder)) != 1 {
		t.Errorf("a new folder holds %d values, then %v", n, packs(t, folder))
	}
	if n := fill(t, folder, "one", upTo(120)...); n != 100 || len(packs(t, folder)) != 2 {
		t.Errorf("%d values are there again, in %v", n, packs(t, folder))
	}
	if n := fill(t, folder, "one", upTo(120)...); n != 120 || len(packs(t, folder)) != 2 {
		t.Errorf("%d values are there at last, in %v", n, packs(t, folder))
	}
	if n := fill(t, folder, "two", upTo(120)...); n != 0 {
		t.Errorf("another program finds %d values", n)
	}
	ignored, err := os.ReadFile(filepath.Join(filepath.Dir(folder), ".gitignore"))
	if err != nil || string(ignored) != "*\n" {
		t.Errorf("Git is told %q, %v", ignored, err)
	}
	if err := cache.Remove(folder); err != nil || len(packs(t, folder)) != 0 {
		t.Errorf("%v are left, %v", packs(t, folder), err)
	}
	var none *cache.Cache
	none.Put(key(1), nil)
	if _, ok := none.Get(key(1)); ok || none.Save() != nil {
		t.Error("no cache holds something")
	}
}

// Many small changes, and values that nobody asks for any more, do not let the folder grow.
func TestSizeIsBounded(t *testing.T) {
	folder := t.TempDir()
	for i := range 40 {
		numbers := upTo(60)
		for j := range numbers {
			numbers[j] += 3 * i
		}
		fill(t, folder, "one", numbers...)
		if names := packs(t, folder); len(names) > 10 {
			t.Fatalf("after %d changes there are %v", i, names)
		}
	}
	size := int64(0)
	for _, name := range packs(t, folder) {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	if most := int64(60 * 250 * 4); size > most {
		t.Errorf("60 values take %d bytes", size)
	}
}

// Wherever a pack is cut off or changed, what is found in it is right.
func TestBrokenPacks(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	folder := t.TempDir()
	fill(t, folder, "one", upTo(30)...)
	pack := packs(t, folder)[0]
	whole, err := os.ReadFile(pack)
	if err != nil {
		t.Fatal(err)
	}
	lost := 0
	for at := range whole {
		broken := append([]byte{}, whole...)
		if broken[at] ^= 0x55; at%2 == 0 {
			broken = broken[:at]
		}
		if err := os.WriteFile(pack, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		c := cache.Open(folder, "one")
		for _, n := range upTo(30) {
			got, ok := c.Get(key(n))
			if ok && got != value(n) {
				t.Fatalf("broken at byte %d, %d has the value %q", at, n, got)
			}
			if !ok {
				lost++
			}
		}
	}
	if lost == 0 {
		t.Error("nothing was lost")
	}
	if n := fill(t, folder, "one", upTo(30)...); n == 30 {
		t.Error("a pack that is cut off holds everything")
	}
	if n := fill(t, folder, "one", upTo(30)...); n != 30 {
		t.Errorf("after it was mended %d values are found", n)
	}
}

// What can't be written is an error that costs nothing else.
func TestFolderThatCantBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := cache.Open(filepath.Join(file, "cache"), "one")
	c.Put(key(1), []byte("x"))
	if _, ok := c.Get(key(1)); ok || c.Save() == nil {
		t.Error("it is written all the same")
	}
}

// Any number of processes use a folder at once.
func TestSharedFolder(t *testing.T) {
	folder := t.TempDir()
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for round := range 10 {
				fill(t, folder, "one", upTo(20+10*i+round)...)
			}
		})
	}
	group.Wait()
	if n := fill(t, folder, "one", upTo(20)...); n != 20 {
		t.Errorf("%d of 20 values are there at the end", n)
	}
}
