package release

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"engine/trace"
)

// tree writes a chart with a subchart.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	directory := t.TempDir()
	for name, text := range files {
		file := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

func traced(t *testing.T, files map[string]string) *trace.Trace {
	t.Helper()
	got, _, err := Trace(Release{Chart: tree(t, files), Name: "web", Namespace: "shop", KubeVersion: "1.36.3"})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

const values = `
image: { repository: web, tag: "1" }
resources: { limits: { memory: 1Gi } }
env: { A: a, B: b }
empty: {}
list: [{ name: x }]
enabled: false
hidden: { a: 1 }
text: "{{ .Values.fromText }}"
fromText: 2
missingParent: {}
`

// reads lists what is read, with the lines, `*` for a whole map.
func reads(found *trace.Trace) []string {
	var lines []string
	for _, read := range found.Reads {
		line := strings.Join(read.Path, ".")
		if read.Whole {
			line += ".*"
		}
		for _, site := range read.Sites {
			line += fmt.Sprintf(" %d", site.Line)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestReads(t *testing.T) {
	for template, want := range map[string][]string{
		`{{ .Values.image.tag }}`:                                     {"image.tag 1"},
		"a\n{{ $.Values.image.tag | quote }}":                         {"image.tag 2"},
		`{{ $x := .Values.image }}{{ $x.tag }}`:                       {"image 1", "image.tag 1"},
		`{{ with .Values.image }}{{ .tag }}{{ end }}`:                 {"image 1", "image.tag 1"},
		`{{ (.Values.image).tag }}`:                                   {"image 1", "image.tag 1"},
		`{{ toYaml .Values.resources }}`:                              {"resources.* 1"},
		`{{ .Values.resources | toYaml | nindent 2 }}`:                {"resources.* 1"},
		`{{ range $k, $v := .Values.env }}{{ $k }}{{ end }}`:          {"env.* 1"},
		`{{ range .Values.list }}{{ .name }}{{ end }}`:                {"list 1"},
		`{{ index .Values "image" "tag" }}{{ index .Values.list 0 }}`: {"image.tag 1", "list 1"},
		`{{ get .Values.image "tag" }}`:                               {"image 1", "image.tag 1"},
		`{{ hasKey .Values.image "other" }}`:                          {"image 1", "image.other 1"},
		`{{ dig "image" "tag" "none" .Values.AsMap }}`:                {"image.tag 1"},
		`{{ .Values.AsMap | dig "image" "other" "none" }}`:            {"image.other 1"},
		`{{ pick .Values.image "tag" | toYaml }}`:                     {"image.* 1"},
		`{{ dict "a" .Values.image | toJson }}`:                       {"image.* 1"},
		`{{ include "x" (dict "context" $ "image" .Values.image) }}{{ define "x" }}{{ .image.tag }}{{ .context.Values.enabled }}{{ end }}`: {"enabled 1", "image 1", "image.tag 1"},
		`{{ .Values.image | default (dict "tag" 2) | len }}`:                                                                               {"image.* 1"},
		`{{ (default .Values.empty .Values.image).tag }}`:                                                                                  {"empty 1", "image 1", "image.tag 1"},
		`{{ tpl .Values.text . }}`: {"fromText 1", "text 1"},
		`{{ .Values.missingParent.one }}{{ with .Values.missingParent.two }}{{ .three }}{{ end }}`:                            {"missingParent.one 1", "missingParent.two 1"},
		`{{ if and .Values.enabled .Values.hidden.a }}{{ end }}`:                                                              {"enabled 1"},
		`{{ .Release.Name }}{{ .Chart.Name }}{{ .Capabilities.KubeVersion.Version }}{{ .Files.Get "a" }}{{ .Template.Name }}`: nil,
	} {
		found := traced(t, map[string]string{
			"Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n", "values.yaml": values, "templates/NOTES.txt": template,
		})
		if got := reads(found); !slices.Equal(got, want) || found.Incomplete != "" {
			t.Errorf("%s reads\n%q, want\n%q %s", template, got, want, found.Incomplete)
		}
	}
}

func TestSubchart(t *testing.T) {
	found := traced(t, map[string]string{
		"Chart.yaml":                    "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{ name: db, version: 1.0.0, condition: db.enabled, tags: [data] }]\n",
		"values.yaml":                   "db: { enabled: true, size: 2 }\nglobal: { domain: a }\n",
		"charts/db/Chart.yaml":          "apiVersion: v2\nname: db\nversion: 1.0.0\n",
		"charts/db/values.yaml":         "size: 1\nuser: x\n",
		"charts/db/templates/NOTES.txt": "{{ .Values.size }}{{ .Values.global.domain }}",
		"templates/NOTES.txt":           "{{ .Values.db.user }}",
	})
	want := []string{"db.enabled 1", "db.global.domain 1", "db.size 1", "db.user 1", "tags.data 1"}
	if got := reads(found); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestPossible(t *testing.T) {
	found := traced(t, map[string]string{
		"Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n", "values.yaml": values,
		"templates/NOTES.txt": "{{ if .Values.enabled }}\n{{ .Values.hidden.a }}{{ with .Values.image }}{{ .tag }}{{ toYaml . }}{{ end }}{{ index .Values \"env\" \"A\" }}{{ end }}{{ .Values.enabled }}",
	})
	var got []string
	for _, one := range found.Possible {
		got = append(got, fmt.Sprintf("%d %s", one.Line, strings.Join(one.Keys, ".")))
	}
	slices.Sort(got)
	if want := []string{"2 ", "2 Values", "2 Values.hidden.a", "2 Values.image", "2 env.A", "2 tag"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// What a template does besides reading values stays as it is.
func TestSameOutput(t *testing.T) {
	for _, template := range []string{
		"{{- $a := 1 -}}\n{{- $a = add $a 1 }}{{ $a }} {{ -1 }}",
		`{{ printf "%v %v" .Values.none (.Values.none) }}{{ .Values.none }}{{ .Values.none | default "x" }}`,
		`{{ range $i, $v := until 3 }}{{ if eq $i 1 }}{{ continue }}{{ end }}{{ $v }}{{ else }}none{{ end }}`,
		`{{ .Chart.Maintainers }}{{ .Capabilities.APIVersions.Has "v1" }}{{ .Capabilities.KubeVersion }}`,
		`{{ block "b" .Values.image }}{{ .tag }}{{ end }}{{ template "b" .Values.image }}`,
		`{{ .Values.image.tag | trimPrefix "v" | quote }}{{ len .Values.list }}{{ (index .Values.list 0).name }}`,
		`{{ $_ := set .Values "new" (dict "a" 1) }}{{ .Values.new.a }}{{ .Values.image | toYaml }}`,
		"{{/* a comment */}}{{ `raw \"text\"` }}{{ 'a' }}{{ 1e3 }}{{ default 2 nil }}",
		`{{ with $x := .Values.image }}{{ $x.tag }}{{ else with .Values.env }}{{ .A }}{{ end }}`,
		`{{ if not .Values.enabled }}a{{ else if .Values.env.A }}b{{ else }}c{{ end }}`,
		`{{ now | date "2006" }}{{ randAlpha 5 }}{{ (.Files.Glob "values.yaml").AsConfig }}`,
	} {
		found := traced(t, map[string]string{
			"Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n", "values.yaml": values, "templates/NOTES.txt": template,
		})
		if found.Incomplete != "" {
			t.Errorf("%s: %s", template, found.Incomplete)
		}
	}
}
