// Package parallel divides work among the cores.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls work with each number below count, on all cores, and returns when
// all calls have. A panic of a call is one of Each.
func Each(count int, work func(at int)) {
	var next atomic.Int64
	var running sync.WaitGroup
	causes := make(chan any, count)
	for range min(count, runtime.GOMAXPROCS(0)) {
		running.Go(func() {
			defer func() {
				if cause := recover(); cause != nil {
					causes <- cause
				}
			}()
			for at := next.Add(1) - 1; int(at) < count; at = next.Add(1) - 1 {
				work(int(at))
			}
		})
	}
	running.Wait()
	select {
	case cause := <-causes:
		panic(cause)
	default:
	}
}
