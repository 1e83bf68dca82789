// Package kustomization builds directories with kustomize as Flux does.
package kustomization

import (
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// Build is a directory to build with one file replaced.
type Build struct {
	// Root is the directory that files may be read from, absolute.
	Root string `json:"root"`
	// Directory is the one to build, absolute.
	Directory string `json:"directory"`
	// File is the name of its kustomization, and Text what it holds for this build.
	File string `json:"file"`
	Text string `json:"text"`
}

// Built is what a build makes.
type Built struct {
	// Text is a stream of YAML documents.
	Text string `json:"text"`
}

// Run builds a directory.
func Run(wanted Build) (*Built, error) {
	return run(overlay(wanted), wanted.Directory)
}

func run(files filesys.FileSystem, directory string) (*Built, error) {
	options := krusty.MakeDefaultOptions()
	options.LoadRestrictions = types.LoadRestrictionsNone
	options.Reorder = krusty.ReorderOptionLegacy
	objects, err := krusty.MakeKustomizer(options).Run(files, directory)
	if err != nil {
		return nil, err
	}
	text, err := objects.AsYaml()
	if err != nil {
		return nil, err
	}
	return &Built{Text: string(text)}, nil
}

// Size is the size of the text in bytes.
func (built *Built) Size() int { return len(built.Text) }
