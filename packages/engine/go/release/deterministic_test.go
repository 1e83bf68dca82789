package release

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"testing"
	"time"

	"engine/trace"

	"golang.org/x/crypto/bcrypt"
)

var calls = []string{
	`randAlphaNum 20`, `randAlpha 20`, `randAscii 20 | quote`, `randNumeric 20`, `randBytes 20`, `randInt 0 1000000000`,
	`uuidv4`, `shuffle "abcdefghijklmnopqrstuvwxyz"`, `bcrypt "a"`, `htpasswd "user" "a"`, `encryptAES "a" "b"`,
	`now`, `now | date "2006-01-02"`, `date "2006-01-02" "nothing"`, `dateInZone "2006" "nothing" "UTC"`, `htmlDate nil`, `ago (toDate "2006-01-02" "2020-01-01")`,
	`durationRound (toDate "2006-01-02" "2020-01-01")`,
	`(genCA "a" 10).Cert | b64enc`, `(genCA "a" 10).Key | b64enc`, `genPrivateKey "ecdsa" | b64enc`, `genPrivateKey "ed25519" | b64enc`,
	`(genSelfSignedCert "a" (list "10.0.0.1") (list "a.example.com") 10).Cert | b64enc`,
	`(genSignedCertWithKey "a" nil nil 10 (genCA "a" 10) (genPrivateKey "ecdsa")).Cert | b64enc`,
}

func TestSeed(t *testing.T) {
	for _, call := range calls {
		template := `a: {{ ` + call + ` }}`
		first, again := rendering(t, template, nil), rendering(t, template, nil)
		other := rendering(t, template, func(wanted *Release) { wanted.Seed = 1 })
		if first.Text != again.Text {
			t.Errorf("%s differs with the same seed: %s and %s", call, body(first.Text), body(again.Text))
		}
		if first.Text == other.Text {
			t.Errorf("%s is the same with another seed: %s", call, body(first.Text))
		}
		if len(first.Varying) == 0 || first.Varying[0].Line != 1 || first.Varying[0].Template != "web/templates/a.yaml" {
			t.Errorf("%s: %v", call, first.Varying)
		}
	}
}

func TestNothingVaries(t *testing.T) {
	got := rendering(t, `a: {{ if false }}{{ now }}{{ end }}{{ date "2006" 0 }}{{ durationRound "2h" }}`, nil)
	if got.Varying != nil || body(got.Text) != "a: 19702h" {
		t.Error(body(got.Text), got.Varying)
	}
}

func TestCallInText(t *testing.T) {
	got := rendering(t, "a: {{ tpl \"{{ randAlpha 5 }}\" . }}\nb: {{ if false }}{{ now }}{{ end }}\n\nc: {{ uuidv4 }}", nil)
	want := []trace.Call{{Function: "randAlpha"}, {Function: "uuidv4", Template: "web/templates/a.yaml", Line: 4}}
	if !slices.Equal(got.Varying, want) {
		t.Error(got.Varying)
	}
}

func TestCertificates(t *testing.T) {
	random := varyingOf(Release{Name: "web"})
	authority, err := random.authority("authority", 10)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := random.signed("web", []any{"10.0.0.1"}, []any{"web.example.com"}, 5, authority)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.X509KeyPair([]byte(signed.Cert), []byte(signed.Key))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(authority.Cert))
	for _, host := range []string{"web.example.com", "10.0.0.1"} {
		if _, err := pair.Leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: roots, CurrentTime: firstDay.Add(4 * 24 * time.Hour)}); err != nil {
			t.Error(err)
		}
	}
	if _, err := random.signed("web", []any{"nowhere"}, nil, 5, authority); err == nil {
		t.Error("a wrong address is accepted")
	}
	if _, err := random.custom("bm90aGluZw==", ""); err == nil {
		t.Error("a wrong certificate is accepted")
	}
}

func TestKeys(t *testing.T) {
	random := varyingOf(Release{})
	if key, err := parseKey(encodeKey(random.rsaKey(certificateBits))); err != nil {
		t.Error(err)
	} else if key, isRSA := key.(*rsa.PrivateKey); !isRSA || key.N.BitLen() != certificateBits || key.Validate() != nil {
		t.Error("the key is not a valid RSA key of 2048 bits")
	}
	if key, err := parseKey(random.privateKey("ecdsa")); err != nil {
		t.Error(err)
	} else if _, isECDSA := key.(*ecdsa.PrivateKey); !isECDSA {
		t.Errorf("%T", key)
	}
	if key, err := parseKey(random.privateKey("ed25519")); err != nil {
		t.Error(err)
	} else if _, isEd25519 := key.(ed25519.PrivateKey); !isEd25519 {
		t.Errorf("%T", key)
	}
	if block, _ := pem.Decode([]byte(random.privateKey("rsa"))); block == nil || block.Type != "RSA PRIVATE KEY" {
		t.Error("there is no RSA key")
	}
	if got := random.privateKey("other"); got != "Unknown type other" {
		t.Error(got)
	}
	hash := random.functions()["bcrypt"].(func(string) string)("secret")
	if err := bcrypt.CompareHashAndPassword([]byte(hash), []byte("secret")); err != nil {
		t.Error(err)
	}
}
