// Package serve answers requests from a stream, several at the same time.
package serve

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"engine/kustomization"
	"engine/release"
)

// Run answers requests until the input ends, and returns the exit code. It
// does not wait for work then: nobody reads the answers any more.
func Run(input io.Reader, output io.Writer) int {
	lines := make(chan []byte)
	writer := &answers{to: json.NewEncoder(output)}
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for line := range lines {
				writer.write(answer(line))
			}
		}()
	}
	reader := bufio.NewReaderSize(input, 1<<16)
	for {
		line, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return 0
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 3
		}
		lines <- line
	}
}

// answers writes one answer at a time.
type answers struct {
	mutex sync.Mutex
	to    *json.Encoder
}

func (all *answers) write(one Answer) {
	all.mutex.Lock()
	defer all.mutex.Unlock()
	// Whoever asked has gone if this fails, and the input ends, too.
	_ = all.to.Encode(one)
}

func answer(line []byte) (said Answer) {
	request, err := decode(line)
	if err != nil {
		return Answer{ID: request.ID, Error: err.Error()}
	}
	said.ID = request.ID
	defer func() {
		if cause := recover(); cause != nil {
			said = Answer{ID: request.ID, Error: fmt.Sprintf("panic: %v", cause)}
		}
	}()
	switch {
	case request.Render != nil:
		said.Result, said.Warnings, err = release.Render(*request.Render)
	case request.Trace != nil:
		said.Result, said.Warnings, err = release.Trace(*request.Trace)
	case request.Build != nil:
		said.Result, err = kustomization.Run(*request.Build)
	case request.Transform != nil:
		said.Result, err = kustomization.Transform(*request.Transform)
	default:
		err = errors.New("the request asks for nothing that this engine does")
	}
	if err != nil {
		said.Result = nil
		said.Error = err.Error()
	}
	return said
}
