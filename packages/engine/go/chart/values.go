package chart

import (
	"fmt"
	"path"
	"strings"

	"engine/plain"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
)

// loadFiles makes a chart of its files, as Helm does. Values in plain YAML, also
// those of the charts in charts/, are read here: Helm's way through YAML and JSON
// takes ten times as long.
func loadFiles(files []*archive.BufferedFile) (*chart.Chart, error) {
	own := make([]*archive.BufferedFile, len(files))
	read := map[string]values{}
	for at, file := range files {
		own[at] = file
		if !isValues(file.Name) {
			continue
		}
		if object, isPlain := plain.Read(string(file.Data)); isPlain {
			// Helm reads a comment instead, which tells whose values they are.
			mark := fmt.Sprintf("# %d\n", at)
			read[mark] = values{object.Decoded(), file.Data}
			own[at] = &archive.BufferedFile{Name: file.Name, ModTime: file.ModTime, Data: []byte(mark)}
		}
	}
	loaded, err := loader.LoadFiles(own)
	if err == nil {
		restore(loaded, read)
	}
	return loaded, err
}

// values are those of a chart, and the file that has them.
type values struct {
	read map[string]any
	file []byte
}

const valuesFile = "values.yaml"

// isValues reports whether a file has the values of the chart, or of one in charts/.
func isValues(name string) bool {
	folder, file := path.Split(name)
	if file != valuesFile {
		return false
	}
	for folder != "" {
		rest, isBelow := strings.CutPrefix(folder, "charts/")
		_, inner, _ := strings.Cut(rest, "/")
		if !isBelow {
			return false
		}
		folder = inner
	}
	return true
}

// restore gives the values back to the charts that they belong to.
func restore(loaded *chart.Chart, read map[string]values) {
	for _, file := range loaded.Raw {
		found, isRead := read[string(file.Data)]
		if !isRead || !isValues(file.Name) {
			continue
		}
		file.Data = found.file
		if file.Name == valuesFile {
			loaded.Values = found.read
		}
	}
	for _, dependency := range loaded.Dependencies() {
		restore(dependency, read)
	}
}
