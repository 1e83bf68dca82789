// Package document reads the documents of a YAML stream as Helm and kustomize do.
package document

import (
	"encoding/json"
	"io"
	"strings"
	"unicode"

	"engine/parallel"
	"engine/plain"

	"go.yaml.in/yaml/v2"
)

// Document is one document of a stream.
type Document struct {
	// Value is the document as JSON, with the members of objects in the order
	// of the document. It is absent where the document needs a closer look: it
	// is no object, has an error, or uses what JSON lacks.
	Value json.RawMessage `json:"value,omitempty"`
}

// Split reads every document of a stream, also those without content. In
// YAML, a line that starts with --- ends a document, even inside quotes.
func Split(stream string) []Document {
	var texts []string
	var lines []string
	for _, line := range strings.Split(stream, "\n") {
		if startsDocument(line) {
			texts = append(texts, strings.Join(lines, "\n"))
			lines, line = nil, line[len("---"):]
		}
		lines = append(lines, line)
	}
	texts = append(texts, strings.Join(lines, "\n"))
	documents := make([]Document, len(texts))
	parallel.Each(len(texts), func(at int) { documents[at] = read(texts[at]) })
	return documents
}

// Of is the document of an object.
func Of(object plain.Object) Document {
	// All values of an object have a JSON form.
	value, _ := appendValue(nil, object)
	return Document{Value: value}
}

func startsDocument(line string) bool {
	rest, found := strings.CutPrefix(line, "---")
	return found && (rest == "" || unicode.IsSpace(rune(rest[0])))
}

// isUnusual finds tags, anchors, aliases, merges, directives and the end of a
// document, and a few texts that only look like them. A regular expression
// would take longer than to parse the text.
func isUnusual(text string) bool {
	for at := range len(text) {
		isFirst := at == 0 || text[at-1] == '\n'
		switch text[at] {
		case '!', '&', '*':
			isNext := at+1 < len(text) && !isSpace(text[at+1])
			if isNext && (isFirst || isSpace(text[at-1]) || strings.IndexByte(",[{:?-", text[at-1]) >= 0) {
				return true
			}
		case '<':
			if strings.HasPrefix(text[at:], "<<") {
				return true
			}
		case '%':
			if isFirst {
				return true
			}
		case '.':
			if isFirst && strings.HasPrefix(text[at:], "...") {
				return true
			}
		}
	}
	return false
}

func isSpace(char byte) bool { return strings.IndexByte("\t\n\f\r ", char) >= 0 }

func read(text string) Document {
	text = strings.TrimRightFunc(text, unicode.IsSpace) + "\n"
	if object, isPlain := plain.Read(text); isPlain {
		return Of(object)
	}
	if isUnusual(text) {
		return Document{}
	}
	var object, more yaml.MapSlice
	decoder := yaml.NewDecoder(strings.NewReader(text))
	if decoder.Decode(&object) != nil || object == nil || decoder.Decode(&more) != io.EOF {
		return Document{}
	}
	value, ok := appendValue(nil, object)
	if !ok {
		return Document{}
	}
	return Document{Value: value}
}
