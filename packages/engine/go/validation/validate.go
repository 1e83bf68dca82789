// Package validation validates objects against the schemas of their kinds, as
// kubeconform does. The schemas are part of the program.
package validation

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// Validation asks about documents.
type Validation struct {
	// Documents are texts in YAML or JSON, each of one object.
	Documents []string `json:"documents"`
	// Schemas are the sets of schemas, the first one that has a kind is used;
	// without them, those of the default target.
	Schemas []string `json:"schemas,omitempty"`
}

// Validated has the answers in the order of the documents.
type Validated struct {
	Answers []Answer `json:"answers"`
}

// compilers have the schemas that this process has compiled, by the names of
// the sets.
var compilers sync.Map

// shared is the compiler for sets; those of the default target if there are none.
func shared(sets []string) (*compiler, error) {
	open := sync.OnceValues(func() (*compiler, error) {
		if len(sets) > 0 {
			return newCompiler(sets)
		}
		usual, err := defaultSets()
		if err != nil {
			return nil, err
		}
		return newCompiler(usual)
	})
	first, _ := compilers.LoadOrStore(strings.Join(sets, " "), open)
	return first.(func() (*compiler, error))()
}

// Validate answers for each document, on all cores.
func Validate(wanted Validation) (*Validated, error) {
	c, err := shared(wanted.Schemas)
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

// Ask answers for one document with sets of schemas; those of the default
// target if there are none.
func Ask(document string, sets []string) (Answer, error) {
	c, err := shared(sets)
	if err != nil {
		return Answer{}, err
	}
	return c.answer(document), nil
}

// Load compiles the schemas of all kinds of Kubernetes and Flux for the default
// target and forgets their texts, and calls after behind each. Other kinds are
// compiled when they are asked for. The error names the file of a schema that
// is broken.
func Load(after func()) error {
	c, err := shared(nil)
	if err != nil {
		return err
	}
	versioned, others := c.all.unread[:2], c.all.unread[2:]
	for _, set := range versioned {
		if err := c.all.readKinds(set); err != nil {
			return err
		}
	}
	for kind := range c.all.kinds {
		if _, err := c.schema(kind); err != nil {
			return err
		}
		after()
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.reset(others)
}
