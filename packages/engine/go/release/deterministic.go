package release

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"reflect"
	"sync"
	"text/template"
	"time"

	"github.com/Masterminds/sprig/v3"
	"github.com/google/uuid"
)

// varying are the functions of Sprig whose results differ from one render to
// the next, here with results that depend on the release and a seed only.
type varying struct {
	// random is a stream of bytes that is the same for the same seed.
	random *mathrand.ChaCha8
	clock  time.Time
	// used has the names of the functions that were called.
	used map[string]bool
}

// The clock of a render with seed 0, and how far it is ahead with each further seed.
var firstDay = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

const betweenSeeds = 400 * 24 * time.Hour

func varyingOf(wanted Release) *varying {
	seed := sha256.Sum256(fmt.Appendf(nil, "%d\n%s\n%s", wanted.Seed, wanted.Namespace, wanted.Name))
	return &varying{
		random: mathrand.NewChaCha8(seed),
		clock:  firstDay.Add(time.Duration(wanted.Seed) * betweenSeeds),
		used:   map[string]bool{},
	}
}

// functions replaces the functions of Sprig (functions.go and crypto.go there).
func (v *varying) functions() template.FuncMap {
	functions := template.FuncMap{
		"now":                      func() time.Time { v.use("now"); return v.clock },
		"ago":                      v.ago,
		"randInt":                  v.integer,
		"shuffle":                  v.shuffle,
		"uuidv4":                   v.uuid,
		"htmlDate":                 func(date any) string { return call[string]("htmlDate", v.time("htmlDate", date)) },
		"date":                     func(layout string, date any) string { return call[string]("date", layout, v.time("date", date)) },
		"genCA":                    v.authority,
		"genCAWithKey":             v.authorityWithKey,
		"genSelfSignedCert":        v.selfSigned,
		"genSelfSignedCertWithKey": v.selfSignedWithKey,
		"genSignedCert":            v.signed,
		"genSignedCertWithKey":     v.signedWithKey,
		"genPrivateKey":            v.privateKey,
		"buildCustomCert":          v.custom,
		"durationRound": func(value any) string {
			if from, isTime := value.(time.Time); isTime {
				v.use("durationRound")
				value = int64(v.clock.Sub(from))
			}
			return call[string]("durationRound", value)
		},
	}
	for _, name := range []string{"dateInZone", "date_in_zone"} {
		functions[name] = func(layout string, date any, zone string) string {
			return call[string](name, layout, v.time(name, date), zone)
		}
	}
	functions["htmlDateInZone"] = func(date any, zone string) string {
		return call[string]("htmlDateInZone", v.time("htmlDateInZone", date), zone)
	}
	for _, name := range []string{"randAlphaNum", "randAlpha", "randAscii", "randNumeric", "randBytes", "bcrypt", "htpasswd", "encryptAES"} {
		functions[name] = v.seeded(name)
	}
	return functions
}

func (v *varying) use(name string) { v.used[name] = true }

// original are the functions of Sprig.
var original = sprig.TxtFuncMap()

// call runs a function of Sprig.
func call[T any](name string, arguments ...any) T {
	in := make([]reflect.Value, len(arguments))
	for i, argument := range arguments {
		in[i] = reflect.ValueOf(&arguments[i]).Elem()
		if argument != nil {
			in[i] = reflect.ValueOf(argument)
		}
	}
	return reflect.ValueOf(original[name]).Call(in)[0].Interface().(T)
}

// The functions of Sprig read the one source of random bytes of the process.
var source sync.Mutex

// seeded is a function of Sprig that reads its random bytes from the stream.
func (v *varying) seeded(name string) any {
	function := reflect.ValueOf(original[name])
	return reflect.MakeFunc(function.Type(), func(arguments []reflect.Value) []reflect.Value {
		v.use(name)
		source.Lock()
		defer source.Unlock()
		usual := rand.Reader
		defer func() { rand.Reader = usual }()
		rand.Reader = io.Reader(v.random)
		return function.Call(arguments)
	}).Interface()
}

// time is what a function shows of a date: what is no date means now (date.go of Sprig).
func (v *varying) time(function string, date any) any {
	switch date.(type) {
	case time.Time, *time.Time, int64, int, int32:
		return date
	}
	v.use(function)
	return v.clock
}

func (v *varying) ago(date any) string {
	v.use("ago")
	from := v.clock
	switch date := date.(type) {
	case time.Time:
		from = date
	case int64:
		from = time.Unix(date, 0)
	case int:
		from = time.Unix(int64(date), 0)
	}
	return v.clock.Sub(from).Round(time.Second).String()
}

func (v *varying) integer(min, max int) int {
	v.use("randInt")
	return min + mathrand.New(v.random).IntN(max-min)
}

func (v *varying) shuffle(text string) string {
	v.use("shuffle")
	letters := []rune(text)
	mathrand.New(v.random).Shuffle(len(letters), func(i, j int) {
		letters[i], letters[j] = letters[j], letters[i]
	})
	return string(letters)
}

func (v *varying) uuid() (string, error) {
	v.use("uuidv4")
	id, err := uuid.NewRandomFromReader(v.random)
	return id.String(), err
}
