// Package kustomization builds directories with kustomize as Flux does.
package kustomization

import (
	"errors"
	"strings"

	"engine/document"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// Build is a directory to build with some files replaced.
type Build struct {
	// Root is the directory that files may be read from, absolute.
	Root string `json:"root"`
	// Also are further ones.
	Also []string `json:"also,omitempty"`
	// Directory is the one to build, absolute.
	Directory string `json:"directory"`
	// File is the name of its kustomization, and Text what it holds for this build.
	File string `json:"file"`
	Text string `json:"text"`
	// More are other files that hold something else for this build.
	More []Replaced `json:"more,omitempty"`
}

// Replaced is a file, absolute, and what it holds for a build.
type Replaced struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// Built is what a build makes.
type Built struct {
	// Text is a stream of YAML documents.
	Text string `json:"text"`
	// Documents are the documents of the text.
	Documents []document.Document `json:"documents"`
}

// Run builds a directory. It reads nothing outside of the root, and nothing from
// the network.
func Run(wanted Build) (*Built, error) {
	files, err := filesOf(wanted)
	if err != nil {
		return nil, err
	}
	if text, isSimple := runParts(wanted); isSimple {
		return built(text), nil
	}
	objects, err := run(files, wanted.Directory)
	if err != nil && files.refused != nil {
		// kustomize goes on and says that something else is missing.
		err = files.refused
	}
	if err != nil {
		return nil, errors.New(strings.ReplaceAll(err.Error(), files.root, wanted.Root))
	}
	text, err := textOf(objects)
	if err != nil {
		return nil, err
	}
	return built(text), nil
}

func run(files filesys.FileSystem, directory string) ([]*resource.Resource, error) {
	var built resmap.ResMap
	err := withSchema(files, func(files filesys.FileSystem) (err error) {
		options := krusty.MakeDefaultOptions()
		options.LoadRestrictions = types.LoadRestrictionsNone
		options.Reorder = krusty.ReorderOptionLegacy
		built, err = krusty.MakeKustomizer(options).Run(files, directory)
		return err
	})
	if err != nil {
		return nil, err
	}
	return built.Resources(), nil
}

// textOf is the stream of objects.
func textOf(all []*resource.Resource) (string, error) {
	texts, err := textsOf(all)
	return strings.Join(texts, "---\n"), err
}

func built(text string) *Built {
	return &Built{Text: text, Documents: document.Split(text)}
}

// Size is the size of the text in bytes.
func (built *Built) Size() int { return len(built.Text) }

// AppendJSON appends the result as JSON.
func (built *Built) AppendJSON(to []byte) []byte {
	return append(document.AppendJSON(to, built.Text, built.Documents), '}')
}
