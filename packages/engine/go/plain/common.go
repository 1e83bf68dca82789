package plain

import (
	"strconv"

	"go.yaml.in/yaml/v3"
)

// resolve is the value of a text without quotes.
func (r *reader) resolve(text string) any {
	value := resolve(text)
	if r.isCommon && !isCommon(text, value) {
		notPlain()
	}
	return value
}

// isCommon reports whether the value of a text without quotes is certain in all
// versions of YAML: 1.1 has more numbers and booleans than 1.2.
func isCommon(text string, value any) bool {
	switch value := value.(type) {
	case string:
		return isCommonText(text)
	case int:
		return strconv.Itoa(value) == text
	case bool:
		return text == "true" || text == "false"
	case nil:
		return text == "null" || text == "~"
	}
	return false
}

// isCommonText reports whether a text for one library is one for the other, too.
// Other words than numbers are, if they are for the older one.
func isCommonText(text string) bool {
	if text == "" || text[0] > '9' {
		return true
	}
	node := yaml.Node{Kind: yaml.ScalarNode, Value: text}
	return node.ShortTag() == "!!str"
}
