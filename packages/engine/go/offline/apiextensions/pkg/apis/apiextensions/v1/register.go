// Package v1 stands in for the package of the same name: the scheme of offline/client-go has its version already.
package v1

import "k8s.io/client-go/kubernetes/scheme"

// AddToScheme does nothing.
func AddToScheme(*scheme.Versions) error { return nil }
