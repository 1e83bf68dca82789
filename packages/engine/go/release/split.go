package release

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// separator is that of Helm 4.3 (pkg/release/v1/util/manifest.go). The one of
// Helm 4.2 takes all white space before it, too, with the line breaks that a
// block scalar ends with.
var separator = regexp.MustCompile(`(?m)^---[ \t]*`)

// number is what the name of a document has besides that of its file. No file
// has a zero byte in its name, so the order of files stays as it is.
var number = regexp.MustCompile("\x00[0-9]{8}")

// sortDocuments is SortManifests of Helm 4.3: with files of one document, that
// of Helm 4.2 finds no separator.
func sortDocuments(files map[string]string) (sorted, error) {
	documents := map[string]string{}
	for name, text := range files {
		for index, document := range separator.Split(strings.TrimLeftFunc(text, unicode.IsSpace), -1) {
			documents[fmt.Sprintf("%s\x00%08d", name, index)] = document
		}
	}
	all, err := sortManifests(documents)
	if err != nil {
		return sorted{}, errors.New(number.ReplaceAllLiteralString(err.Error(), ""))
	}
	for _, manifests := range [][]manifest{all.hooks, all.manifests} {
		for index := range manifests {
			manifests[index].path = number.ReplaceAllLiteralString(manifests[index].path, "")
		}
	}
	return all, nil
}
