// Package arguments gives a program without arguments a name. A package whose
// path sorts before k8s.io/klog, and that imports little, is initialised before
// it, and klog reads the name of the program then.
package arguments

import "os"

func init() {
	if len(os.Args) == 0 {
		os.Args = []string{"apiserver"}
	}
}
