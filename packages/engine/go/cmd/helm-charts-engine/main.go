// Command helm-charts-engine renders charts, builds kustomizations and
// validates objects for the programs that write requests to its standard input.
//
// A request is a line of JSON, which the documents to validate may follow, and so
// is an answer; serve/message.go has both.
// Answers come in any order. The program ends when its input does.
package main

import (
	"os"

	"engine/serve"
)

func main() {
	serve.Isolate()
	os.Exit(serve.Run(os.Stdin, os.Stdout))
}
