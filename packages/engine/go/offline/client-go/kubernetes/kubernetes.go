// Package kubernetes is empty: nothing of it is used.
package kubernetes
