package serve

import (
	"encoding/json"

	"engine/kustomization"
	"engine/release"
)

// Request asks for one piece of work: exactly one of its fields besides ID is set.
type Request struct {
	// ID comes back with the answer.
	ID int `json:"id"`
	// Render renders a chart.
	Render *release.Release `json:"render,omitempty"`
	// Trace renders a chart, and finds out which template reads which value.
	Trace *release.Release `json:"trace,omitempty"`
	// Build builds a directory with kustomize.
	Build *kustomization.Build `json:"build,omitempty"`
	// Transform runs kustomizations over objects.
	Transform *kustomization.Transformation `json:"transform,omitempty"`
}

// Answer is the result of a request.
type Answer struct {
	ID int `json:"id"`
	// Result has the type that belongs to the request; absent if there is an error.
	Result any `json:"result,omitempty"`
	// Error is the message of Helm or kustomize.
	Error string `json:"error,omitempty"`
	// Warnings are the messages that Helm logs.
	Warnings []string `json:"warnings,omitempty"`
}

func decode(line []byte) (Request, error) {
	var request Request
	err := json.Unmarshal(line, &request)
	return request, err
}
