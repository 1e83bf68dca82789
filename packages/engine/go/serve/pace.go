package serve

import "runtime/debug"

// floor is the memory below which no garbage is collected, which otherwise
// takes a third of the time of such short work.
const floor = 80 << 20

// pace decides when garbage is collected: above the floor; for work that keeps
// more than half of it, as Go does by default.
type pace struct {
	// memory is the largest limit of a request until now; zero is none.
	memory  uint64
	isLarge bool
}

func newPace() *pace {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(floor)
	return &pace{}
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
	if p.isLarge || live < p.small()/2 {
		return
	}
	p.isLarge = true
	debug.SetGCPercent(100)
	p.set()
}

func (p *pace) set() {
	switch {
	case !p.isLarge:
		debug.SetMemoryLimit(int64(p.small()))
	case p.memory > 0:
		// Garbage is collected before the limit, so what exceeds it is in use.
		debug.SetMemoryLimit(int64(p.memory / 10 * 9))
	}
}

func (p *pace) small() uint64 {
	if p.memory > 0 {
		return min(floor, p.memory/2)
	}
	return floor
}
