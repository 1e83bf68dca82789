package main

import (
	"fmt"
	"strings"

	"github.com/yannh/kubeconform/pkg/resource"
	"github.com/yannh/kubeconform/pkg/validator"
)

// answer is what kubeconform says about a document.
type answer struct {
	// Status is valid, invalid, empty, unknown-kind or malformed.
	Status string `json:"status"`
	// APIVersion and Kind are those of a kind that has no schema.
	APIVersion string `json:"apiVersion,omitempty"`
	Kind       string `json:"kind,omitempty"`
	// Message is the text of kubeconform's error. It has all that is wrong,
	// where ValidationErrors ends at the first reference to a definition.
	Message string `json:"message,omitempty"`
}

// ask has one document judged.
func ask(judge validator.Validator, document []byte) (said answer) {
	defer func() {
		if cause := recover(); cause != nil {
			said = answer{Status: "malformed", Message: fmt.Sprint(cause)}
		}
	}()
	result := judge.ValidateResource(resource.Resource{Bytes: document})
	if result.Status == validator.Invalid {
		if bare, changed := withoutNulls(document); changed {
			result = judge.ValidateResource(resource.Resource{Bytes: bare})
		}
	}
	if result.Err != nil {
		said.Message = result.Err.Error()
	}
	switch result.Status {
	case validator.Valid:
		said.Status = "valid"
	case validator.Invalid:
		said.Status = "invalid"
	case validator.Empty:
		said.Status = "empty"
	default:
		said.Status = "malformed"
		// No file can be opened any more: what isn't loaded is what kubeconform doesn't find.
		if strings.HasPrefix(said.Message, "could not find schema") {
			signature, _ := result.Resource.Signature()
			said = answer{Status: "unknown-kind", APIVersion: signature.Version, Kind: signature.Kind}
		}
	}
	return said
}
