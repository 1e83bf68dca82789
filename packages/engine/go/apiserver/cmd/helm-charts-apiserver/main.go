// Command helm-charts-apiserver says what the API server of Kubernetes would
// say of objects, without a cluster.
//
// A request is a line of JSON on standard input, and so is an answer on
// standard output; serve/message.go has both. The program ends when its input
// does. The option -feature-gates is that of kube-apiserver.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"apiserver/serve"

	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/klog/v2"
)

func main() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	options := flag.NewFlagSet("helm-charts-apiserver", flag.ExitOnError)
	gates := options.String("feature-gates", "", "feature gates that differ from their defaults: `A=true,B=false`")
	_ = options.Parse(os.Args[1:])
	if err := utilfeature.DefaultMutableFeatureGate.Set(*gates); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(serve.Run(os.Stdin, os.Stdout))
}
