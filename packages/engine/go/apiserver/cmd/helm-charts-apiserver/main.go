// Command helm-charts-apiserver says what the API server of Kubernetes would
// say of objects, without a cluster.
//
// A request is a line of JSON on standard input, and so is an answer on
// standard output; serve/message.go has both. The program ends when its input
// does.
package main

import (
	"os"

	"apiserver/serve"
)

func main() {
	serve.Quiet()
	os.Exit(serve.Run(os.Stdin, os.Stdout))
}
