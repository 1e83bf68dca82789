package scheme

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// AddToScheme adds the deprecated kinds: Helm's linter looks for no others.
func AddToScheme(to *runtime.Scheme) error {
	for name := range lifecycles {
		to.AddKnownTypeWithName(kindOf(name), &object{})
	}
	return nil
}

// object is of the deprecated kind that its apiVersion and its kind name.
type object struct {
	metav1.TypeMeta
}

// DeepCopyObject copies the object.
func (o *object) DeepCopyObject() runtime.Object {
	copied := *o
	return &copied
}

// APILifecycleDeprecated returns the version of Kubernetes since which the kind is deprecated.
func (o *object) APILifecycleDeprecated() (major, minor int) {
	return 1, o.lifecycle().deprecated
}

// APILifecycleRemoved returns the version of Kubernetes since which the kind is no longer served, or zeros.
func (o *object) APILifecycleRemoved() (major, minor int) {
	if minor = o.lifecycle().removed; minor == 0 {
		return 0, 0
	}
	return 1, minor
}

// APILifecycleReplacement returns the kind to use, which is empty if there is none.
func (o *object) APILifecycleReplacement() schema.GroupVersionKind {
	return kindOf(o.lifecycle().replacement)
}

func (o *object) lifecycle() lifecycle {
	return lifecycles[o.APIVersion+" "+o.Kind]
}

// kindOf reads an apiVersion and a kind with a space between them.
func kindOf(name string) schema.GroupVersionKind {
	apiVersion, kind, _ := strings.Cut(name, " ")
	return schema.FromAPIVersionAndKind(apiVersion, kind)
}
