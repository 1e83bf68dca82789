package serve

import (
	"io"
	"sync"
)

// answers writes one answer at a time.
type answers struct {
	mutex sync.Mutex
	to    io.Writer
}

func newAnswers(output io.Writer) *answers {
	return &answers{to: output}
}

func (all *answers) write(one Answer) {
	line := append(one.json(), '\n')
	all.mutex.Lock()
	defer all.mutex.Unlock()
	// Whoever asked has gone if this fails, and the input ends, too.
	_, _ = all.to.Write(line)
}
