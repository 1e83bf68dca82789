package verdict

import (
	"context"

	"apiserver/custom"
	"apiserver/services"

	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/core"
)

// Update says whether the API server would replace the old object by the new
// one. Both have the same kind and name. What only a server sets is the same in
// both, as after a server-side apply.
func Update(oldText, newText string, definitions custom.Definitions) Verdict {
	old, verdict := read(oldText, definitions)
	if verdict != nil {
		return *verdict
	}
	sent, verdict := read(newText, definitions)
	if verdict != nil {
		return *verdict
	}
	var ignored, warnings warnings
	store(contextOf(old, "create", &ignored), old)
	ctx := contextOf(sent, "update", &warnings)
	causes := replace(ctx, sent, old)
	if err := rest.BeforeUpdate(sent.Strategy, ctx, sent.Internal, old.Internal); err != nil {
		causes = append(causes, causesOf(err)...)
	}
	return decide(sent, causes, warnings)
}

// resourceVersion is that of the old object. A new object without one would
// not be accepted for every kind.
const resourceVersion = "1"

// store makes of an object what the API server stores. Whether it is valid does
// not matter: it is stored already.
func store(ctx context.Context, old request) {
	identify(old)
	accessor(old.Internal).SetResourceVersion(resourceVersion)
	if service, ok := old.Internal.(*core.Service); ok {
		_ = services.Create(ctx, service)
	}
	old.PrepareForCreate(ctx, old.Internal)
	old.Canonicalize(old.Internal)
	if claim, ok := old.Internal.(*core.PersistentVolumeClaim); ok {
		bind(claim)
	}
}

// bind sets the status that a claim has in use.
func bind(claim *core.PersistentVolumeClaim) {
	claim.Status.Phase = core.ClaimBound
	claim.Status.Capacity = claim.Spec.Resources.Requests.DeepCopy()
}

// replace gives the new object what the API server generated for the old one:
// names of the selector of a Job, addresses of a Service.
func replace(ctx context.Context, sent, old request) []Cause {
	identify(sent)
	accessor(sent.Internal).SetResourceVersion(resourceVersion)
	sent.PrepareForCreate(ctx, sent.Internal)
	service, isService := sent.Internal.(*core.Service)
	stored, wasService := old.Internal.(*core.Service)
	if !isService || !wasService {
		return nil
	}
	if err := services.Update(ctx, service, stored); err != nil {
		return causesOf(err)
	}
	return nil
}
