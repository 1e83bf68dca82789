// Package tls takes the place of crypto/tls beside the http of this folder.
package tls

// Config has the field that kubeconform sets.
type Config struct{ InsecureSkipVerify bool }
