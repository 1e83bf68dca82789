// Package serve answers requests from a stream.
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

	"apiserver/custom"
	"apiserver/verdict"

	utilfeature "k8s.io/apiserver/pkg/util/feature"
)

// Run answers one request after the other until the input ends, and returns the
// exit code.
func Run(input io.Reader, output io.Writer) int {
	requests := json.NewDecoder(bufio.NewReaderSize(input, 1<<16))
	answers := json.NewEncoder(output)
	for {
		var request Request
		if err := requests.Decode(&request); errors.Is(err, io.EOF) {
			return 0
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 3
		}
		// Whoever asked has gone if this fails, and the input ends, too.
		_ = answers.Encode(answer(request))
	}
}

// Respond answers one request, which is JSON, with JSON.
func Respond(text []byte) []byte {
	var request Request
	var response Answer
	if err := json.Unmarshal(text, &request); err != nil {
		response.Error = err.Error()
	} else {
		response = answer(request)
	}
	// The parts of an answer always have a JSON form.
	result, _ := json.Marshal(response)
	return result
}

func answer(request Request) Answer {
	if err := setGates(request.FeatureGates); err != nil {
		return Answer{ID: request.ID, Error: err.Error(), IsUsage: true}
	}
	switch {
	case request.Create != nil:
		definitions := custom.Read(request.Create.Definitions)
		return Answer{ID: request.ID, Result: each(request.Create.Objects, func(one verdict.Sent) verdict.Verdict {
			return verdict.Create(one, definitions)
		})}
	case request.Update != nil:
		definitions := custom.Read(request.Update.Definitions)
		return Answer{ID: request.ID, Result: each(request.Update.Objects, func(one Replacement) verdict.Verdict {
			return verdict.Update(one.Old, one.New, definitions)
		})}
	default:
		return Answer{ID: request.ID, Error: "the request asks for nothing that this program does"}
	}
}

// setGates sets feature gates, or none of them if one is wrong: gates remember
// a wrong one, and fail then whatever is set.
func setGates(gates string) error {
	if err := utilfeature.DefaultMutableFeatureGate.DeepCopy().Set(gates); err != nil {
		return err
	}
	return utilfeature.DefaultMutableFeatureGate.Set(gates)
}

// each does the work for all objects, on all processors. A panic is the verdict
// of its object.
func each[T any](objects []T, work func(T) verdict.Verdict) []verdict.Verdict {
	results := make([]verdict.Verdict, len(objects))
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for index, object := range objects {
		free <- struct{}{}
		group.Go(func() {
			defer func() {
				if cause := recover(); cause != nil {
					results[index] = verdict.Verdict{Status: verdict.Malformed, Message: fmt.Sprintf("panic: %v", cause)}
				}
				<-free
			}()
			results[index] = work(object)
		})
	}
	group.Wait()
	return results
}
