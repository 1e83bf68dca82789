// Package helm says what versions of Helm do differently when they render a chart.
package helm

import "fmt"

// Version is a version of Helm, for instance 4.3.1; that of the code of this
// module if it is empty.
type Version string

// Is43 tells whether it is 4.3 or a later version.
func (version Version) Is43() bool {
	var major, minor int
	if _, err := fmt.Sscanf(string(version), "%d.%d", &major, &minor); err != nil {
		return false
	}
	return major > 4 || major == 4 && minor >= 3
}
