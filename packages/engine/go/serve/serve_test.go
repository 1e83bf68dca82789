package serve

import (
	"io"
	"strings"
	"testing"
)

func TestTheEndOfTheInputIsSeenWhileEveryWorkerIsBusy(t *testing.T) {
	// Requests for a directory that does not exist; more than there are workers.
	input := strings.NewReader(strings.Repeat(`{"id":1,"build":{"directory":"/nonexistent"}}`+"\n", 100))
	reader, writer := io.Pipe()
	go func() {
		hello := make([]byte, len(Hello)+1)
		_, _ = io.ReadFull(reader, hello)
		// Nothing is read any more, so every worker waits to write its answer.
	}()
	if code := Run(input, writer); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func TestTheQueueKeepsTheOrder(t *testing.T) {
	waiting := newQueue()
	for id := range 3 {
		waiting.add(Request{ID: id})
	}
	for id := range 3 {
		if got := waiting.next().ID; got != id {
			t.Errorf("request %d, want %d", got, id)
		}
	}
}
