package release

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"reflect"
	"strings"
	"time"
)

// certificate has the fields that templates read of a certificate of Sprig.
type certificate struct{ Cert, Key string }

func (v *varying) authority(name string, days int) (certificate, error) {
	v.use("genCA")
	return v.ofAuthority(name, days, v.rsaKey(certificateBits))
}

func (v *varying) authorityWithKey(name string, days int, key string) (certificate, error) {
	v.use("genCAWithKey")
	parsed, err := parseKey(key)
	if err != nil {
		return certificate{}, err
	}
	return v.ofAuthority(name, days, parsed)
}

func (v *varying) selfSigned(name string, ips, hosts []any, days int) (certificate, error) {
	v.use("genSelfSignedCert")
	return v.ofItself(name, ips, hosts, days, v.rsaKey(certificateBits))
}

func (v *varying) selfSignedWithKey(name string, ips, hosts []any, days int, key string) (certificate, error) {
	v.use("genSelfSignedCertWithKey")
	parsed, err := parseKey(key)
	if err != nil {
		return certificate{}, err
	}
	return v.ofItself(name, ips, hosts, days, parsed)
}

func (v *varying) signed(name string, ips, hosts []any, days int, by certificate) (certificate, error) {
	v.use("genSignedCert")
	return v.ofOther(name, ips, hosts, days, by, v.rsaKey(certificateBits))
}

func (v *varying) signedWithKey(name string, ips, hosts []any, days int, by certificate, key string) (certificate, error) {
	v.use("genSignedCertWithKey")
	parsed, err := parseKey(key)
	if err != nil {
		return certificate{}, err
	}
	return v.ofOther(name, ips, hosts, days, by, parsed)
}

// custom checks a certificate and its key as Sprig does.
func (v *varying) custom(encodedCertificate, encodedKey string) (certificate, error) {
	out := reflect.ValueOf(original["buildCustomCert"]).Call([]reflect.Value{
		reflect.ValueOf(encodedCertificate), reflect.ValueOf(encodedKey),
	})
	if err, isError := out[1].Interface().(error); isError {
		return certificate{}, err
	}
	return certificate{Cert: out[0].FieldByName("Cert").String(), Key: out[0].FieldByName("Key").String()}, nil
}

func (v *varying) privateKey(kind string) string {
	v.use("genPrivateKey")
	var key crypto.PrivateKey
	var err error
	switch kind {
	case "", "rsa":
		key = v.rsaKey(4096)
	case "ecdsa":
		bytes := v.bytes(32)
		// The order of the curve begins with ones, so a number that begins with a zero is below it.
		bytes[0] &= 0x7f
		key, err = ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes)
	case "ed25519":
		key = ed25519.NewKeyFromSeed(v.bytes(ed25519.SeedSize))
	default:
		// Keys for DSA differ at each render, and all other kinds are refused.
		return call[string]("genPrivateKey", kind)
	}
	if err != nil {
		return fmt.Sprintf("failed to generate private key: %s", err)
	}
	return encodeKey(key)
}

// certificateBits is the size of the keys of certificates.
const certificateBits = 2048

func (v *varying) ofAuthority(name string, days int, key crypto.Signer) (certificate, error) {
	wanted, err := v.template(name, nil, nil, days)
	if err != nil {
		return certificate{}, err
	}
	wanted.KeyUsage |= x509.KeyUsageCertSign
	wanted.IsCA = true
	return sign(wanted, key, wanted, key)
}

func (v *varying) ofItself(name string, ips, hosts []any, days int, key crypto.Signer) (certificate, error) {
	wanted, err := v.template(name, ips, hosts, days)
	if err != nil {
		return certificate{}, err
	}
	return sign(wanted, key, wanted, key)
}

func (v *varying) ofOther(name string, ips, hosts []any, days int, by certificate, key crypto.Signer) (certificate, error) {
	block, _ := pem.Decode([]byte(by.Cert))
	if block == nil {
		return certificate{}, errors.New("unable to decode certificate")
	}
	parent, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return certificate{}, fmt.Errorf("the certificate of the authority cannot be read: %w", err)
	}
	signer, err := parseKey(by.Key)
	if err != nil {
		return certificate{}, err
	}
	wanted, err := v.template(name, ips, hosts, days)
	if err != nil {
		return certificate{}, err
	}
	return sign(wanted, key, parent, signer)
}

// template is a certificate that is not signed yet.
func (v *varying) template(name string, ips, hosts []any, days int) (*x509.Certificate, error) {
	wanted := &x509.Certificate{
		SerialNumber:          new(big.Int).SetBytes(v.bytes(16)),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             v.clock,
		NotAfter:              v.clock.Add(time.Duration(days) * 24 * time.Hour),
		KeyUsage:              x509.KeyUsageKeyEncipherment | x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
	}
	for _, address := range ips {
		text, _ := address.(string)
		ip := net.ParseIP(text)
		if ip == nil {
			return nil, fmt.Errorf("error parsing ip: %v", address)
		}
		wanted.IPAddresses = append(wanted.IPAddresses, ip)
	}
	for _, host := range hosts {
		text, isText := host.(string)
		if !isText {
			return nil, fmt.Errorf("error processing alternate dns name: %v is not a string", host)
		}
		wanted.DNSNames = append(wanted.DNSNames, text)
	}
	return wanted, nil
}

// sign signs without random bytes, which RSA and Ed25519 do not need and ECDSA
// can do without (RFC 6979).
func sign(wanted *x509.Certificate, key crypto.Signer, parent *x509.Certificate, signer crypto.Signer) (certificate, error) {
	bytes, err := x509.CreateCertificate(nil, wanted, parent, key.Public(), signer)
	if err != nil {
		return certificate{}, fmt.Errorf("error creating certificate: %w", err)
	}
	block := pem.Block{Type: "CERTIFICATE", Bytes: bytes}
	return certificate{Cert: string(pem.EncodeToMemory(&block)), Key: encodeKey(key)}, nil
}

func (v *varying) bytes(count int) []byte {
	bytes := make([]byte, count)
	// The stream never ends.
	_, _ = v.random.Read(bytes)
	return bytes
}

// rsaKey makes a key of two primes from the stream. The generator of Go reads
// its own random bytes, whatever it is given.
func (v *varying) rsaKey(bits int) *rsa.PrivateKey {
	exponent := big.NewInt(65537)
	one := big.NewInt(1)
	p, q := v.prime(bits/2, exponent), v.prime(bits/2, exponent)
	order := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: int(exponent.Int64())},
		D:         new(big.Int).ModInverse(exponent, order),
		Primes:    []*big.Int{p, q},
	}
	key.Precompute()
	return key
}

// prime finds a prime whose two highest bits are set, so that the product of
// two has twice as many bits.
func (v *varying) prime(bits int, exponent *big.Int) *big.Int {
	one, two := big.NewInt(1), big.NewInt(2)
	candidate := new(big.Int).SetBytes(v.bytes(bits / 8))
	for _, bit := range []int{0, bits - 1, bits - 2} {
		candidate.SetBit(candidate, bit, 1)
	}
	for {
		before := new(big.Int).Sub(candidate, one)
		if new(big.Int).GCD(nil, nil, before, exponent).Cmp(one) == 0 && candidate.ProbablyPrime(1) {
			return candidate
		}
		candidate.Add(candidate, two)
	}
}

func encodeKey(key crypto.PrivateKey) string {
	block := pem.Block{}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		block = pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	case *ecdsa.PrivateKey:
		// The only error is a curve that the standard library does not have.
		bytes, _ := x509.MarshalECPrivateKey(key)
		block = pem.Block{Type: "EC PRIVATE KEY", Bytes: bytes}
	default:
		bytes, _ := x509.MarshalPKCS8PrivateKey(key)
		block = pem.Block{Type: "PRIVATE KEY", Bytes: bytes}
	}
	return string(pem.EncodeToMemory(&block))
}

func parseKey(text string) (crypto.Signer, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("parsing private key: no PEM data in input")
	}
	var key any
	var err error
	switch strings.TrimSuffix(block.Type, "PRIVATE KEY") {
	case "RSA ":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC ":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	default:
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	}
	if err != nil {
		return nil, fmt.Errorf("parsing private key: %w", err)
	}
	signer, isSigner := key.(crypto.Signer)
	if !isSigner {
		return nil, fmt.Errorf("parsing private key: a key of type %T signs no certificate", key)
	}
	return signer, nil
}
