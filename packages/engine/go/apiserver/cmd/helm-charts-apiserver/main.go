// Command helm-charts-apiserver says what the API server of Kubernetes would
// say of objects, without a cluster.
//
// A request is a line of JSON on standard input, and so is an answer on
// standard output; serve/message.go has both. The program ends when its input
// does.
package main

import (
	"io"
	"os"

	"apiserver/serve"

	"k8s.io/klog/v2"
)

func main() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	os.Exit(serve.Run(os.Stdin, os.Stdout))
}
