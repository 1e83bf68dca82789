package chart_test

import (
	"strings"
	"testing"

	"engine/chart"

	v2 "helm.sh/helm/v4/pkg/chart/v2"
)

// load43 reads a chart as Helm 4.3.1 does.
func load43(t *testing.T, path string) *v2.Chart {
	t.Helper()
	loaded, err := chart.Load(path, "1", "4.3.1")
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func TestHelm43ReadsAFileOfAnySize(t *testing.T) {
	large := strings.Repeat("x", 6<<20)
	directory := folder(t, map[string]string{"Chart.yaml": metadata, "large.txt": large})
	if got := len(load43(t, directory).Files[0].Data); got != len(large) {
		t.Errorf("got %d bytes", got)
	}
	archive := packed(t, entry{name: "web/Chart.yaml", text: metadata}, entry{name: "web/large.txt", size: int64(len(large))})
	load43(t, archive)
	// The limit is that of Helm 4.2 again.
	want := `chart file "large.txt" is larger than the maximum file size 5242880`
	if _, err := chart.Load(directory, "1", ""); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestHelm43ReadsTheLastLineOfValues(t *testing.T) {
	line := "last: " + strings.Repeat("x", 4096-len("last: "))
	files := map[string]string{"Chart.yaml": metadata, "values.yaml": "first: 1\n" + line, "charts/sub/Chart.yaml": metadata, "charts/sub/values.yaml": line}
	directory := folder(t, files)
	loaded := load43(t, directory)
	if len(loaded.Values) != 2 || len(loaded.Dependencies()[0].Values) != 1 {
		t.Errorf("got %v", loaded.Values)
	}
	before, err := chart.Load(directory, "", "")
	if err != nil || len(before.Values) != 1 {
		t.Errorf("got %v, %v", before.Values, err)
	}
}
