//go:build linux || darwin

package serve

import (
	"sync"
	"syscall"
)

var limitOnce sync.Once

// limitData is the last line, should memory grow faster than it is
// checked: the kernel refuses twice the limit and a reserve, and the program ends.
func limitData(memory uint64) {
	limitOnce.Do(func() {
		const reserve = 1 << 30
		most := 2*memory + reserve
		var limit syscall.Rlimit
		if syscall.Getrlimit(syscall.RLIMIT_DATA, &limit) != nil || limit.Cur < most {
			return
		}
		limit.Cur = most
		// Without it, the checks are all there is.
		_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &limit)
	})
}
