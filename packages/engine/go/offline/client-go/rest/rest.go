// Package rest has what Helm's template functions import of the package of the same name.
package rest

// Config would say how to reach a cluster.
type Config struct{}
