package helm_test

import (
	"testing"

	"engine/helm"
)

func TestIs43(t *testing.T) {
	for version, want := range map[helm.Version]bool{"": false, "4.2.3": false, "4.3.0": true, "4.10.1": true, "5.0.0": true, "x": false} {
		if got := version.Is43(); got != want {
			t.Errorf("%q: got %t", version, got)
		}
	}
}
