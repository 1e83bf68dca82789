package plain

import "sync"

// memory has what the library makes of texts; few differ. At most maxKnown are kept.
type memory struct {
	known sync.Map
	mutex sync.Mutex
	count int
}

const maxKnown = 10_000

func (m *memory) get(text string) (any, bool) { return m.known.Load(text) }

func (m *memory) add(text string, value any) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.count < maxKnown {
		m.known.Store(text, value)
		m.count++
	}
}
