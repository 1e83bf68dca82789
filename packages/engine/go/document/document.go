// Package document reads the documents of a YAML stream as Helm and kustomize do.
package document

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"unicode"

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
	var documents []Document
	var lines []string
	for _, line := range strings.Split(stream, "\n") {
		if startsDocument(line) {
			documents = append(documents, read(lines))
			lines, line = nil, line[len("---"):]
		}
		lines = append(lines, line)
	}
	return append(documents, read(lines))
}

func startsDocument(line string) bool {
	rest, found := strings.CutPrefix(line, "---")
	return found && (rest == "" || unicode.IsSpace(rune(rest[0])))
}

// unusual finds tags, anchors, aliases, merges, directives and the end of a
// document, and a few texts that only look like them.
var unusual = regexp.MustCompile(`(?m)(^|[\s,\[{:?-])[!&*]\S|<<|^%|^\.\.\.`)

func read(lines []string) Document {
	text := strings.TrimRightFunc(strings.Join(lines, "\n"), unicode.IsSpace) + "\n"
	if unusual.MatchString(text) {
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
