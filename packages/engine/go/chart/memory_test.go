package chart

import (
	"strings"
	"testing"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
)

func TestTheChartsThatWereUsedLastAreKept(t *testing.T) {
	files := func(size int) []*archive.BufferedFile {
		return []*archive.BufferedFile{{Name: "x", Data: make([]byte, size)}}
	}
	memory := newMemory(1000)
	for _, key := range []string{"a", "b", "a"} {
		memory.add(key, files(300))
	}
	memory.get("a")
	memory.add("c", files(300))
	memory.add("d", files(2000))
	var known []string
	for _, key := range []string{"a", "b", "c", "d"} {
		if _, isKnown := memory.get(key); isKnown {
			known = append(known, key)
		}
	}
	if got := strings.Join(known, " "); got != "a c" {
		t.Errorf("kept %s", got)
	}
}
