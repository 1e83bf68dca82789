package validation

import (
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
)

// embedded is made by src/build/schemas.ts: of each folder below schemas/ the
// schema files by their paths, as JSON, and in default.json the folders that
// are used unless a request names others.
//
//go:embed schemas/*.json.gz schemas/default.json
var embedded embed.FS

// schemas are the texts of the schemas of some sets; none is parsed before it
// is used. A set is a folder below schemas/.
type schemas struct {
	// kinds are the URLs of the schemas of kinds, by "apiVersion kind".
	kinds map[string]string
	// sources are those of kinds and of definitions, by URL.
	sources map[string]source
	// read are the sets whose sources are there.
	read map[string]bool
	// unread are the sets whose kinds come after those in kinds.
	unread []string
}

// source is the schema of a kind, or one of the definitions that schemas refer to.
type source struct {
	// file is the path of the file that has it.
	file string
	// draft is the $schema of the file, as JSON.
	draft string
	text  string
}

func newSchemas(sets []string) *schemas {
	return &schemas{
		kinds: map[string]string{}, sources: map[string]source{}, read: map[string]bool{}, unread: sets,
	}
}

// defaultSets are the names of the sets of the default target.
func defaultSets() ([]string, error) {
	text, err := embedded.ReadFile("schemas/default.json")
	if err != nil {
		return nil, err
	}
	var sets []string
	err = json.Unmarshal(text, &sets)
	return sets, err
}

// find is the URL of the schema of a kind ("apiVersion kind"); empty if there
// is none. It reads the next set only if the kind is in none before it: most
// documents are of kinds in the first ones.
func (all *schemas) find(kind string) (string, error) {
	for {
		if url, found := all.kinds[kind]; found || len(all.unread) == 0 {
			return url, nil
		}
		next := all.unread[0]
		all.unread = all.unread[1:]
		if err := all.readKinds(next); err != nil {
			return "", err
		}
	}
}

// readKinds reads a set, with the kinds that no earlier set has.
func (all *schemas) readKinds(set string) error {
	if err := all.readSources(set); err != nil {
		return err
	}
	for url, source := range all.sources {
		if !strings.HasPrefix(source.file, set+"/") || url != urlOf(source.file) {
			continue
		}
		for name, value := range members(source.text) {
			if name != "x-kubernetes-group-version-kind" {
				continue
			}
			var kinds []groupVersionKind
			if err := json.Unmarshal([]byte(value), &kinds); err != nil {
				return err
			}
			for _, kind := range kinds {
				if _, found := all.kinds[kind.String()]; !found {
					all.kinds[kind.String()] = url
				}
			}
		}
	}
	return nil
}

// readSources reads the schemas of a set, which others may refer to.
func (all *schemas) readSources(set string) error {
	if all.read[set] {
		return nil
	}
	all.read[set] = true
	file, err := embedded.Open(archive(set))
	if err != nil {
		return err
	}
	reader, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	for name, text := range members(string(text)) {
		all.add(name, text)
	}
	return nil
}

// archive is the path of the schemas of a set.
func archive(set string) string { return "schemas/" + set + ".json.gz" }

// add adds the schema of a file, and each of its definitions as a schema of its
// own: so what a kind doesn't use isn't compiled for it.
func (all *schemas) add(file, text string) {
	var draft string
	for name, value := range members(text) {
		switch name {
		case "$schema":
			draft = value
		case "definitions":
			for name, text := range members(value) {
				all.sources[definitionURL(file, name)] = source{file, draft, text}
			}
		}
	}
	all.sources[urlOf(file)] = source{file, draft, text}
}

// source is what is at a URL. It reads the set of the URL if it isn't there.
func (all *schemas) source(url string) (source, error) {
	set, _, _ := strings.Cut(strings.TrimPrefix(url, urlOf("")), "/")
	if err := all.readSources(set); err != nil {
		return source{}, err
	}
	found, ok := all.sources[url]
	if !ok {
		return source{}, fmt.Errorf("there is no schema %s", url)
	}
	return found, nil
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
