package release

import (
	"bytes"
	"strings"
	"unicode"

	"engine/document"
)

// output is what helm template prints (pkg/cmd/template.go).
type output struct {
	text  []byte
	added []document.Document
}

func (o *output) add(one manifest) {
	start := len(o.text)
	o.text = append(o.text, "---\n# Source: "...)
	o.text = append(append(o.text, one.path...), '\n')
	o.text = append(append(o.text, one.text...), '\n')
	if one.object != nil && isUsual(one) {
		o.added = append(o.added, document.Of(one.object))
		return
	}
	// What is before the first separator is empty.
	o.added = append(o.added, document.Split(string(o.text[start:]))[1:]...)
}

// isUsual reports whether a plain document is the same with its comment, and
// without white space at its end.
func isUsual(one manifest) bool {
	trimmed := strings.TrimRightFunc(one.text, unicode.IsSpace)
	isOther := func(char rune) bool { return char < ' ' || char > '~' }
	return strings.Trim(one.text[len(trimmed):], "\n") == "" && !strings.ContainsFunc(one.path, isOther)
}

// trim removes white space around all that was added, as Helm does before hooks.
func (o *output) trim() {
	o.text = append(bytes.TrimSpace(o.text), '\n')
}

// documents are those of the text. The first one is what is before the first separator.
func (o *output) documents() []document.Document {
	return append([]document.Document{{}}, o.added...)
}
