package verdict

import (
	"strings"
	"testing"

	"apiserver/custom"
)

const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: backups.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: backups, singular: backup, kind: Backup, listKind: BackupList}
  versions:
    - name: v1
      served: true
      storage: true
      subresources: {status: {}}
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [schedule]
              x-kubernetes-validations:
                - {rule: self.keep <= self.most, message: keep exceeds most}
                - {rule: self.schedule == oldSelf.schedule, message: schedule is immutable}
              properties:
                schedule: {type: string, pattern: '^@'}
                keep: {type: integer, default: 3}
                most: {type: integer, default: 9}
                targets:
                  type: array
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [name]
                  items: {type: object, required: [name], properties: {name: {type: string}}}
            status: {type: object, x-kubernetes-preserve-unknown-fields: true}
    - name: v1alpha1
      served: false
      storage: false
      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`

const backup = `
apiVersion: example.com/v1
kind: Backup
metadata: {name: nightly}
spec: {schedule: "@daily"}
status: {phase: 7}
`

func TestDefinitionIsValid(t *testing.T) {
	expect(t, judge(definition))
}

func TestCustomObjects(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"a valid object":       {"", "", ""},
		"a pattern":            {"@daily", "daily", `spec.schedule: Invalid value: "daily": spec.schedule in body should match '^@'`},
		"a rule with defaults": {`schedule: "@daily"`, `schedule: "@daily", keep: 10`, `spec: Invalid value: keep exceeds most`},
		"an unknown field":     {"spec: {", "spec: {shedule: a, ", `spec.shedule: unknown field "spec.shedule"`},
		"an unknown label":     {"name: nightly", "name: nightly, label: {a: b}", `metadata.label: unknown field "metadata.label"`},
		"a name":               {"nightly", "Nightly", `metadata.name: Invalid value: "Nightly": a lowercase RFC 1123 subdomain…`},
		"a missing field": {`spec: {schedule: "@daily"}`, "spec: {}", `spec.schedule: Required value
Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation`},
		"a type": {`"@daily"`, "7", `spec.schedule: Invalid value: "integer": spec.schedule in body must be of type string: "integer"
Invalid value: null: some validation rules were not checked…`},
		"a duplicate key": {"spec: {", "spec: {targets: [{name: a}, {name: a}], ", `spec.targets[1]: Duplicate value: {"name":"a"}`},
		"a version":       {"example.com/v1", "example.com/v1alpha1", `not-served: CustomResourceDefinition backups.example.com serves v1, not v1alpha1`},
		"another version": {"example.com/v1", "example.com/v2", `not-served: CustomResourceDefinition backups.example.com serves v1, not v2`},
		"another kind":    {"kind: Backup", "kind: Restore", "unknown-kind"},
	} {
		t.Run(name, func(t *testing.T) {
			var want []string
			if test.want != "" {
				want = strings.Split(test.want, "\n")
			}
			expect(t, judge(strings.Replace(backup, test.old, test.new, 1), definition), want...)
		})
	}
}

func TestUpdateOfCustomObjects(t *testing.T) {
	definitions := custom.Read([]string{definition})
	expect(t, lines(Update(backup, strings.Replace(backup, "spec: {", "spec: {keep: 4, ", 1), definitions)))
	expect(t, lines(Update(backup, strings.Replace(backup, "@daily", "@hourly", 1), definitions)), "spec: Invalid value: schedule is immutable")
}

func TestUnusableDefinitions(t *testing.T) {
	expect(t, judge(backup, "{", "apiVersion: v1\nkind: Pod\n", "- a"), "unknown-kind")
	without := strings.Split(definition, "      schema:\n")[0]
	expect(t, judge(backup, without), "not-served: CustomResourceDefinition backups.example.com can't be used: it has no schema")
}
