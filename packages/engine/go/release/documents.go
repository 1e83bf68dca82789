package release

import (
	"strings"
	"unicode"
)

const (
	mark = "---"
	// whiteSpace is \s of a regular expression.
	whiteSpace = "\t\n\f\r "
)

// documentsOf are the documents of a file in their order, as SplitManifests of Helm 4.2 splits it at the regular
// expression (?:^|\s*\n)---\s* (pkg/release/v1/util/manifest.go). For the expression, each line of a file may be the start of
// a separator: with a large file that takes longer than to render it.
func documentsOf(content string) []string {
	rest := strings.TrimLeftFunc(content, unicode.IsSpace)
	var documents []string
	add := func(text string) {
		if strings.TrimSpace(text) != "" {
			documents = append(documents, strings.TrimLeftFunc(text, unicode.IsSpace))
		}
	}
	if after, isMarked := strings.CutPrefix(rest, mark); isMarked {
		rest = strings.TrimLeft(after, whiteSpace)
	}
	for {
		before, after, isFound := strings.Cut(rest, "\n"+mark)
		if !isFound {
			add(rest)
			return documents
		}
		add(strings.TrimRight(before, whiteSpace))
		rest = strings.TrimLeft(after, whiteSpace)
	}
}
