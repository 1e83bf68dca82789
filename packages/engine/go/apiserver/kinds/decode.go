package kinds

import (
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
)

// decodeWith does what the API server does with the body of a request: it
// decodes it strictly, sets defaults and converts it.
func decodeWith(scheme *runtime.Scheme, text []byte) (Object, error) {
	serializer := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{Strict: true})
	versioned, _, err := serializer.Decode(text, nil, nil)
	var strict []error
	if known, ok := runtime.AsStrictDecodingError(err); ok && versioned != nil {
		strict = known.Errors()
	} else if err != nil {
		return Object{}, err
	}
	scheme.Default(versioned)
	internal, err := scheme.ConvertToVersion(versioned, runtime.InternalGroupVersioner)
	return Object{Versioned: versioned, Internal: internal, Strict: strict}, err
}
