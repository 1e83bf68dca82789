package resourceset

import (
	"regexp"
	"strings"

	"github.com/gosimple/unidecode"
)

// maxSlug is the length of a label of Kubernetes, to which the operator cuts.
const maxSlug = 63

var (
	// spelled is how a slug in English spells some characters.
	spelled = strings.NewReplacer(
		"&", "and", "@", "at", `"`, "", "'", "", "’", "",
		"‒", "-", "–", "-", "—", "-", "―", "-",
	)
	outsideSlug = regexp.MustCompile(`[^a-z0-9_-]`)
	dashes      = regexp.MustCompile(`-+`)
)

// slugify turns a text into a name: small letters and digits with - between
// the words, at most 63, with whole words if possible. It gives the same as the
// library gosimple/slug, which the operator uses.
func slugify(text string) string {
	spelledOut := spelled.Replace(strings.TrimSpace(text))
	plain := strings.ToLower(unidecode.Unidecode(spelledOut))
	slug := outsideSlug.ReplaceAllString(plain, "-")
	slug = strings.Trim(dashes.ReplaceAllString(slug, "-"), "-_")
	if len(slug) <= maxSlug {
		return slug
	}
	if end := strings.LastIndexByte(slug[:maxSlug+1], '-'); end >= 0 {
		return slug[:end]
	}
	return slug[:maxSlug]
}
