//go:build wasip1

// Command engine-wasm is the engine as a WebAssembly module: initialise runs
// once at build time, and the memory it leaves behind is stored with the code.
//
// Texts pass through the linear memory: the caller asks alloc for room, writes
// a request there (serve/message.go) and calls answer. Files come from the
// caller's implementation of WASI, which decides what a request may read.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"unsafe"

	_ "engine/cmd/engine-wasm/arguments"

	"engine/serve"
	"engine/validation"
)

var (
	input  []byte
	output []byte
)

// initialise compiles every schema; it ends the program with 2 and a sentence
// that starts with the path of the file when one is broken.
//
//go:wasmexport initialise
func initialise() {
	serve.Isolate()
	// Garbage would be stored in the image. Collected at Go's own pace, there would be more of it the busier the machine.
	debug.SetGCPercent(-1)
	defer debug.SetGCPercent(100)
	if err := validation.Load(runtime.GC); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	runtime.GC()
}

// alloc makes room for a request of size bytes and returns its address.
//
//go:wasmexport alloc
func alloc(size uint32) uint32 {
	// One byte more, since an empty slice has no address.
	input = make([]byte, size+1)
	return address(input)
}

// answer answers the request that alloc made room for and returns the address of the answer.
//
//go:wasmexport answer
func answer() uint32 {
	request := input[:len(input)-1]
	input = nil
	output = serve.Respond(request)
	return address(output)
}

// length is the length in bytes of the last answer.
//
//go:wasmexport length
func length() uint32 { return uint32(len(output)) }

func address(bytes []byte) uint32 { return uint32(uintptr(unsafe.Pointer(&bytes[0]))) }

func main() {}
