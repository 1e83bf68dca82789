package release

import (
	"maps"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

func TestFilesAreSplitAsHelmDoes(t *testing.T) {
	parts := []string{"---", "--", "-", "\n", "\r\n", " ", "\t", "\v", "\u0085", "a: 1", "# b", "|\n", "\f", "--- c"}
	// The same texts in each run.
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var text strings.Builder
		for range random.IntN(12) {
			text.WriteString(parts[random.IntN(len(parts))])
		}
		split := releaseutil.SplitManifests(text.String())
		names := slices.Collect(maps.Keys(split))
		sort.Sort(releaseutil.BySplitManifestsOrder(names))
		var want []string
		for _, name := range names {
			want = append(want, split[name])
		}
		if got := documentsOf(text.String()); !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, want %q", text.String(), got, want)
		}
	}
}
