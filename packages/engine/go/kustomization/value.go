package kustomization

import (
	"strconv"
	"unicode/utf8"

	"engine/plain"

	"go.yaml.in/yaml/v2"
	"sigs.k8s.io/kustomize/api/resource"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
)

// textOfObject is what kustomize writes of an object (api/resource/resource.go,
// AsYAML). kustomize writes YAML, reads it, writes JSON, reads that as YAML, and
// writes YAML again. Most objects are the same after these steps, and are written
// at once; the steps are left to objects for which that is not certain.
func textOfObject(object *resource.Resource) ([]byte, error) {
	if value, ok := valueOf(object.YNode(), 0); ok {
		return marshal(value)
	}
	return object.AsYAML()
}

// marshal writes a value as the YAML library does.
func marshal(value any) ([]byte, error) {
	if object, isObject := value.(map[string]any); isObject {
		if text, ok := plain.Write(object); ok {
			return text, nil
		}
	}
	return yaml.Marshal(value)
}

// deepest is how deep a node is followed.
const deepest = 200

// valueOf is the value that kustomize reads of a node once it has written it. It
// reports whether that is certain.
func valueOf(node *kyaml.Node, depth int) (any, bool) {
	if node == nil || depth > deepest {
		return nil, false
	}
	switch node.Kind {
	case kyaml.MappingNode:
		return objectOf(node, depth)
	case kyaml.SequenceNode:
		if node.Tag != "" && node.Tag != kyaml.NodeTagSeq || node.Style&kyaml.TaggedStyle != 0 {
			return nil, false
		}
		items := make([]any, len(node.Content))
		for at, item := range node.Content {
			var ok bool
			if items[at], ok = valueOf(item, depth+1); !ok {
				return nil, false
			}
		}
		return items, true
	case kyaml.ScalarNode:
		return scalarOf(node)
	}
	return nil, false
}

// longestKey is below the length that YAML allows for a key.
const longestKey = 500

func objectOf(node *kyaml.Node, depth int) (any, bool) {
	if node.Tag != "" && node.Tag != kyaml.NodeTagMap || node.Style&kyaml.TaggedStyle != 0 {
		return nil, false
	}
	object := make(map[string]any, len(node.Content)/2)
	for at := 0; at+1 < len(node.Content); at += 2 {
		key, ok := scalarOf(node.Content[at])
		name, isText := key.(string)
		if !ok || !isText || len(name) > longestKey {
			return nil, false
		}
		if object[name], ok = valueOf(node.Content[at+1], depth+1); !ok {
			return nil, false
		}
	}
	// A key may be there twice.
	return object, 2*len(object) == len(node.Content)
}

var (
	inQuotes = kyaml.DoubleQuotedStyle | kyaml.SingleQuotedStyle
	inBlock  = kyaml.LiteralStyle | kyaml.FoldedStyle
)

// scalarOf is the value of a text, an integer, a boolean or null.
func scalarOf(node *kyaml.Node) (any, bool) {
	text, isStyled := node.Value, node.Style&(inQuotes|inBlock) != 0
	if node.Kind != kyaml.ScalarNode || node.Style&kyaml.TaggedStyle != 0 {
		return nil, false
	}
	tag := node.Tag
	if tag == "" && text != "" {
		tag = node.ShortTag()
	}
	switch tag {
	case kyaml.NodeTagString:
		return text, isSafe(text, node.Style)
	case kyaml.NodeTagInt:
		if number, err := strconv.Atoi(text); err == nil && len(text) < 19 && strconv.Itoa(number) == text {
			return number, !isStyled
		}
	case kyaml.NodeTagBool:
		return text == "true", !isStyled && (text == "true" || text == "false")
	case kyaml.NodeTagNull:
		return nil, !isStyled && (text == "" || text == "null" || text == "~")
	}
	return nil, false
}

// isSafe reports whether YAML and JSON keep a text as it is. Line breaks other
// than \n, what can't be printed and what a block may lose are not safe.
func isSafe(text string, style kyaml.Style) bool {
	if text == "" {
		return true
	}
	isFirst, isFolded := true, style&(kyaml.FoldedStyle|kyaml.SingleQuotedStyle) != 0
	for at, char := range text {
		switch {
		case char == '\n':
			if isFirst || isFolded && at != len(text)-1 {
				return false
			}
		case char == '\t' || char == ' ':
			if isFirst {
				return false
			}
		case char < ' ', char > '~' && char < '\u00a0', char == '\u2028', char == '\u2029':
			return false
		case char == utf8.RuneError, char >= '\ufeff' && char < 0x10000:
			return false
		}
		isFirst = false
	}
	return true
}
