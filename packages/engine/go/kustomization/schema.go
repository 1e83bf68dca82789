package kustomization

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"sync"

	"google.golang.org/protobuf/encoding/protowire"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/openapi/kubernetesapi"
)

// schema is the OpenAPI schema of kustomize, which belongs to the process
// (kyaml/openapi/openapi.go). Builds read it at the same time; a build that
// changes it is alone, and so is one that needs what is left out otherwise.
var schema struct {
	sync.RWMutex
	// isRead is whether it is parsed, which kustomize does when a patch needs it.
	isRead bool
	// isNoted is whether the build that is alone wants the annotation with its
	// transformations (transformations.go).
	isNoted bool
}

// use is what a build does with the schema.
type use int

const (
	nothing use = iota
	reads
	changes
)

// withSchema runs a build. If the build turns out to need more of the schema
// than it may do, it runs again.
func withSchema(files filesys.FileSystem, build func(files filesys.FileSystem) error) error {
	schema.RLock()
	watched := &watched{FileSystem: files, allowed: nothing}
	if schema.isRead {
		watched.allowed = reads
	}
	err := build(watched)
	schema.RUnlock()
	switch watched.needed {
	case reads:
		schema.Lock()
		openapi.Schema()
		schema.isRead = true
		schema.Unlock()
		return withSchema(files, build)
	case changes:
		schema.Lock()
		defer schema.Unlock()
		defer forget()
		schema.isNoted = true
		defer func() { schema.isNoted = false }()
		return build(files)
	}
	return err
}

// forget drops the schema that the field openapi of a kustomization has set:
// kustomize itself would use it in the next builds.
func forget() {
	openapi.ResetOpenAPI()
	schema.isRead = false
}

// watched are the files of a build that may not do everything with the schema.
type watched struct {
	filesys.FileSystem
	allowed use
	// needed is what the build needs, if that is more.
	needed use
}

var errStopped = errors.New("the build needs another state of the schema")

func (w *watched) ReadFile(path string) ([]byte, error) {
	text, err := w.FileSystem.ReadFile(path)
	if err != nil || !slices.Contains(konfig.RecognizedKustomizationFileNames(), filepath.Base(path)) {
		return text, err
	}
	if wanted := useOf(text); wanted > w.allowed {
		w.needed = max(w.needed, wanted)
		return nil, errStopped
	}
	return text, nil
}

// useOf is what a kustomization does with the schema, or more. Names of fields
// may have letters of any case, and in quotes escapes.
func useOf(kustomization []byte) use {
	text := bytes.ToLower(kustomization)
	has := func(name string) bool { return bytes.Contains(text, []byte(name)) }
	switch {
	case slices.ContainsFunc([]string{"openapi", "transformerannotations", `\x`, `\u`}, has):
		return changes
	case slices.ContainsFunc([]string{"patch", "transformers", "validators", "generators", "helmchart"}, has):
		return reads
	}
	return nothing
}

// kustomize needs the paths of the API only to find out which kinds have
// namespaces, and has a table of these (kyaml/openapi/openapi.go,
// precomputedIsNamespaceScoped). Without them the schema is parsed in half the time.
func init() {
	whole := kubernetesapi.OpenAPIMustAsset[kubernetesapi.DefaultOpenAPI]
	kubernetesapi.OpenAPIMustAsset[kubernetesapi.DefaultOpenAPI] = func(name string) []byte {
		return withoutPaths(whole(name))
	}
}

// paths is the field of a Document (gnostic-models openapiv2/OpenAPIv2.proto).
const paths protowire.Number = 8

func withoutPaths(document []byte) []byte {
	var kept []byte
	for rest := document; len(rest) > 0; {
		number, _, length := protowire.ConsumeField(rest)
		if length < 0 {
			return document
		}
		if number != paths {
			kept = append(kept, rest[:length]...)
		}
		rest = rest[length:]
	}
	return kept
}
