// Command kubeconform-wasm is kubeconform as a WebAssembly module that needs
// neither files nor network: preload, which runs once at build time, compiles
// the schemas, and the memory it leaves behind is stored with the code.
//
// Texts pass through the linear memory: the caller asks alloc for room, writes
// the document there and calls validate; the answer is an answer as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"unsafe"

	"github.com/yannh/kubeconform/pkg/validator"
)

var (
	judge  validator.Validator
	input  []byte
	output []byte
)

// preload compiles every schema of /schemas; it ends the program with 2 and a
// sentence that starts with the file's path when one is unfit.
//
//go:wasmexport preload
func preload() {
	var err error
	if judge, err = load("/schemas"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// alloc makes room for a document of size bytes and returns its address.
//
//go:wasmexport alloc
func alloc(size uint32) uint32 {
	// One byte more, since an empty slice has no address.
	input = make([]byte, size+1)
	return address(input)
}

// validate judges the document that alloc made room for and returns the address of the answer.
//
//go:wasmexport validate
func validate() uint32 {
	document := input[:len(input)-1]
	input = nil
	// An answer is texts only, which always have a JSON form.
	output, _ = json.Marshal(ask(judge, document))
	return address(output)
}

// length is the length in bytes of the last answer.
//
//go:wasmexport length
func length() uint32 { return uint32(len(output)) }

func address(bytes []byte) uint32 { return uint32(uintptr(unsafe.Pointer(&bytes[0]))) }

func main() {}
