package validation

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
)

// embedded is written by src/build/schemas.ts. A line is a schema of a kind or
// a definition that schemas refer to.
//
//go:embed schemas.gz
var embedded []byte

// source is a schema that is not parsed yet.
type source struct {
	// references are the URLs of the schemas that it refers to.
	references []string
	// text is JSON.
	text string
}

// schemas are all schemas.
type schemas struct {
	// kinds are the URLs of the schemas of kinds, by "apiVersion kind".
	kinds map[string]string
	// sources are those of kinds and of definitions, by URL.
	sources map[string]source
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
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(line, "\t", 4)
		url := urlOf(parts[0])
		for _, kind := range list(parts[1]) {
			all.kinds[kind] = url
		}
		references := list(parts[2])
		for at, path := range references {
			references[at] = urlOf(path)
		}
		all.sources[url] = source{references, parts[3]}
	}
	return &all, nil
}

// urlOf is where a schema seems to be in the messages of the schema compiler.
func urlOf(path string) string { return "file:///schemas/" + path }

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}
