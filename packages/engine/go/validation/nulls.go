package validation

import "strings"

// withoutNulls removes the members of an object that are null where the API
// server takes null for absent, and says whether there were any: everywhere in
// Kubernetes' own kinds, since encoding/json leaves such a field at its zero,
// and in the metadata of custom resources, whose other nulls are validated
// (apiextensions-apiserver pkg/apiserver/schema/defaulting/prune.go).
func withoutNulls(object map[string]any) bool {
	apiVersion, _ := object["apiVersion"].(string)
	group, _, grouped := strings.Cut(apiVersion, "/")
	if !grouped || !strings.Contains(group, ".") || strings.HasSuffix(group, ".k8s.io") {
		return prune(object)
	}
	return prune(object["metadata"])
}

// prune removes the null members of every object below value.
func prune(value any) (changed bool) {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			if member == nil {
				delete(value, key)
				changed = true
			} else if prune(member) {
				changed = true
			}
		}
	case []any:
		for _, item := range value {
			if prune(item) {
				changed = true
			}
		}
	}
	return changed
}
