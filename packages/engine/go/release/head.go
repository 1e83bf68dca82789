package release

import (
	"encoding/json"
	"strings"

	"engine/plain"
)

// head is what Helm reads of a document.
type head struct {
	apiVersion, kind, name string
	annotations            map[string]string
}

func (h head) isHook() bool {
	_, isHook := h.annotations[hookAnnotation]
	return isHook
}

// text is the head as JSON.
func (h head) text() string {
	// Texts are always written.
	text, _ := json.Marshal(map[string]any{
		"apiVersion": h.apiVersion,
		"kind":       h.kind,
		"metadata":   map[string]any{"name": h.name, "annotations": h.annotations},
	})
	return string(text)
}

// readHead reads a plain document. It reports whether the head is certain.
func readHead(text string) (head, plain.Object, bool) {
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	object, isPlain := plain.Read(text)
	if !isPlain {
		return head{}, nil, false
	}
	metadata, isObject := only[plain.Object](object, "metadata")
	apiVersion, hasVersion := only[string](object, "apiVersion")
	kind, hasKind := only[string](object, "kind")
	name, hasName := only[string](metadata, "name")
	annotations, isOnly := metadata.Get("annotations")
	texts, areTexts := textsOf(annotations)
	isCertain := isObject && hasVersion && hasKind && hasName && isOnly && areTexts
	return head{apiVersion, kind, name, texts}, object, isCertain
}

// only is the value of a name, and whether Helm finds this one, of the type.
func only[T any](object plain.Object, name string) (T, bool) {
	value, isOnly := object.Get(name)
	typed, hasType := value.(T)
	return typed, isOnly && hasType
}

// textsOf are the members of an object that has nothing but texts, or nothing.
func textsOf(value any) (map[string]string, bool) {
	object, isObject := value.(plain.Object)
	texts := make(map[string]string, len(object))
	for _, member := range object {
		text, isText := member.Value.(string)
		if !isText {
			return nil, false
		}
		texts[member.Name] = text
	}
	return texts, isObject || value == nil
}
