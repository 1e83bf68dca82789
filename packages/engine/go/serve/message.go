package serve

import (
	"encoding/json"

	"engine/chart"
	"engine/kustomization"
	"engine/lint"
	"engine/release"
	"engine/resourceset"
	"engine/validation"
)

// Hello is the first line that the program writes.
const Hello = `{"hello":"helm-charts-engine"}`

// Request asks for one piece of work: exactly one of its fields besides ID and Limits is set.
type Request struct {
	// ID comes back with the answer.
	ID int `json:"id"`
	// Limits are what the work may take.
	Limits Limits `json:"limits,omitzero"`
	// Read reads folders of charts.
	Read *chart.Reading `json:"read,omitempty"`
	// Render renders a chart.
	Render *release.Release `json:"render,omitempty"`
	// Lint lints a chart.
	Lint *lint.Lint `json:"lint,omitempty"`
	// Trace renders a chart, and finds out which template reads which value.
	Trace *release.Release `json:"trace,omitempty"`
	// Build builds a directory with kustomize.
	Build *kustomization.Build `json:"build,omitempty"`
	// Transform runs kustomizations over objects.
	Transform *kustomization.Transformation `json:"transform,omitempty"`
	// Expand builds the objects of a ResourceSet of the Flux Operator.
	Expand *resourceset.ResourceSet `json:"expand,omitempty"`
	// Validate validates objects against the schemas of their kinds.
	Validate *validation.Validation `json:"validate,omitempty"`
}

// Limits are what the work on a request may take; zero is no limit.
type Limits struct {
	// Milliseconds is the time from the start of the work.
	Milliseconds int64 `json:"milliseconds,omitempty"`
	// Memory is the size of the whole program, in bytes.
	Memory uint64 `json:"memory,omitempty"`
	// Output is the size of the text in the answer, in bytes.
	Output int `json:"output,omitempty"`
}

// Limit names a limit that a request exceeded.
type Limit string

// The limits in an answer.
const (
	Time   Limit = "time"
	Memory Limit = "memory"
	Output Limit = "output"
)

// Answer is the result of a request.
type Answer struct {
	ID int `json:"id"`
	// Result has the type that belongs to the request; absent if there is an error.
	Result any `json:"result,omitempty"`
	// Error is the message of Helm or kustomize.
	Error string `json:"error,omitempty"`
	// Limit is the limit that the request exceeded; it has no result then.
	Limit Limit `json:"limit,omitempty"`
	// Warnings are the messages that Helm logs.
	Warnings []string `json:"warnings,omitempty"`
}

// sized is a result with a text whose size has a limit.
type sized interface {
	// Size is in bytes.
	Size() int
}

func decode(line []byte) (Request, error) {
	var request Request
	err := json.Unmarshal(line, &request)
	return request, err
}
