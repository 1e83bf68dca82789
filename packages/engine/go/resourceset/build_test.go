package resourceset

import (
	"encoding/json"
	"strings"
	"testing"
)

// run builds a set, written in JSON. It returns the text, or the error.
func run(t *testing.T, text string) string {
	t.Helper()
	var set ResourceSet
	if err := json.Unmarshal([]byte(text), &set); err != nil {
		t.Fatal(err)
	}
	built, err := Run(set)
	if err != nil {
		return "error: " + err.Error()
	}
	return built.Text
}

// own is the set with its inputs.
func own(inputs string) string {
	return provider("fleet", inputs)
}

func provider(name, inputs string) string {
	return `{"apiVersion": "fluxcd.controlplane.io/v1", "kind": "ResourceSet", "name": "` + name + `", "namespace": "apps", "inputs": [` + inputs + `]}`
}

func config(name, data string) string {
	return `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "` + name + `"}, "data": {` + data + `}}`
}

func TestObjects(t *testing.T) {
	const twoTenants = `{"tenant": "a", "port": 80}, {"tenant": "b", "port": 81}`
	tests := map[string]struct{ set, want string }{
		"an object for each input": {
			`{"providers": [` + own(twoTenants) + `], "steps": [{"resources": [` + config("<< inputs.tenant >>", `"port": "<< inputs.port | quote >>"`) + `]}]}`,
			"apiVersion: v1\ndata:\n  port: \"80\"\nkind: ConfigMap\nmetadata:\n  name: a\n---\napiVersion: v1\ndata:\n  port: \"81\"\nkind: ConfigMap\nmetadata:\n  name: b\n",
		},
		"of objects with the same name the first": {
			`{"providers": [` + own(twoTenants) + `], "steps": [{"resources": [` + config("same", `"tenant": "<< inputs.tenant >>"`) + `]}]}`,
			"apiVersion: v1\ndata:\n  tenant: a\nkind: ConfigMap\nmetadata:\n  name: same\n",
		},
		"a template of several documents, and what is no object of it": {
			`{"providers": [` + own(`{"tenants": ["a", "b"]}`) + `], "steps": [{"template": "<<- range inputs.tenants >>\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: << . >>}\n<<- end >>\n---\n# nothing\n---\nkind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nmetadata: {name: no}\n"}]}`,
			"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n",
		},
		"the items of a list": {
			`{"providers": [` + own("") + `], "steps": [{"template": "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Namespace, metadata: {name: a}}]\n"}]}`,
			"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n",
		},
		"no object with the annotation that leaves it out": {
			`{"providers": [` + own(`{"on": "disabled"}`) + `], "steps": [{"resources": [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a", "annotations": {"fluxcd.controlplane.io/reconcile": "<< inputs.on >>"}}}]}]}`,
			"",
		},
		"nothing without inputs of its providers": {
			`{"hasProviders": true, "providers": [` + own("") + `], "steps": [{"resources": [` + config("a", "") + `]}]}`,
			"",
		},
		"objects without inputs": {
			`{"providers": [` + own("") + `], "steps": [{"resources": [` + config("a", "") + `]}]}`,
			"apiVersion: v1\ndata: {}\nkind: ConfigMap\nmetadata:\n  name: a\n",
		},
		"every combination of inputs": {
			`{"strategy": "Permute", "hasProviders": true, "providers": [` + own(`{"x": 1}, {"x": 2}`) + `, ` + provider("Other-1", `{"y": "a"}, {"y": "b"}`) + `, ` + provider("none", "") + `], "steps": [{"resources": [` + config("x<< inputs.fleet.x >>-<< inputs.other_1.y >>", `"from": "<< inputs.other_1.provider.name >>"`) + `]}]}`,
			"x1-a x1-b x2-a x2-b",
		},
		"no combination with a provider without inputs, if it is included": {
			`{"strategy": "Permute", "includesEmpty": true, "providers": [` + own(`{"x": 1}`) + `, ` + provider("none", "") + `], "hasProviders": true, "steps": [{"resources": [` + config("a", "") + `]}]}`,
			"",
		},
		"functions": {
			`{"providers": [` + own(`{"title": "Feat/Ünï & co_1"}`) + `], "steps": [{"template": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '<< slugify inputs.title >>'}\ndata: {a: '<< inputs.title | upper | trunc 4 >>', b: '<< toYaml (dict \"c\" 1) | trim >>'}\n"}]}`,
			"apiVersion: v1\ndata:\n  a: FEAT\n  b: 'c: 1'\nkind: ConfigMap\nmetadata:\n  name: feat-uni-and-co_1\n",
		},
		"an input that nobody exports": {
			`{"providers": [` + own(`{"a": 1}`) + `], "steps": [{"name": "first", "resources": [` + config("<< inputs.b >>", "") + `]}]}`,
			`error: step "first": resources[0]: template: resourceset:5:11: executing "resourceset" at <inputs>: map has no entry for key "b"`,
		},
		"a function that gives another result each time": {
			`{"providers": [` + own("") + `], "steps": [{"resources": [` + config("<< now >>", "") + `]}]}`,
			`error: resources[0]: template: resourceset:5: function "now" not defined`,
		},
		"an object in two steps": {
			`{"providers": [` + own("") + `], "steps": [{"name": "a", "resources": [` + config("x", "") + `]}, {"name": "b", "resources": [` + config("x", "") + `]}]}`,
			`error: the steps "a" and "b" both have /ConfigMap//x`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := run(t, test.set)
			if strings.HasPrefix(test.want, "x1") {
				got = namesIn(got)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func namesIn(text string) string {
	var names []string
	for _, line := range strings.Split(text, "\n") {
		if name, found := strings.CutPrefix(line, "  name: "); found {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

func TestPermutationLimit(t *testing.T) {
	inputs := strings.TrimSuffix(strings.Repeat(`{"x": 1}, `, 101), ", ")
	got := run(t, `{"strategy": "Permute", "providers": [`+own(inputs)+`, `+provider("b", inputs)+`], "steps": []}`)
	if want := "error: the inputs have 10201 permutations, and at most 10000 are allowed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPermutationID(t *testing.T) {
	const set = `{"strategy": "Permute", "providers": [`
	got := run(t, set+own(`{"x": 1}`)+`], "steps": [{"resources": [`+config("a<< inputs.id >>", "")+`]}]}`)
	// The Adler-32 checksum of fleet=0.
	if want := "a183239294"; namesIn(got) != want {
		t.Errorf("got %q, want %q", namesIn(got), want)
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		" Hello, World! ":                   "hello-world",
		"a@b & c":                           "aatb-and-c",
		"it's—fine_":                        "its-fine",
		"影師":                                "ying-shi",
		strings.Repeat("abcd-", 20):         strings.TrimSuffix(strings.Repeat("abcd-", 12), "-"),
		strings.Repeat("x", 70):             strings.Repeat("x", 63),
		strings.Repeat("x", 63) + "-y":      strings.Repeat("x", 63),
		strings.Repeat("x", 62) + "-y-more": strings.Repeat("x", 62),
	} {
		if got := slugify(text); got != want {
			t.Errorf("slugify(%q) = %q, want %q", text, got, want)
		}
	}
}
