package serve

import "os"

// noNetwork is the discard port, where every connection fails at once.
const noNetwork = "http://127.0.0.1:9"

// Isolate takes what a chart or a kustomization could reach the outside with:
// templates read no variable, kustomize finds no git, and no proxy answers.
func Isolate() {
	os.Clearenv()
	for _, name := range []string{"http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"} {
		_ = os.Setenv(name, noNetwork)
	}
	_ = os.Setenv("TZ", "UTC")
}
