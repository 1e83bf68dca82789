package serve

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestGarbageIsCollectedAsOftenAsTheWorkNeedsIt(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	p := newPace()
	expect := func(memory int64) {
		t.Helper()
		if got := debug.SetMemoryLimit(-1); got != memory {
			t.Errorf("got %d, want %d", got, memory)
		}
	}
	expect(floor)
	p.observe(floor / 5)
	expect(floor)
	p.observe(floor/3 + 1)
	expect(upperFloor)
	p.observe(floor / 5)
	expect(upperFloor)
	p.observe(upperFloor / 2)
	expect(math.MaxInt64)
	p.observe(floor / 5)
	expect(math.MaxInt64)
}

func TestTheFloorIsBelowTheMemoryLimit(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	p := newPace()
	p.memory = 20 << 20
	p.set()
	if got := debug.SetMemoryLimit(-1); got != 10<<20 {
		t.Errorf("got %d", got)
	}
	p.observe(10 << 20)
	if got := debug.SetMemoryLimit(-1); got != 20<<20/10*9 {
		t.Errorf("got %d", got)
	}
}
