package chart

import (
	"fmt"
	"io/fs"
	"syscall"
)

// stampOf is the stamp of a file (src/state.ts).
func stampOf(info fs.FileInfo) (string, bool) {
	stat, isKnown := info.Sys().(*syscall.Stat_t)
	if !isKnown {
		return "", false
	}
	return fmt.Sprintf("%d %d %d %d", stat.Size, stat.Mtimespec.Nano(), stat.Ctimespec.Nano(), stat.Ino), true
}
