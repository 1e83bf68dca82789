// Package kustomization builds directories with kustomize as Flux does.
package kustomization

import (
	"engine/document"

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
	// Documents are the documents of the text.
	Documents []document.Document `json:"documents"`
}

// Run builds a directory.
func Run(wanted Build) (*Built, error) {
	text, err := run(overlay(wanted), wanted.Directory)
	if err != nil {
		return nil, err
	}
	return built(text), nil
}

func run(files filesys.FileSystem, directory string) (string, error) {
	options := krusty.MakeDefaultOptions()
	options.LoadRestrictions = types.LoadRestrictionsNone
	options.Reorder = krusty.ReorderOptionLegacy
	objects, err := krusty.MakeKustomizer(options).Run(files, directory)
	if err != nil {
		return "", err
	}
	text, err := objects.AsYaml()
	if err != nil {
		return "", err
	}
	return string(text), nil
}

func built(text string) *Built {
	return &Built{Text: text, Documents: document.Split(text)}
}
