package release

import (
	"strings"
	"testing"
)

func TestDurations(t *testing.T) {
	for template, want := range map[string]string{
		`durationSeconds "1m30s"`:                         "90",
		`durationSeconds " 2.5 "`:                         "2.5",
		`durationSeconds "nope"`:                          "0",
		`durationSeconds nil`:                             "0",
		`durationSeconds (list 1)`:                        "0",
		`durationSeconds 9223372037`:                      "0",
		`durationMilliseconds 1.5`:                        "1500",
		`durationMicroseconds "2ms"`:                      "2000",
		`durationNanoseconds 1`:                           "1000000000",
		`durationMinutes "90s"`:                           "1.5",
		`durationHours "90m"`:                             "1.5",
		`durationDays "36h"`:                              "1.5",
		`durationWeeks "252h"`:                            "1.5",
		`durationRoundTo 93 60`:                           "2m0s",
		`durationRoundTo "93s" "x"`:                       "1m33s",
		`durationTruncateTo "119s" "1m"`:                  "1m0s",
		`durationTruncateTo "x" "1m"`:                     "0s",
		`durationSeconds (mustToDuration "1h")`:           "3600",
		`list | len | durationRoundTo 1 | mustToDuration`: "1s",
	} {
		if got := body(render(t, "a: {{ "+template+" }}", helm43)); got != "a: "+want {
			t.Errorf("%s: got %s, want %s", template, got, want)
		}
	}
}

func TestHelm42HasNoDurations(t *testing.T) {
	wanted := Release{Chart: write(t, `{{ durationSeconds "1h" }}`), Name: "web", KubeVersion: "1.36.3"}
	if _, _, err := Render(wanted); err == nil || !strings.Contains(err.Error(), `function "durationSeconds" not defined`) {
		t.Errorf("got %v", err)
	}
	wanted = Release{Chart: write(t, `{{ mustToDuration "soon" }}`), Name: "web", KubeVersion: "1.36.3", Helm: "4.3.1"}
	if _, _, err := Render(wanted); err == nil || !strings.Contains(err.Error(), `could not parse duration "soon"`) {
		t.Errorf("got %v", err)
	}
}

func TestTheVersionOfHelm(t *testing.T) {
	template := "a: {{ .Capabilities.HelmVersion.Version }}"
	if got := body(render(t, template, helm43)); got != "a: v4.3.1" {
		t.Errorf("got %s", got)
	}
}
