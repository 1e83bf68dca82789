// Package verdict says whether the API server accepts objects.
package verdict

import (
	encoding "encoding/json"
	"errors"
	"strings"

	"apiserver/podsecurity"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/json"
)

// Status is the kind of a verdict.
type Status string

const (
	// Valid means that the API server accepts the object.
	Valid Status = "valid"
	// Invalid means that the API server rejects it; Errors says why.
	Invalid Status = "invalid"
	// UnknownKind means that neither Kubernetes nor a given
	// CustomResourceDefinition has the kind.
	UnknownKind Status = "unknown-kind"
	// NotServed means that the API server does not serve the version, or that
	// it does not store objects of the kind; Message says which.
	NotServed Status = "not-served"
	// Malformed means that the text is not an object; Message says why.
	Malformed Status = "malformed"
)

// Verdict is what the API server says of an object.
type Verdict struct {
	Status Status  `json:"status"`
	Errors []Cause `json:"errors,omitempty"`
	// Warnings are what the API server says besides.
	Warnings []string `json:"warnings,omitempty"`
	// Violations are those of the Pod Security Standards.
	Violations []podsecurity.Violation `json:"violations,omitempty"`
	Message    string                  `json:"message,omitempty"`
	APIVersion string                  `json:"apiVersion,omitempty"`
	Kind       string                  `json:"kind,omitempty"`
}

// Cause is one reason to reject an object.
type Cause struct {
	// Type is the type of a StatusCause of the API server (FieldValueInvalid,
	// FieldValueRequired and so on), UnknownField or DuplicateField for what
	// strict decoding finds, UnusableExpression for what a controller of Flux
	// cannot use, or the reason of a Status without causes.
	Type string `json:"type"`
	// Field is the path of the field as the API server writes it:
	// spec.template.spec.containers[0].name. Empty for the whole object.
	Field string `json:"field"`
	// Message has the words of the API server; a value that it rejects is in it.
	Message string `json:"message"`
}

const (
	unknownField   = "UnknownField"
	duplicateField = "DuplicateField"
	// unusableExpression is no reason for the API server, but for a controller.
	unusableExpression = "UnusableExpression"
)

// causesOf returns the reasons of an error of the API server.
func causesOf(err error) []Cause {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return []Cause{{Type: "InternalError", Message: err.Error()}}
	}
	said := status.Status()
	if said.Details == nil || len(said.Details.Causes) == 0 {
		return []Cause{{Type: string(said.Reason), Message: said.Message}}
	}
	causes := make([]Cause, len(said.Details.Causes))
	for index, cause := range said.Details.Causes {
		causes[index] = Cause{Type: string(cause.Type), Field: fieldOf(cause.Field), Message: shorten(cause.Message)}
	}
	return causes
}

// shorten leaves out a long value of a message: the whole template of an
// immutable Job says no more than its field.
func shorten(message string) string {
	kind, rest, found := strings.Cut(message, ": ")
	if !found || !strings.HasPrefix(rest, "{") {
		return message
	}
	value := encoding.NewDecoder(strings.NewReader(rest))
	var ignored encoding.RawMessage
	if err := value.Decode(&ignored); err != nil || len(ignored) <= longestValue {
		return message
	}
	return kind + ": {…}" + rest[value.InputOffset():]
}

const longestValue = 200

// fieldOf returns the path of a field. The path of a whole object prints as
// <nil>, or as [] if it was made of an empty name.
func fieldOf(path string) string {
	if path == "<nil>" || path == "[]" {
		return ""
	}
	return path
}

// strictCauses returns the reasons of errors of strict decoding.
func strictCauses(all []error) []Cause {
	causes := make([]Cause, len(all))
	for index, err := range all {
		causes[index] = strictCause(err)
	}
	return causes
}

func strictCause(err error) Cause {
	message := err.Error()
	kind := duplicateField
	if strings.HasPrefix(message, "unknown field") {
		kind = unknownField
	}
	var place json.FieldError
	if errors.As(err, &place) {
		return Cause{Type: kind, Field: place.FieldPath(), Message: message}
	}
	return Cause{Type: kind, Message: message}
}
