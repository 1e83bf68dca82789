package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// files are a program with another module, by path.
var files = map[string]string{
	"app/go.mod": "module app\n\ngo 1.26\n\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../lib\n",
	"app/main.go": `package main

import (
	"fmt"

	"example.com/lib/shape"
)

func main() {
	var one fmt.Stringer = shape.Square{}
	fmt.Println(one, shape.Two)
}
`,
	"lib/go.mod": "module example.com/lib\n\ngo 1.26\n",
	"lib/shape/shape.go": `// Package shape has shapes.
package shape

import (
	"strings"

	"example.com/lib/effect"
	"example.com/lib/unused"
)

// Numbers count.
const (
	Zero = iota
	One
	Two
)

// Square is a shape.
type Square struct{ stored *effect.Store }

// String is what an interface demands.
func (Square) String() string { return strings.Repeat("square", name) }

// Area is what nobody calls.
func (Square) Area() int { return unused.Area }

// Circle is what nobody makes.
type Circle struct{}

func init() { name = 1 }

var name int

var _ = unused.Interface(Square{})
`,
	"lib/effect/effect.go": `package effect

// Store is a type that is named, and never made.
type Store struct{ Size int }

func init() { panic("started for a type") }
`,
	"lib/unused/unused.go": `package unused

// Area is a number.
const Area = 1

// Interface has a method.
type Interface interface{ Area() int }
`,
}

func write(t *testing.T, folder string) {
	t.Helper()
	for path, text := range files {
		file := filepath.Join(folder, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKeepsWhatTheProgramReaches(t *testing.T) {
	folder := t.TempDir()
	write(t, folder)
	output := filepath.Join(folder, "output")
	if err := prune("go", filepath.Join(folder, "app"), output, []string{"."}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(output, "vendor/example.com/lib/shape/shape.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{"Zero = iota", "type Square", "String()", "func init()", "var name int"} {
		if !strings.Contains(string(text), kept) {
			t.Errorf("%s is missing", kept)
		}
	}
	for _, left := range []string{"Area", "Circle", "unused"} {
		if strings.Contains(string(text), left) {
			t.Errorf("%s is still there", left)
		}
	}
	if _, err := os.Stat(filepath.Join(output, "vendor/example.com/lib/unused")); err == nil {
		t.Error("a package that nobody needs is still there")
	}
	command := exec.Command("go", "run", "-mod=vendor", ".")
	command.Dir = output
	said, err := command.CombinedOutput()
	if err != nil || string(said) != "square 2\n" {
		t.Errorf("%v: %s", err, said)
	}
}

func TestNamesWhatDoesNotExist(t *testing.T) {
	folder := t.TempDir()
	write(t, folder)
	if err := prune("go", filepath.Join(folder, "app"), filepath.Join(folder, "output"), []string{"./nowhere"}); err == nil {
		t.Error("there is no error")
	}
}
