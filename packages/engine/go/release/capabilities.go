package release

import (
	"fmt"
	"slices"

	"helm.sh/helm/v4/pkg/chart/common"
)

// capabilitiesOf returns what templates read of the cluster. Without a list of
// APIs it is what helm template knows: the APIs of Helm's own code, old ones
// included, and those that are added. With a list it is what an action of Helm
// asks the API server for (pkg/action/action.go GetVersionSet).
func capabilitiesOf(wanted Release) (*common.Capabilities, error) {
	version, err := common.ParseKubeVersion(wanted.KubeVersion)
	if err != nil {
		return nil, fmt.Errorf("invalid kube version '%s': %w", wanted.KubeVersion, err)
	}
	capabilities := common.DefaultCapabilities.Copy()
	capabilities.KubeVersion = *version
	if wanted.Helm.Is43() {
		capabilities.HelmVersion.Version = "v" + string(wanted.Helm)
		// The modules of Go do not say which one it is.
		capabilities.HelmVersion.GitCommit = ""
	}
	served := capabilities.APIVersions
	if wanted.APIs != nil {
		served = common.VersionSet(wanted.APIs)
	}
	capabilities.APIVersions = append(slices.Clone(served), wanted.APIVersions...)
	return capabilities, nil
}
