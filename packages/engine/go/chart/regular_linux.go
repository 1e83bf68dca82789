package chart

import (
	"io/fs"
	"strconv"
	"syscall"
	"time"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
)

// regular reads a regular file that is not too large, behind no symbolic link.
// The functions of package os make twice as many system calls.
func regular(path string) (content, bool) {
	file, err := again(func() (int, error) {
		return syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	})
	if err != nil {
		return content{}, false
	}
	// Nothing was written that could be lost.
	defer func() { _ = syscall.Close(file) }()
	var stat syscall.Stat_t
	_, err = again(func() (int, error) { return 0, syscall.Fstat(file, &stat) })
	if err != nil || stat.Mode&syscall.S_IFMT != syscall.S_IFREG || stat.Size > archive.MaxDecompressedFileSize {
		return content{}, false
	}
	data := make([]byte, stat.Size+1)
	size := 0
	for {
		read, err := again(func() (int, error) { return syscall.Read(file, data[size:]) })
		if err != nil {
			return content{}, false
		}
		size += read
		// A read that gets less than it could is at the end of the file.
		if size < len(data) {
			return content{data[:size], stampOfStat(&stat), time.Unix(stat.Mtim.Unix())}, true
		}
		// The file has grown.
		if size > int(archive.MaxDecompressedFileSize) {
			return content{}, false
		}
		data = append(data, make([]byte, size)...)
	}
}

// again repeats a system call that a signal interrupts.
func again(call func() (int, error)) (int, error) {
	for {
		result, err := call()
		if err != syscall.EINTR {
			return result, err
		}
	}
}

// stampOf is the stamp of a file (src/state.ts).
func stampOf(info fs.FileInfo) (string, bool) {
	stat, isKnown := info.Sys().(*syscall.Stat_t)
	if !isKnown {
		return "", false
	}
	return stampOfStat(stat), true
}

func stampOfStat(stat *syscall.Stat_t) string {
	stamp := strconv.AppendInt(nil, stat.Size, 10)
	for _, time := range []int64{stat.Mtim.Nano(), stat.Ctim.Nano()} {
		stamp = strconv.AppendInt(append(stamp, ' '), time, 10)
	}
	return string(strconv.AppendUint(append(stamp, ' '), stat.Ino, 10))
}
