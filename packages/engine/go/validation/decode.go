package validation

import (
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"engine/plain"

	"go.yaml.in/yaml/v2"
	strict "sigs.k8s.io/yaml"
)

// decode reads a document in YAML or JSON as kubeconform does, with
// sigs.k8s.io/yaml: a key that is there twice is an error. That package makes
// JSON of what it reads and reads that in turn. The way through JSON is taken
// only by what JSON can't hold, and by what is refused, for the message.
func decode(document []byte) (map[string]any, error) {
	if object, isPlain := plain.Read(string(document)); isPlain {
		return object.Decoded(), nil
	}
	var read any
	if err := yaml.UnmarshalStrict(document, &read); err == nil {
		if object, err := asJSON(read, 0); err == nil {
			if object, isObject := object.(map[string]any); isObject {
				return object, nil
			}
		}
	}
	var object map[string]any
	err := strict.UnmarshalStrict(document, &object)
	return object, err
}

// maxDepth is far below the depth that encoding/json refuses.
const maxDepth = 1000

// errOther is said of a value whose JSON isn't plain.
var errOther = errors.New("the value has no plain JSON")

// asJSON is what encoding/json reads of the JSON of a value.
func asJSON(value any, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errOther
	}
	switch value := value.(type) {
	case nil, bool:
		return value, nil
	case string:
		if !utf8.ValidString(value) {
			return nil, errOther
		}
		return value, nil
	case int:
		return float64(value), nil
	case int64:
		return float64(value), nil
	case uint64:
		return float64(value), nil
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return nil, errOther
		}
		return value, nil
	case []any:
		items := make([]any, len(value))
		for at, item := range value {
			var err error
			if items[at], err = asJSON(item, depth+1); err != nil {
				return nil, err
			}
		}
		return items, nil
	case map[any]any:
		return asObject(value, depth)
	default:
		return nil, errOther
	}
}

func asObject(value map[any]any, depth int) (any, error) {
	object := make(map[string]any, len(value))
	for key, member := range value {
		name, err := asName(key)
		if err != nil {
			return nil, err
		}
		if object[name], err = asJSON(member, depth+1); err != nil {
			return nil, err
		}
	}
	// Two keys have one name, as 1 and "1" have.
	if len(object) != len(value) {
		return nil, errOther
	}
	return object, nil
}

func asName(key any) (string, error) {
	switch key := key.(type) {
	case string:
		if utf8.ValidString(key) {
			return key, nil
		}
	case int:
		return strconv.Itoa(key), nil
	case bool:
		return strconv.FormatBool(key), nil
	}
	return "", errOther
}
