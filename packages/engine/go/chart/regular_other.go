//go:build !linux

package chart

import (
	"io"
	"os"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
)

// regular reads a regular file that is not too large, behind no symbolic link.
func regular(path string) (content, bool) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return content{}, false
	}
	stamp, isKnown := stampOf(info)
	file, err := os.Open(path)
	if err != nil || !isKnown {
		return content{}, false
	}
	defer file.Close()
	// A file may grow after it was looked at.
	most := archive.MaxDecompressedFileSize
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	return content{data, stamp, info.ModTime()}, err == nil && int64(len(data)) <= most
}
