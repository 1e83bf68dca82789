package kustomization

import "sigs.k8s.io/kustomize/kyaml/filesys"

// Transformation runs kustomizations over objects, one after another.
type Transformation struct {
	Kustomizations []string `json:"kustomizations"`
	// File is the name of the file that each kustomization reads.
	File string `json:"file"`
	// Resources are the objects, as a stream of YAML documents.
	Resources string `json:"resources"`
}

// Transform returns the objects after the last kustomization.
func Transform(wanted Transformation) (*Built, error) {
	text := wanted.Resources
	for _, kustomization := range wanted.Kustomizations {
		files := filesys.MakeFsInMemory()
		if err := files.WriteFile("/kustomization.yaml", []byte(kustomization)); err != nil {
			return nil, err
		}
		if err := files.WriteFile("/"+wanted.File, []byte(text)); err != nil {
			return nil, err
		}
		objects, err := run(files, "/")
		if err != nil {
			return nil, err
		}
		if text, err = textOf(objects); err != nil {
			return nil, err
		}
	}
	return built(text), nil
}
