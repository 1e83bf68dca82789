package verdict

import (
	"strings"

	"apiserver/custom"
	"apiserver/kinds"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"sigs.k8s.io/yaml"
)

// request is an object that someone sends to the API server.
type request struct {
	kinds.Object
	kinds.Kind
	gvk schema.GroupVersionKind
	// strict are the reasons of strict decoding.
	strict []Cause
}

// read decodes the text of an object, JSON or YAML. A text that the API server
// can't decode has a verdict at once.
func read(text string, definitions custom.Definitions) (request, *Verdict) {
	body, duplicates, err := toJSON([]byte(text))
	if err != nil {
		return request{}, &Verdict{Status: Malformed, Message: oneLine(err)}
	}
	gvk, err := json.DefaultMetaFactory.Interpret(body)
	if err != nil {
		return request{}, &Verdict{Status: Malformed, Message: oneLine(err)}
	}
	if gvk.Kind == "" || gvk.Version == "" {
		return request{}, &Verdict{Status: Malformed, Message: "the object has no apiVersion or no kind"}
	}
	apiVersion, kind := gvk.ToAPIVersionAndKind()
	known, whyNot := find(*gvk, definitions)
	if known.Strategy == nil {
		status := NotServed
		if whyNot == "" {
			status = UnknownKind
		}
		return request{}, &Verdict{Status: status, APIVersion: apiVersion, Kind: kind, Message: whyNot}
	}
	object, err := known.Decode(body)
	if err != nil {
		return request{}, &Verdict{Status: Invalid, Errors: append(duplicates, undecoded(err))}
	}
	return request{Object: object, Kind: known, gvk: *gvk, strict: append(duplicates, strictCauses(object.Strict)...)}, nil
}

// find returns a kind, or why the API server does not serve it.
func find(gvk schema.GroupVersionKind, definitions custom.Definitions) (kinds.Kind, string) {
	if known, ok := kinds.Of(gvk); ok {
		return known, ""
	}
	if why := kinds.WhyNot(gvk); why != "" {
		return kinds.Kind{}, why
	}
	return definitions.Kind(gvk)
}

// toJSON returns the JSON of a text, and its duplicate keys.
func toJSON(text []byte) ([]byte, []Cause, error) {
	body, strict := yaml.YAMLToJSONStrict(text)
	if strict == nil {
		return body, nil, nil
	}
	body, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, nil, err
	}
	return body, []Cause{{Type: duplicateField, Message: oneLine(strict)}}, nil
}

// undecoded is the reason of an object that its type can't hold.
func undecoded(err error) Cause {
	cause := Cause{Type: "FieldValueTypeInvalid", Message: oneLine(err)}
	if _, path, ok := strings.Cut(cause.Message, "Go struct field "); ok {
		path, _, _ = strings.Cut(path, " of type ")
		_, cause.Field, _ = strings.Cut(path, ".")
	}
	return cause
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}
