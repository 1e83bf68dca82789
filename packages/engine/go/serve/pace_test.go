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
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	expect := func(percent int, memory int64) {
		t.Helper()
		if p.percent != percent || limit() != memory {
			t.Errorf("got %d %% of %d, want %d %% of %d", p.percent, limit(), percent, memory)
		}
	}
	expect(-1, floor)
	p.observe(floor / 5)
	expect(-1, floor)
	p.observe(floor / 3)
	expect(200, math.MaxInt64)
	p.observe(floor / 5)
	expect(200, math.MaxInt64)
	p.observe(3 * floor)
	expect(100, math.MaxInt64)
	p.observe(floor / 3)
	expect(100, math.MaxInt64)
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
	if got := debug.SetMemoryLimit(-1); p.percent != 200 || got != 20<<20/10*9 {
		t.Errorf("got %d %% of %d", p.percent, got)
	}
}
