package kinds

import (
	"fmt"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// noResources resolves no kind. The strategies of policy bindings refuse each
// parameter without a resolver, and ask it only about the rights of a user,
// which are not known here.
type noResources struct{}

func (noResources) Resolve(kind schema.GroupVersionKind) (schema.GroupVersionResource, error) {
	return schema.GroupVersionResource{}, fmt.Errorf("the resource of %s is not known", kind.Kind)
}
