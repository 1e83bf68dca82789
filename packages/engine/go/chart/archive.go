package chart

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
)

// readArchive unpacks an archive as a stream, within the limits of Helm
// (pkg/chart/loader/archive/archive.go).
func readArchive(path string) ([]*archive.BufferedFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := archive.EnsureArchive(path, file); err != nil {
		return nil, err
	}
	files, err := unpack(file)
	if errors.Is(err, gzip.ErrHeader) {
		return nil, fmt.Errorf("file '%s' does not appear to be a valid chart file (details: %w)", path, err)
	}
	if err != nil {
		return nil, fmt.Errorf("unable to load chart archive: %w", err)
	}
	return files, nil
}

func unpack(packed io.ReadSeeker) ([]*archive.BufferedFile, error) {
	if err := checkLength(packed); err != nil {
		return nil, err
	}
	if _, err := packed.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return archive.LoadArchiveFiles(packed)
}

// checkLength refuses an archive of headers: Helm counts what files hold, and
// so takes any number of empty ones. An archive that is not readable is for
// Helm to refuse.
func checkLength(packed io.Reader) error {
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return nil
	}
	limit := 2 * archive.MaxDecompressedChartSize
	length, _ := io.Copy(io.Discard, io.LimitReader(unpacked, limit+1))
	if length > limit {
		return tooLargeChart()
	}
	return nil
}

func tooLargeChart() error {
	return fmt.Errorf("decompressed chart is larger than the maximum size %d", archive.MaxDecompressedChartSize)
}

// maxDepth is how deep archives of charts may be nested.
const maxDepth = 16

// weigh refuses a chart whose archives in charts/ are larger together than
// Helm allows for one: Helm applies its limit to each.
func weigh(files []*archive.BufferedFile) error {
	remaining := archive.MaxDecompressedChartSize
	return weighArchives(files, maxDepth, &remaining)
}

func weighArchives(files []*archive.BufferedFile, depth int, remaining *int64) error {
	for _, file := range files {
		if !isArchive(file.Name) {
			continue
		}
		if depth == 0 {
			return fmt.Errorf("%s: archives of charts are nested more than %d deep", file.Name, maxDepth)
		}
		inner, err := unpack(bytes.NewReader(file.Data))
		if err != nil {
			// Helm names the chart when it refuses the archive.
			continue
		}
		for _, one := range inner {
			*remaining -= int64(len(one.Data))
		}
		if *remaining < 0 {
			return tooLargeChart()
		}
		if err := weighArchives(inner, depth-1, remaining); err != nil {
			return err
		}
	}
	return nil
}

// isArchive tells whether Helm unpacks the file of this name: it is directly in
// a charts/ directory, also of a chart in one.
func isArchive(name string) bool {
	inCharts, found := strings.CutPrefix(name, "charts/")
	if !found {
		return false
	}
	chart, rest, isNested := strings.Cut(inCharts, "/")
	if isNested {
		return isArchive(rest)
	}
	return strings.HasSuffix(chart, ".tgz") && strings.IndexAny(chart, "_.") != 0
}
