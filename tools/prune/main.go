// Command prune copies a Go program without the code that it can't reach, so
// that a compiler need not compile it.
//
//	prune -o FOLDER [-go COMMAND] PACKAGE…
//
// It reads the packages in the current folder and all that they import, for the
// platform that GOOS and GOARCH name, and writes a module that is built with
// -mod=vendor. The linker of Go would leave the same code out, but only after
// all of it was compiled.
//
// What code calls by names that it computes at run time, with
// reflect.Value.MethodByName, may be missing in the copy.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	output := flag.String("o", "", "the `folder` to write, which does not exist")
	command := flag.String("go", "go", "the go `command`")
	flag.Parse()
	if err := prune(*command, ".", *output, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func prune(command, directory, output string, patterns []string) error {
	all, err := load(command, directory, patterns)
	if err != nil {
		return err
	}
	isRoot := func(one *pack) bool { return one.Module.Main }
	return reachFrom(all, isRoot).write(all, output)
}
