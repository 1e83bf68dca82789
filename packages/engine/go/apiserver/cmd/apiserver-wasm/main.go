//go:build wasip1

// Command apiserver-wasm is helm-charts-apiserver as a WebAssembly module that
// needs neither files nor network. Go registers every kind when it starts; that
// happens once, at build time, and the memory it leaves behind is stored with
// the code.
//
// Texts pass through the linear memory: the caller asks alloc for room, writes
// a request there (serve/message.go) and calls answer.
package main

import (
	"runtime"
	"runtime/debug"
	"unsafe"

	_ "apiserver/cmd/apiserver-wasm/arguments"

	"apiserver/serve"
)

var (
	input  []byte
	output []byte
)

// initialise runs at build time, after the packages are initialised.
//
//go:wasmexport initialise
func initialise() {
	serve.Quiet()
	// Garbage would be stored in the image.
	runtime.GC()
	debug.FreeOSMemory()
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
