package validation

import (
	"fmt"
	"strings"

	"github.com/yannh/kubeconform/pkg/resource"
)

// Answer is what kubeconform says about a document.
type Answer struct {
	// Status is valid, invalid, empty, unknown-kind or malformed.
	Status string `json:"status"`
	// APIVersion and Kind are those of a kind that has no schema.
	APIVersion string `json:"apiVersion,omitempty"`
	Kind       string `json:"kind,omitempty"`
	// Message is the text of kubeconform's error.
	Message string `json:"message,omitempty"`
}

// answer validates one document as kubeconform does with its option strict
// (pkg/validator/validator.go, ValidateResource), except that null stands for
// absent where the API server takes it so.
func (c *compiler) answer(document string) (said Answer) {
	defer func() {
		if cause := recover(); cause != nil {
			said = malformed(fmt.Errorf("%v", cause))
		}
	}()
	if document == "" {
		return Answer{Status: "empty"}
	}
	object, err := decode([]byte(document))
	if err != nil {
		return malformed(fmt.Errorf("error unmarshalling resource: %w", err))
	}
	if object == nil {
		return Answer{Status: "empty"}
	}
	var one resource.Resource
	signature, err := one.SignatureFromMap(object)
	if err != nil {
		return malformed(fmt.Errorf("error while parsing: %w", err))
	}
	schema, err := c.schema(signature.Version + " " + signature.Kind)
	if err != nil {
		return malformed(err)
	}
	if schema == nil {
		return Answer{Status: "unknown-kind", APIVersion: signature.Version, Kind: signature.Kind}
	}
	err = schema.Validate(object)
	if err != nil && withoutNulls(object) {
		err = schema.Validate(object)
	}
	if err != nil {
		text := strings.ReplaceAll(err.Error(), "\n", " ")
		return Answer{Status: "invalid", Message: "problem validating schema. Check JSON formatting: " + text}
	}
	return Answer{Status: "valid"}
}

func malformed(err error) Answer { return Answer{Status: "malformed", Message: err.Error()} }
