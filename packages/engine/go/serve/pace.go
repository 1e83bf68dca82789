package serve

import (
	"math"
	"runtime/debug"
)

// floor is the memory below which no garbage is collected, which otherwise
// takes a third of the time of such short work.
const floor = 32 << 20

// pace decides when garbage is collected: above the floor; for work that keeps
// more than a quarter of it, when there is twice as much garbage; and for work
// that keeps much, as Go does by default.
type pace struct {
	// memory is the largest limit of a request until now; zero is none.
	memory uint64
	// percent is how much garbage is collected, in percent of what is kept; it is
	// negative as long as garbage is collected above the floor.
	percent int
}

func newPace() *pace {
	p := &pace{percent: -1}
	debug.SetGCPercent(p.percent)
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
	percent := -1
	switch {
	case live >= 2*p.small():
		percent = 100
	case live >= p.small()/4:
		percent = 200
	}
	// Work that has kept much may do so again.
	if percent < 0 || p.percent > 0 && percent >= p.percent {
		return
	}
	p.percent = percent
	debug.SetGCPercent(percent)
	p.set()
}

func (p *pace) set() {
	switch {
	case p.percent < 0:
		debug.SetMemoryLimit(int64(p.small()))
	case p.memory > 0:
		// Garbage is collected before the limit, so what exceeds it is in use.
		debug.SetMemoryLimit(int64(p.memory / 10 * 9))
	default:
		debug.SetMemoryLimit(math.MaxInt64)
	}
}

func (p *pace) small() uint64 {
	if p.memory > 0 {
		return min(floor, p.memory/2)
	}
	return floor
}
