package chart

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
)

func filesWith(values map[string]string) []*archive.BufferedFile {
	files := []*archive.BufferedFile{}
	for _, folder := range []string{"", "charts/a/", "charts/a/charts/b/", "charts/c/"} {
		files = append(files, &archive.BufferedFile{Name: folder + "Chart.yaml", Data: []byte("apiVersion: v2\nname: chart" + strings.ReplaceAll(folder, "/", "-") + "\nversion: 1.0.0\n")})
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		files = append(files, &archive.BufferedFile{Name: name, Data: []byte(values[name])})
	}
	return files
}

// contents are the values and the files of a chart and of those in it, by their names.
func contents(one *chart.Chart, all map[string]any) map[string]any {
	files := map[string]string{}
	for _, file := range one.Raw {
		files[file.Name] = string(file.Data)
	}
	all[one.ChartFullPath()] = []any{one.Values, files}
	for _, dependency := range one.Dependencies() {
		contents(dependency, all)
	}
	return all
}

func TestValuesAreAsHelmReadsThem(t *testing.T) {
	values := map[string]string{
		"values.yaml":                      "# one\na: 1\nb: [x, 2, 0.5]\nc: {d: null, e: true}\nf:\n  g: 12345678901234567\n",
		"charts/a/values.yaml":             "a: 2\n",
		"charts/a/charts/b/values.yaml":    "a: &b 3\nc: *b\n---\nd: 4\n",
		"charts/c/values.yaml":             "# 4\n",
		"charts/c/other/values.yaml":       "a: 5\n",
		"templates/values.yaml":            "a: 6\n",
		"charts/c/charts/_d/values.yaml":   "a: 7\n",
		"charts/c/templates/a/values.yaml": "# 5\n",
	}
	want, err := loader.LoadFiles(filesWith(values))
	if err != nil {
		t.Fatal(err)
	}
	got, err := loadFiles(filesWith(values))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := contents(got, map[string]any{}), contents(want, map[string]any{}); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if len(got.Values) != 4 {
		t.Error(got.Values)
	}
}

func TestWrongValuesAreRefusedAsHelmRefusesThem(t *testing.T) {
	for _, text := range []string{"a: b: c\n", "- a\n", "a: [\n"} {
		values := map[string]string{"values.yaml": text}
		_, want := loader.LoadFiles(filesWith(values))
		if _, err := loadFiles(filesWith(values)); want == nil || err == nil || err.Error() != want.Error() {
			t.Errorf("got %v, want %v", err, want)
		}
	}
}
