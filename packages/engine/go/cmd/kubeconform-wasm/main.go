//go:build wasip1

// Command kubeconform-wasm is the validation of the engine as a WebAssembly
// module that needs neither files nor network: preload, which runs once at
// build time, compiles the schemas, and the memory it leaves behind is stored
// with the code.
//
// Texts pass through the linear memory: the caller asks alloc for room, writes
// the document there and calls validate; the answer is an answer as JSON.
// Before that it may choose the sets of schemas in the same way.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"unsafe"

	"engine/validation"
)

var (
	input  []byte
	output []byte
	// sets are the schemas to use; those of the default target if there are none.
	sets []string
)

// preload compiles the schemas of Kubernetes and Flux for the default target; it ends the program with 2 and a sentence that
// starts with the path of the file when one is broken.
//
//go:wasmexport preload
func preload() {
	// Garbage would be stored in the image. Collected at Go's own pace, there would be more of it the busier the machine.
	debug.SetGCPercent(-1)
	defer debug.SetGCPercent(100)
	if err := validation.Load(runtime.GC); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	runtime.GC()
}

// alloc makes room for a document of size bytes and returns its address.
//
//go:wasmexport alloc
func alloc(size uint32) uint32 {
	// One byte more, since an empty slice has no address.
	input = make([]byte, size+1)
	return address(input)
}

// choose makes the sets of schemas, whose names are in the text that alloc made
// room for, with spaces between them, those of all following documents.
//
//go:wasmexport choose
func choose() {
	sets = strings.Fields(string(input[:len(input)-1]))
	input = nil
}

// validate validates the document that alloc made room for and returns the address of the answer.
//
//go:wasmexport validate
func validate() uint32 {
	document := string(input[:len(input)-1])
	input = nil
	answer, err := validation.Ask(document, sets)
	if err != nil {
		answer = validation.Answer{Status: "malformed", Message: err.Error()}
	}
	// An answer is texts only, which always have a JSON form.
	output, _ = json.Marshal(answer)
	return address(output)
}

// length is the length in bytes of the last answer.
//
//go:wasmexport length
func length() uint32 { return uint32(len(output)) }

func address(bytes []byte) uint32 { return uint32(uintptr(unsafe.Pointer(&bytes[0]))) }

func main() {}
