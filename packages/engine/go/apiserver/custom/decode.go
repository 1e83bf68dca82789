package custom

import (
	"fmt"

	"apiserver/kinds"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// decodeWith does what the API server does with the body of a request for a
// custom object: it sets defaults and removes unknown fields, which are errors
// of strict decoding (customresource_handler.go, schemaCoercingDecoder).
func decodeWith(schema *structuralschema.Structural, json []byte) (kinds.Object, error) {
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(json); err != nil {
		return kinds.Object{}, err
	}
	apiVersion, kind := object.GetAPIVersion(), object.GetKind()
	defaulting.Default(object.Object, schema)
	metadata, found, unknown, err := objectmeta.GetObjectMetaWithOptions(object.Object,
		objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return kinds.Object{}, err
	}
	unknown = append(unknown, pruning.PruneWithOptions(object.Object, schema, true,
		structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, schema)
	embedded, more := objectmeta.CoerceWithOptions(nil, object.Object, schema, false,
		objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if embedded != nil {
		return kinds.Object{}, embedded
	}
	object.SetAPIVersion(apiVersion)
	object.SetKind(kind)
	if found {
		if err := objectmeta.SetObjectMeta(object.Object, metadata); err != nil {
			return kinds.Object{}, err
		}
	}
	var strict []error
	for _, path := range append(unknown, more...) {
		strict = append(strict, unknownField(path))
	}
	return kinds.Object{Versioned: object, Internal: object, Strict: strict}, nil
}

// unknownField is the path of a field that the schema does not have.
type unknownField string

func (path unknownField) Error() string { return fmt.Sprintf("unknown field %q", string(path)) }

// FieldPath makes it a FieldError of sigs.k8s.io/json.
func (path unknownField) FieldPath() string { return string(path) }

// SetFieldPath makes it a FieldError of sigs.k8s.io/json.
func (unknownField) SetFieldPath(string) {}
