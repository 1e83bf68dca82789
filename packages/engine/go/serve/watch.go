package serve

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// Exit codes of a program that stops itself, since a goroutine can't be stopped
// from outside. Whoever has sent requests without an answer sends them again,
// to another program.
const (
	// ExitLimit: the requests that exceeded a limit have their answers.
	ExitLimit = 70
	// ExitMemory: the program exceeded the memory limit, and it is not certain
	// which request did it. The requests are to be sent one at a time.
	ExitMemory = 71
)

// interval is the time between two checks. In 5 ms a program that fills its
// memory gets a few megabytes from the kernel.
const interval = 5 * time.Millisecond

// watcher stops the program if a request exceeds its time or memory.
type watcher struct {
	mutex   sync.Mutex
	running map[int]work
	// started counts the requests that this program has begun to work on.
	started int
	pace    *pace
	// isWatching is whether a goroutine checks the limits.
	isWatching bool
	answers    *answers
	exit       func(code int)
}

// work is a request that is worked on.
type work struct {
	deadline time.Time
	memory   uint64
}

func newWatcher(to *answers, exit func(code int)) *watcher {
	// The limit on memory is to end a recursion, which has a message, and not
	// the limit on stacks, which ends the program with a dump.
	debug.SetMaxStack(math.MaxInt)
	return &watcher{running: map[int]work{}, pace: newPace(), answers: to, exit: exit}
}

// begin has to be called before the work on a request.
func (w *watcher) begin(request Request) {
	limits := request.Limits
	one := work{memory: limits.Memory}
	if limits.Milliseconds > 0 {
		one.deadline = time.Now().Add(time.Duration(limits.Milliseconds) * time.Millisecond)
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.pace.allow(limits.Memory)
	w.running[request.ID] = one
	w.started++
	if !w.isWatching {
		w.isWatching = true
		go w.watch()
	}
}

// end has to be called after the work on a request. It reports whether the
// answer is still wanted.
func (w *watcher) end(request Request) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	_, isRunning := w.running[request.ID]
	delete(w.running, request.ID)
	return isRunning
}

// watch checks the limits until nothing is running.
func (w *watcher) watch() {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for now := range ticker.C {
		used, live := memory()
		if !w.check(now, used) {
			return
		}
		w.pace.observe(live)
	}
}

// check reports whether there is anything to check later.
func (w *watcher) check(now time.Time, used uint64) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var late []int
	for id, one := range w.running {
		if one.memory > 0 && used > one.memory {
			w.stopForMemory(id)
		}
		if !one.deadline.IsZero() && now.After(one.deadline) {
			late = append(late, id)
			delete(w.running, id)
		}
	}
	if len(late) > 0 {
		// The client may be too busy to read, and memory is to be checked meanwhile.
		go func() {
			for _, id := range late {
				w.answers.write(Answer{ID: id, Limit: Time})
			}
			w.exit(ExitLimit)
		}()
	}
	w.isWatching = len(w.running) > 0 || len(late) > 0
	return w.isWatching
}

// stopForMemory ends the program. Only of the first request of a program, alone
// in it, it is certain that the memory is its own.
func (w *watcher) stopForMemory(id int) {
	if w.started > 1 {
		w.exit(ExitMemory)
		return
	}
	w.answers.write(Answer{ID: id, Limit: Memory})
	w.exit(ExitLimit)
}

// memory is what the program uses and what of it was live at the last
// collection, in bytes. Used is what debug.SetMemoryLimit is about: heap, stacks
// and all other memory of the Go runtime that the kernel has not got back.
func memory() (used, live uint64) {
	samples := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
		{Name: "/gc/heap/live:bytes"},
	}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64(), samples[2].Value.Uint64()
}
