// Package serve answers requests from a stream, several at the same time.
package serve

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
)

// Run answers requests until the input ends, and returns the exit code. It
// does not wait for work then: nobody reads the answers any more.
func Run(input io.Reader, output io.Writer) int {
	fmt.Fprintln(output, Hello)
	to := newAnswers(output)
	watch := newWatcher(to, os.Exit)
	waiting := newQueue()
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for {
				request := waiting.next()
				watch.begin(request)
				said := answer(request)
				if watch.end(request) {
					to.write(said)
				}
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
		request, err := decode(line)
		if err != nil {
			to.write(Answer{ID: request.ID, Error: err.Error()})
			continue
		}
		if err := request.readTexts(reader); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 3
		}
		waiting.add(request)
	}
}
