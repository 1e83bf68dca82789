package serve

import (
	"errors"
	"fmt"

	"engine/chart"
	"engine/kustomization"
	"engine/lint"
	"engine/release"
	"engine/resourceset"
	"engine/validation"
)

// answer does the work that a request asks for.
func answer(request Request) (said Answer) {
	said.ID = request.ID
	defer func() {
		if cause := recover(); cause != nil {
			said = Answer{ID: request.ID, Error: fmt.Sprintf("panic: %v", cause)}
		}
	}()
	var err error
	switch {
	case request.Read != nil:
		said.Result = chart.ReadFolders(*request.Read)
	case request.Render != nil:
		said.Result, said.Warnings, err = release.Render(*request.Render)
	case request.Trace != nil:
		said.Result, said.Warnings, err = release.Trace(*request.Trace)
	case request.Lint != nil:
		said.Result, err = lint.Run(*request.Lint)
	case request.Build != nil:
		said.Result, err = kustomization.Run(*request.Build)
	case request.Transform != nil:
		said.Result, err = kustomization.Transform(*request.Transform)
	case request.Expand != nil:
		said.Result, err = resourceset.Run(*request.Expand)
	case request.Validate != nil:
		said.Result, err = validation.Validate(*request.Validate)
	default:
		err = errors.New("the request asks for nothing that this engine does")
	}
	if err != nil {
		return Answer{ID: request.ID, Error: err.Error(), Warnings: said.Warnings}
	}
	if text, isSized := said.Result.(sized); isSized && request.Limits.Output > 0 && text.Size() > request.Limits.Output {
		return Answer{ID: request.ID, Limit: Output}
	}
	return said
}
