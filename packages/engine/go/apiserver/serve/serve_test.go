package serve

import (
	"bytes"
	"strings"
	"testing"
)

func TestAnswersEachRequest(t *testing.T) {
	input := strings.Join([]string{
		`{"id":1,"create":{"objects":[{"text":"{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"},{"text":"{"}]}}`,
		`{"id":2,"update":{"objects":[{"old":"{apiVersion: v1, kind: Secret, metadata: {name: a}, type: a}","new":"{apiVersion: v1, kind: Secret, metadata: {name: a}, type: b}"}]}}`,
		`{"id":3}`,
		`{"id":4,"create":{},"featureGates":"Nope=true"}`,
		`{"id":5,"create":{}}`,
	}, "\n")
	var output bytes.Buffer
	if code := Run(strings.NewReader(input), &output); code != 0 {
		t.Errorf("exit code %d", code)
	}
	want := strings.Join([]string{
		`{"id":1,"result":[{"status":"valid"},{"status":"malformed","message":"yaml: line 1: did not find expected node content"}]}`,
		`{"id":2,"result":[{"status":"invalid","errors":[{"type":"FieldValueInvalid","field":"type","message":"Invalid value: \"b\": field is immutable"}]}]}`,
		`{"id":3,"error":"the request asks for nothing that this program does"}`,
		`{"id":4,"error":"unrecognized feature gate: Nope","isUsage":true}`,
		`{"id":5}`,
	}, "\n") + "\n"
	if output.String() != want {
		t.Errorf("got %s", output.String())
	}
}

func TestEndsWithABadRequest(t *testing.T) {
	if code := Run(strings.NewReader("{"), &bytes.Buffer{}); code != 3 {
		t.Errorf("exit code %d", code)
	}
}

func TestRespondsToOneRequest(t *testing.T) {
	got := string(Respond([]byte(`{"id":1,"create":{"objects":[{"text":"{apiVersion: v1, kind: ConfigMap, metadata: {name: A}}"}]}}`)))
	if !strings.HasPrefix(got, `{"id":1,"result":[{"status":"invalid","errors":[{"type":"FieldValueInvalid","field":"metadata.name",`) {
		t.Errorf("got %s", got)
	}
	if got := string(Respond([]byte("{"))); got != `{"id":0,"error":"unexpected end of JSON input"}` {
		t.Errorf("got %s", got)
	}
}
