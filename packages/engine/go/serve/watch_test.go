package serve

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// watched returns a watcher that has begun requests with these limits, what it
// has written, and the channel of its exit codes.
func watched(limits ...Limits) (*watcher, *bytes.Buffer, chan int) {
	var written bytes.Buffer
	codes := make(chan int, 10)
	w := newWatcher(newAnswers(&written), func(code int) { codes <- code })
	// The test calls check itself.
	w.isWatching = true
	for id, one := range limits {
		w.begin(Request{ID: id + 1, Limits: one})
	}
	return w, &written, codes
}

func expect(t *testing.T, codes chan int, code int, written *bytes.Buffer, answers string) {
	t.Helper()
	if got := <-codes; got != code {
		t.Errorf("exit code %d, want %d", got, code)
	}
	if got := strings.TrimSpace(written.String()); got != answers {
		t.Errorf("answers %q, want %q", got, answers)
	}
}

func TestLateRequestsHaveAnAnswerAndTheOthersNone(t *testing.T) {
	w, written, codes := watched(Limits{Milliseconds: 10}, Limits{Milliseconds: 1000}, Limits{})
	w.check(time.Now().Add(100*time.Millisecond), 0)
	expect(t, codes, ExitLimit, written, `{"id":1,"limit":"time"}`)
	if w.end(Request{ID: 1}) {
		t.Error("a late request must not be answered once more")
	}
	if !w.end(Request{ID: 2}) {
		t.Error("the other request is still wanted")
	}
}

func TestMemoryOfTheOnlyRequestIsItsOwn(t *testing.T) {
	const most = 1 << 40
	w, written, codes := watched(Limits{Memory: most})
	w.check(time.Now(), most)
	if len(codes) > 0 {
		t.Fatal("the limit itself is allowed")
	}
	w.check(time.Now(), most+1)
	expect(t, codes, ExitLimit, written, `{"id":1,"limit":"memory"}`)
}

func TestMemoryOfSeveralRequestsIsNobodysYet(t *testing.T) {
	const most = 1 << 40
	w, written, codes := watched(Limits{Memory: most}, Limits{Memory: most})
	// Even when only one is left: its memory may be garbage of the other.
	w.end(Request{ID: 1})
	w.check(time.Now(), most+1)
	expect(t, codes, ExitMemory, written, "")
}

func TestNothingToCheckEndsTheWatch(t *testing.T) {
	w, _, _ := watched(Limits{})
	if !w.check(time.Now(), 0) {
		t.Error("a request is running")
	}
	w.end(Request{ID: 1})
	if w.check(time.Now(), 0) || w.isWatching {
		t.Error("nothing is running")
	}
}
