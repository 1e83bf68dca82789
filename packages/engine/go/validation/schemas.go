package validation

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"io"
	"path"
	"strings"
)

// embedded is made by src/build/schemas.ts: the schema files by their paths
// below schemas/, as JSON.
//
//go:embed schemas.json.gz
var embedded []byte

// schemas are the texts of all schemas; none is parsed before it is used.
type schemas struct {
	// kinds are the URLs of the schemas of kinds, by "apiVersion kind".
	kinds map[string]string
	// sources are those of kinds and of definitions, by URL.
	sources map[string]source
}

// source is the schema of a kind, or one of the definitions that schemas refer to.
type source struct {
	// file is the path of the file that has it.
	file string
	// draft is the $schema of the file, as JSON.
	draft string
	text  string
}

// readSchemas reads the schemas of this program.
func readSchemas() (*schemas, error) {
	reader, err := gzip.NewReader(bytes.NewReader(embedded))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		return nil, err
	}
	all := schemas{kinds: map[string]string{}, sources: map[string]source{}}
	for name, text := range members(string(text)) {
		if err := all.add(name, text); err != nil {
			return nil, err
		}
	}
	return &all, nil
}

// add adds the schema of a file, and each of its definitions as a schema of its
// own: so what a kind doesn't use isn't compiled for it.
func (all *schemas) add(file, text string) error {
	url := urlOf(file)
	var draft string
	for name, value := range members(text) {
		switch name {
		case "$schema":
			draft = value
		case "x-kubernetes-group-version-kind":
			var kinds []groupVersionKind
			if err := json.Unmarshal([]byte(value), &kinds); err != nil {
				return err
			}
			for _, kind := range kinds {
				all.kinds[kind.String()] = url
			}
		case "definitions":
			for name, text := range members(value) {
				all.sources[definitionURL(file, name)] = source{file, draft, text}
			}
		}
	}
	all.sources[url] = source{file, draft, text}
	return nil
}

type groupVersionKind struct{ Group, Version, Kind string }

func (named groupVersionKind) String() string {
	return strings.TrimPrefix(named.Group+"/", "/") + named.Version + " " + named.Kind
}

// urlOf is where a file seems to be in the messages of the schema compiler.
func urlOf(file string) string { return "file:///schemas/" + file }

func definitionURL(file, name string) string { return urlOf(file) + "/definitions/" + name }

// reference is how a reference begins in the archive, which has no spaces. In a
// text of JSON, the quotes have backslashes.
const reference = `"$ref":"`

// linked is the text with the URLs of the definitions that it refers to, and these URLs.
func (s source) linked() (string, []string) {
	var text strings.Builder
	var urls []string
	rest := s.text
	for {
		before, after, found := strings.Cut(rest, reference)
		text.WriteString(before)
		if !found {
			return text.String(), urls
		}
		target, after, _ := strings.Cut(after, `"`)
		file, name, isDefinition := strings.Cut(target, "#/definitions/")
		if isDefinition {
			if file == "" {
				file = s.file
			} else {
				file = path.Join(path.Dir(s.file), file)
			}
			target = definitionURL(file, name)
			urls = append(urls, target)
		}
		text.WriteString(reference + target + `"`)
		rest = after
	}
}
