package serve

import (
	"encoding/json"
	"io"
	"sync"
)

// answers writes one answer at a time.
type answers struct {
	mutex sync.Mutex
	to    *json.Encoder
}

func newAnswers(output io.Writer) *answers {
	encoder := json.NewEncoder(output)
	encoder.SetEscapeHTML(false)
	return &answers{to: encoder}
}

func (all *answers) write(one Answer) {
	all.mutex.Lock()
	defer all.mutex.Unlock()
	// Whoever asked has gone if this fails, and the input ends, too.
	_ = all.to.Encode(one)
}
