// Package kinds knows the kinds that the API server of Kubernetes serves: how
// it decodes their objects, and by which strategy it creates and updates them.
package kinds

import (
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
)

// Strategy decides whether an object may be created or updated.
type Strategy interface {
	rest.RESTCreateStrategy
	rest.RESTUpdateStrategy
}

// Kind is a kind that the API server stores.
type Kind struct {
	Strategy
	// Decode decodes the JSON of an object and sets its defaults.
	Decode func(json []byte) (Object, error)
}

// Object is a decoded object.
type Object struct {
	// Versioned has the version of its apiVersion; of a custom object it is
	// the same as Internal.
	Versioned runtime.Object
	// Internal is what strategies work on.
	Internal runtime.Object
	// Strict are the errors of strict decoding: unknown fields and duplicate
	// fields.
	Strict []error
}

// Of returns the kind if the API server of this version serves it by default and stores its objects.
func Of(gvk schema.GroupVersionKind) (Kind, bool) {
	scheme, ok := served[gvk.GroupVersion()]
	if !ok || !scheme.Recognizes(gvk) {
		return Kind{}, false
	}
	strategy, ok := strategies[gvk.GroupKind()]
	if !ok {
		return Kind{}, false
	}
	decode := func(json []byte) (Object, error) { return decodeWith(scheme, json) }
	return Kind{Strategy: strategy, Decode: decode}, true
}
