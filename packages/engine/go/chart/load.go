// Package chart reads charts from directories and archives.
package chart

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"engine/helm"
	"engine/plain"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"sigs.k8s.io/yaml"
)

// Load reads a chart, a directory or an archive, as a version of Helm does
// (pkg/chart/loader/load.go), but nothing outside of it. Content is a
// fingerprint of all its files: a chart that was read with the same one before
// is not read again. Without it the chart is always read.
func Load(path, content string, version helm.Version) (*chart.Chart, error) {
	if version.Is43() {
		return loadFor43(path, content)
	}
	fileLimit.RLock()
	defer fileLimit.RUnlock()
	return load(path, content)
}

func load(path, content string) (*chart.Chart, error) {
	files, err := filesOf(path, content)
	if err != nil {
		return nil, err
	}
	version, err := versionOf(path, files)
	if err != nil {
		return nil, err
	}
	loaded, err := loadFiles(files)
	if err == nil && version == apiVersionV3 {
		// Helm loads it, and refuses to install it (pkg/action/install.go).
		return nil, errors.New("invalid chart apiVersion")
	}
	return loaded, err
}

func filesOf(path, content string) ([]*archive.BufferedFile, error) {
	if content == "" {
		return read(path)
	}
	key := keyOf(path, content)
	if files, isKnown := kept.get(key); isKnown {
		return files, nil
	}
	files, err := read(path)
	if err == nil {
		kept.add(key, files)
	}
	return files, err
}

func keyOf(path, content string) string { return path + "\n" + content }

func read(path string) ([]*archive.BufferedFile, error) {
	files, err := readFiles(path)
	if err != nil {
		return nil, err
	}
	return files, weigh(files)
}

func readFiles(path string) ([]*archive.BufferedFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return readDirectory(path)
	case info.Mode().IsRegular():
		return readArchive(path)
	}
	return nil, irregular(path)
}

// apiVersionV3 is the version of charts that Helm only develops (internal/chart/v3).
const apiVersionV3 = "v3"

// versionOf is the apiVersion of a chart, which Helm reads before anything else.
func versionOf(path string, files []*archive.BufferedFile) (string, error) {
	for _, file := range files {
		if file.Name != "Chart.yaml" {
			continue
		}
		if object, isPlain := plain.Read(string(file.Data)); isPlain {
			value, isOnly := object.Get("apiVersion")
			if version, isText := value.(string); isText && isOnly {
				return known(version)
			}
		}
		var base chartBase
		if err := yaml.Unmarshal(file.Data, &base); err != nil {
			return "", fmt.Errorf("cannot load Chart.yaml: %w", err)
		}
		return known(base.APIVersion)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		return "", errors.New("unable to detect chart version, no Chart.yaml found")
	}
	missing := filepath.Join(path, "Chart.yaml")
	return "", fmt.Errorf("unable to detect chart at %s: open %s: no such file or directory", missing, missing)
}

func known(version string) (string, error) {
	switch version {
	case "", chart.APIVersionV1, chart.APIVersionV2, apiVersionV3:
		return version, nil
	}
	return "", errors.New("unsupported chart version")
}

type chartBase struct {
	APIVersion string `json:"apiVersion,omitempty"`
}
