package document

import (
	"encoding/json"
	"strconv"

	"engine/plain"

	"go.yaml.in/yaml/v2"
)

// appendValue appends a value as JSON. It reports whether that is possible.
func appendValue(to []byte, value any) ([]byte, bool) {
	switch value := value.(type) {
	case plain.Object:
		to = append(to, '{')
		for index, member := range value {
			if index > 0 {
				to = append(to, ',')
			}
			var ok bool
			to = append(AppendText(to, member.Name), ':')
			if to, ok = appendValue(to, member.Value); !ok {
				return nil, false
			}
		}
		return append(to, '}'), true
	case yaml.MapSlice:
		return appendObject(to, value)
	case []any:
		to = append(to, '[')
		for index, item := range value {
			if index > 0 {
				to = append(to, ',')
			}
			var ok bool
			if to, ok = appendValue(to, item); !ok {
				return nil, false
			}
		}
		return append(to, ']'), true
	case string:
		return AppendText(to, value), true
	case nil, bool, int, int64, uint64, float64:
		text, err := json.Marshal(value)
		return append(to, text...), err == nil
	default:
		return nil, false
	}
}

func appendObject(to []byte, object yaml.MapSlice) ([]byte, bool) {
	to = append(to, '{')
	seen := make(map[string]bool, len(object))
	for index, member := range object {
		key, ok := keyOf(member.Key)
		if !ok || seen[key] {
			return nil, false
		}
		seen[key] = true
		if index > 0 {
			to = append(to, ',')
		}
		if to, ok = appendValue(to, key); !ok {
			return nil, false
		}
		if to, ok = appendValue(append(to, ':'), member.Value); !ok {
			return nil, false
		}
	}
	return append(to, '}'), true
}

// keyOf is a key as sigs.k8s.io/yaml writes it (yaml.go, convertToJSONableObject).
func keyOf(key any) (string, bool) {
	switch key := key.(type) {
	case string:
		return key, true
	case int:
		return strconv.Itoa(key), true
	case bool:
		return strconv.FormatBool(key), true
	default:
		return "", false
	}
}
