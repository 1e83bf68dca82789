package kinds

import (
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// answered are the kinds with metadata that the API server answers, but does
// not store under their own name.
var answered = []schema.GroupKind{
	{Group: "", Kind: "Binding"},
	{Group: "", Kind: "ComponentStatus"},
	{Group: "", Kind: "PodStatusResult"},
	{Group: "", Kind: "RangeAllocation"},
	{Group: "autoscaling", Kind: "Scale"},
	{Group: "policy", Kind: "Eviction"},
}

// later are the kinds that Kubernetes 1.37 serves, and 1.36 does not.
var later = []schema.GroupKind{
	{Group: "certificates.k8s.io", Kind: "ClusterTrustBundle"},
	{Group: "certificates.k8s.io", Kind: "PodCertificateRequest"},
	{Group: "resource.k8s.io", Kind: "DeviceTaintRule"},
	{Group: "storagemigration.k8s.io", Kind: "StorageVersionMigration"},
}

func TestEveryServedKindHasAStrategy(t *testing.T) {
	count := 0
	for version, scheme := range served {
		for kind := range scheme.KnownTypes(version) {
			gvk := version.WithKind(kind)
			object, err := scheme.New(gvk)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := meta.Accessor(object); err != nil || slices.Contains(answered, gvk.GroupKind()) {
				continue
			}
			if _, ok := Of(gvk); !ok {
				t.Errorf("%s has no strategy", gvk)
			}
			count++
		}
	}
	if count < len(strategies)-len(later) {
		t.Errorf("%d kinds are served, and %d have a strategy", count, len(strategies))
	}
}
