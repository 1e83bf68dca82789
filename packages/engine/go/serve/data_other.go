//go:build !linux && !darwin

package serve

// limitData does nothing where the kernel has no limit on the data of a process.
func limitData(uint64) {}
