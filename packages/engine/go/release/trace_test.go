package release

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTraceTmp(t *testing.T) {
	charts, _ := filepath.Glob(os.Getenv("CHARTS"))
	for _, chart := range charts {
		got, _, err := Trace(Release{Chart: chart, Name: "web", Namespace: "shop", KubeVersion: "1.36.3"})
		if err != nil {
			t.Logf("%s: ERR %.150s", filepath.Base(chart), err)
			continue
		}
		t.Logf("%s: %d reads, %d possible, %s", filepath.Base(chart), len(got.Reads), len(got.Possible), got.Incomplete)
	}
}
