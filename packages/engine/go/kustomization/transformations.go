package kustomization

import (
	"regexp"

	"sigs.k8s.io/kustomize/api/resource"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
)

// kustomize notes in an annotation of each object what has transformed it, and
// reads and writes the whole note again with each transformation
// (api/resource/resource.go, AddTransformation). Unless the kustomization wants
// the annotation, it removes it at the end. The note is empty then.
func init() {
	marshal, unmarshal := kyaml.Marshal, kyaml.Unmarshal
	kyaml.Marshal = func(value any) ([]byte, error) {
		if _, isNote := value.(*resource.Transformations); isNote && !schema.isNoted {
			return []byte(emptyNote), nil
		}
		return marshal(value)
	}
	kyaml.Unmarshal = func(text []byte, to any) error {
		switch to := to.(type) {
		case *resource.Transformations:
			if string(text) == emptyNote {
				return nil
			}
		case *resource.Origin:
			// It is read with each transformation, too.
			if path := plainOrigin.FindSubmatch(text); path != nil {
				*to = resource.Origin{Path: string(path[1])}
				return nil
			}
		}
		return unmarshal(text, to)
	}
}

const emptyNote = "[]\n"

// plainOrigin is the origin of an object in a file whose name needs no quotes.
var plainOrigin = regexp.MustCompile(`^path: ([A-Za-z./][A-Za-z0-9._/-]*\.ya?ml)\n$`)
