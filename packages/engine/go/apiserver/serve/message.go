package serve

import "apiserver/verdict"

// Request asks for one piece of work: Create or Update is set. The result has
// a verdict.Verdict for each object, in the same order.
type Request struct {
	// ID comes back with the answer.
	ID     int     `json:"id"`
	Create *Create `json:"create,omitempty"`
	Update *Update `json:"update,omitempty"`
	// FeatureGates are those that differ from their defaults, as in the option
	// of kube-apiserver: A=true,B=false. They hold for later requests, too.
	FeatureGates string `json:"featureGates,omitempty"`
}

// Create asks whether the API server would create objects.
type Create struct {
	Objects []verdict.Sent `json:"objects"`
	// Definitions are the texts of the CustomResourceDefinitions of the cluster.
	Definitions []string `json:"definitions,omitempty"`
}

// Update asks whether the API server would replace objects.
type Update struct {
	Objects []Replacement `json:"objects"`
	// Definitions are the texts of the CustomResourceDefinitions of the cluster.
	Definitions []string `json:"definitions,omitempty"`
}

// Replacement has the texts of an object before and after an update.
type Replacement struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// Answer is the answer to a request.
type Answer struct {
	ID     int               `json:"id"`
	Result []verdict.Verdict `json:"result,omitempty"`
	// Error says why there is no result.
	Error string `json:"error,omitempty"`
	// IsUsage says that the request is wrong, not this program.
	IsUsage bool `json:"isUsage,omitempty"`
}
