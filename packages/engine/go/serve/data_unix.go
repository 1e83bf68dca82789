//go:build linux || darwin

package serve

import "syscall"

// limitData makes the kernel refuse what exceeds the limit by more than the
// program itself needs, since memory can grow faster than it is checked: while
// the garbage collector waits for a large copy, no check runs. The program ends
// then. Darwin counts only a part of the memory.
func limitData(memory uint64) {
	const own = 64 << 20
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_DATA, &limit) != nil {
		return
	}
	limit.Cur = min(memory+own, limit.Max)
	// Without it, the checks are all there is.
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &limit)
}
