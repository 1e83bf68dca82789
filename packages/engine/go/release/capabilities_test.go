package release

import "testing"

const asked = `a: {{ .Capabilities.APIVersions.Has "policy/v1beta1" }} {{ .Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget" }} {{ .Capabilities.APIVersions.Has "example.com/v1" }}`

func TestCapabilitiesOfHelm(t *testing.T) {
	got := body(render(t, asked, func(wanted *Release) { wanted.APIVersions = []string{"example.com/v1"} }))
	if got != "a: true false true" {
		t.Error(got)
	}
}

func TestCapabilitiesOfCluster(t *testing.T) {
	got := body(render(t, asked, func(wanted *Release) {
		wanted.APIs = []string{"policy/v1", "policy/v1/PodDisruptionBudget"}
		wanted.APIVersions = []string{"example.com/v1"}
	}))
	if got != "a: false true true" {
		t.Error(got)
	}
}

func TestRevision(t *testing.T) {
	const template = `a: {{ .Release.IsInstall }} {{ .Release.IsUpgrade }} {{ .Release.Revision }}`
	if got := body(render(t, template, nil)); got != "a: true false 1" {
		t.Error(got)
	}
	if got := body(render(t, template, func(wanted *Release) { wanted.IsUpgrade = true })); got != "a: false true 2" {
		t.Error(got)
	}
}
