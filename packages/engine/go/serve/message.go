package serve

import (
	"encoding/json"
	"strconv"

	"engine/chart"
	"engine/document"
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
	// Texts are the lengths in bytes of the documents to validate, if these follow
	// the line as they are.
	Texts []int `json:"texts,omitempty"`
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

// Answer is the result of a request. In JSON its members have these names in
// lower case, and those that are empty are absent.
type Answer struct {
	ID int
	// Result has the type that belongs to the request; absent if there is an error.
	Result any
	// Error is the message of Helm or kustomize.
	Error string
	// Limit is the limit that the request exceeded; it has no result then.
	Limit Limit
	// Warnings are the messages that Helm logs.
	Warnings []string
}

// sized is a result with a text whose size has a limit.
type sized interface {
	// Size is in bytes.
	Size() int
}

// long is a result whose JSON takes long to write with encoding/json.
type long interface {
	// AppendJSON appends the result.
	AppendJSON(to []byte) []byte
}

// json is an answer as JSON.
func (one Answer) json() []byte {
	to := append(make([]byte, 0, 4096), `{"id":`...)
	to = strconv.AppendInt(to, int64(one.ID), 10)
	if result, isLong := one.Result.(long); isLong {
		to = result.AppendJSON(append(to, `,"result":`...))
	} else if one.Result != nil {
		to = appendMember(to, "result", one.Result)
	}
	if one.Error != "" {
		to = document.AppendText(append(to, `,"error":`...), one.Error)
	}
	if one.Limit != "" {
		to = appendMember(to, "limit", one.Limit)
	}
	if len(one.Warnings) > 0 {
		to = appendMember(to, "warnings", one.Warnings)
	}
	return append(to, '}')
}

func appendMember(to []byte, name string, value any) []byte {
	// All of them have a JSON form.
	text, _ := json.Marshal(value)
	return append(append(append(append(to, `,"`...), name...), `":`...), text...)
}

func decode(line []byte) (Request, error) {
	var request Request
	err := json.Unmarshal(line, &request)
	return request, err
}
