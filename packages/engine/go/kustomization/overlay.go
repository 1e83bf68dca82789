package kustomization

import (
	"path/filepath"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// replaced is a file system in which one file has another content.
type replaced struct {
	filesys.FileSystem
	path string
	text []byte
}

func overlay(wanted Build) filesys.FileSystem {
	return replaced{
		FileSystem: filesys.MakeFsOnDisk(),
		path:       filepath.Join(wanted.Directory, wanted.File),
		text:       []byte(wanted.Text),
	}
}

func (r replaced) ReadFile(path string) ([]byte, error) {
	if filepath.Clean(path) == r.path {
		return r.text, nil
	}
	return r.FileSystem.ReadFile(path)
}

func (r replaced) Exists(path string) bool {
	return filepath.Clean(path) == r.path || r.FileSystem.Exists(path)
}
