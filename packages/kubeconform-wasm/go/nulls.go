package main

import (
	"encoding/json"
	"strings"

	"sigs.k8s.io/yaml"
)

// withoutNulls is the document without the members that are null where the API
// server takes null for absent, and whether there were any: everywhere in
// Kubernetes' own kinds, since encoding/json leaves such a field at its zero,
// and in the metadata of custom resources, whose other nulls are validated
// (apiextensions-apiserver pkg/apiserver/schema/defaulting/prune.go).
func withoutNulls(document []byte) ([]byte, bool) {
	var object map[string]any
	if yaml.Unmarshal(document, &object) != nil {
		return nil, false
	}
	apiVersion, _ := object["apiVersion"].(string)
	group, _, grouped := strings.Cut(apiVersion, "/")
	var changed bool
	if !grouped || !strings.Contains(group, ".") || strings.HasSuffix(group, ".k8s.io") {
		changed = prune(object)
	} else {
		changed = prune(object["metadata"])
	}
	bare, err := json.Marshal(object)
	return bare, changed && err == nil
}

// prune takes the null members out of every object below value.
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
