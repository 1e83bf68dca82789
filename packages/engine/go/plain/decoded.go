package plain

import "strings"

// Decoded is what encoding/json reads of the JSON of the object. Its lists are
// those of the object.
func (object Object) Decoded() map[string]any {
	members := make(map[string]any, len(object))
	for _, member := range object {
		members[member.Name] = decoded(member.Value)
	}
	return members
}

func decoded(value any) any {
	switch value := value.(type) {
	case Object:
		return value.Decoded()
	case []any:
		for at, item := range value {
			value[at] = decoded(item)
		}
		return value
	case int:
		return float64(value)
	}
	return value
}

// Get is the value of a name. It reports whether encoding/json would find this
// value for a field of the name, and no other: it takes letters of any case.
func (object Object) Get(name string) (value any, isOnly bool) {
	isOnly = true
	for _, member := range object {
		if member.Name == name {
			value = member.Value
		} else if strings.EqualFold(member.Name, name) {
			isOnly = false
		}
	}
	return value, isOnly
}
