package chart

import (
	"bytes"
	"strings"
	"sync"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
)

// fileLimit guards archive.MaxDecompressedFileSize, which all of Helm's code reads.
var fileLimit sync.RWMutex

// loadFor43 reads a chart as Helm 4.3 does.
func loadFor43(path, content string) (*chart.Chart, error) {
	loaded, err := loadOfAnySize(path, content)
	if err != nil {
		return loaded, err
	}
	return loaded, changeFor43(loaded)
}

// loadOfAnySize has no limit for one file, but for the chart, as Helm 4.3
// (pkg/chart/loader/archive/archive.go).
func loadOfAnySize(path, content string) (*chart.Chart, error) {
	fileLimit.RLock()
	loaded, err := load(path, content)
	fileLimit.RUnlock()
	if err == nil || !strings.Contains(err.Error(), "is larger than the maximum file size") {
		return loaded, err
	}
	fileLimit.Lock()
	defer fileLimit.Unlock()
	defer func(usual int64) { archive.MaxDecompressedFileSize = usual }(archive.MaxDecompressedFileSize)
	archive.MaxDecompressedFileSize = archive.MaxDecompressedChartSize
	// With a fingerprint it would be kept for Helm 4.2, too.
	return load(path, "")
}

// changeFor43 changes a chart and its dependencies to what Helm 4.3 reads.
func changeFor43(loaded *chart.Chart) error {
	for _, file := range loaded.Files {
		if len(file.Data) == 0 {
			// The function Lines fails for a file that has no bytes (pkg/engine/files.go).
			file.Data = nil
		}
	}
	for _, file := range loaded.Raw {
		if file.Name != "values.yaml" || bytes.HasSuffix(file.Data, []byte("\n")) {
			continue
		}
		// Helm 4.2 loses the last line if it ends with a buffer (pkg/chart/v2/loader/load.go LoadValues).
		values, err := loader.LoadValues(bytes.NewReader(append(bytes.Clone(file.Data), '\n')))
		if err != nil {
			return err
		}
		loaded.Values = values
	}
	for _, dependency := range loaded.Dependencies() {
		if err := changeFor43(dependency); err != nil {
			return err
		}
	}
	return nil
}
