// Package validation validates objects against the schemas of their kinds, as
// kubeconform does. The schemas are part of the program.
package validation

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Validation asks about documents.
type Validation struct {
	// Documents are texts in YAML or JSON, each of one object.
	Documents []string `json:"documents"`
}

// Validated has the answers in the order of the documents.
type Validated struct {
	Answers []Answer `json:"answers"`
}

// shared has the schemas that this process has compiled.
var shared = sync.OnceValues(func() (*compiler, error) {
	all, err := readSchemas()
	if err != nil {
		return nil, err
	}
	return newCompiler(all)
})

// Validate answers for each document, on all cores.
func Validate(wanted Validation) (*Validated, error) {
	c, err := shared()
	if err != nil {
		return nil, err
	}
	answers := make([]Answer, len(wanted.Documents))
	var next atomic.Int64
	var running sync.WaitGroup
	// While some wait for a schema, others read their documents.
	for range min(len(answers), 4*runtime.GOMAXPROCS(0)) {
		running.Go(func() {
			for at := next.Add(1) - 1; int(at) < len(answers); at = next.Add(1) - 1 {
				answers[at] = c.answer(wanted.Documents[at])
			}
		})
	}
	running.Wait()
	return &Validated{Answers: answers}, nil
}

// Ask answers for one document.
func Ask(document string) (Answer, error) {
	c, err := shared()
	if err != nil {
		return Answer{}, err
	}
	return c.answer(document), nil
}

// Load compiles the schemas of all kinds and forgets their texts, and calls
// after behind each. The error names the file of a schema that is broken.
func Load(after func()) error {
	c, err := shared()
	if err != nil {
		return err
	}
	for kind := range c.all.kinds {
		if _, err := c.schema(kind); err != nil {
			return err
		}
		after()
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.compiler, c.all, c.begun = nil, &schemas{}, nil
	return nil
}
