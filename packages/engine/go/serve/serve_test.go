package serve

import (
	"bufio"
	"fmt"
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

func TestDocumentsMayFollowTheLineOfARequest(t *testing.T) {
	documents := []string{"apiVersion: v1\nkind: Namespace\nmetadata: {name: é}\n", "", "kind: A\n"}
	lengths := fmt.Sprint(len(documents[0]), ",", len(documents[1]), ",", len(documents[2]))
	input := fmt.Sprintf(`{"id":1,"validate":{},"texts":[%s]}`, lengths) + "\n" + strings.Join(documents, "") + `{"id":2,"lint":{}}` + "\n"
	requests, writer := io.Pipe()
	reader, answers := io.Pipe()
	go Run(requests, answers)
	go func() { _, _ = io.WriteString(writer, input) }()
	lines := bufio.NewScanner(reader)
	got := map[string]bool{}
	for range 3 {
		lines.Scan()
		got[lines.Text()] = true
	}
	want := `{"id":1,"result":{"answers":[{"status":"valid"},{"status":"empty"},{"status":"malformed","message":"error while parsing: missing 'apiVersion' key"}]}}`
	if !got[want] {
		t.Errorf("got %v", got)
	}
}

func TestTextsOfAnImpossibleLengthEndTheProgram(t *testing.T) {
	for _, input := range []string{`{"id":1,"validate":{},"texts":[-1]}`, `{"id":1,"validate":{},"texts":[9999999999]}`, `{"id":1,"lint":{},"texts":[1]}` + "\nx", `{"id":1,"validate":{},"texts":[9]}` + "\nx"} {
		if code := Run(strings.NewReader(input+"\n"), io.Discard); code != 3 {
			t.Errorf("%s: exit code %d, want 3", input, code)
		}
	}
}
