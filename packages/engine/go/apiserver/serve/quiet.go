package serve

import (
	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

// Quiet drops what the code of the API server logs: an answer says all.
func Quiet() { klog.SetLogger(logr.Discard()) }
