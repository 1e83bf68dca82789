package serve

import (
	"math"
	"runtime/debug"
)

// The memory below which no garbage is collected, which otherwise takes a third
// of the time of such short work: for work that keeps less than a third of the
// first floor, and for work that keeps more.
const (
	floor      = 34 << 20
	upperFloor = 80 << 20
)

// pace decides when garbage is collected: above a floor; for work that keeps more
// than half of the upper one, as Go does by default.
type pace struct {
	// memory is the largest limit of a request until now; zero is none.
	memory uint64
	// floor is the current one; zero is none any more.
	floor uint64
}

func newPace() *pace {
	debug.SetGCPercent(-1)
	p := &pace{floor: floor}
	p.set()
	return p
}

// allow has to be called with the limit of each request.
func (p *pace) allow(memory uint64) {
	if memory <= p.memory {
		return
	}
	p.memory = memory
	limitData(memory)
	p.set()
}

// observe has to be called with the memory that is in use after a collection.
func (p *pace) observe(live uint64) {
	switch {
	case p.floor == 0:
	case live >= p.below(upperFloor)/2:
		p.floor = 0
		debug.SetGCPercent(100)
		p.set()
	case p.floor == floor && live >= p.below(floor)/3:
		p.floor = upperFloor
		p.set()
	}
}

func (p *pace) set() {
	switch {
	case p.floor > 0:
		debug.SetMemoryLimit(int64(p.below(p.floor)))
	case p.memory > 0:
		// Garbage is collected before the limit, so what exceeds it is in use.
		debug.SetMemoryLimit(int64(p.memory / 10 * 9))
	default:
		debug.SetMemoryLimit(math.MaxInt64)
	}
}

// below is a floor, or half of the limit if that is less.
func (p *pace) below(floor uint64) uint64 {
	if p.memory > 0 {
		return min(floor, p.memory/2)
	}
	return floor
}
