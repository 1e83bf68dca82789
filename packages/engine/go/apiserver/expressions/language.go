package expressions

import (
	"fmt"
	"strings"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/ext"
)

// language is what a controller takes for an expression.
type language struct {
	environment func() (*cel.Env, error)
	// output is the type of the result; nil if expressions are parsed and not
	// compiled.
	output *cel.Type
}

var parsed = language{environmentWith(), nil}

func condition(variables ...string) language {
	return language{environmentWith(variables...), cel.BoolType}
}

func text(variables ...string) language {
	return language{environmentWith(variables...), cel.StringType}
}

// environmentWith returns the environment of Flux (fluxcd/pkg
// runtime/cel/expression.go, NewExpression).
func environmentWith(variables ...string) func() (*cel.Env, error) {
	return sync.OnceValues(func() (*cel.Env, error) {
		options := []cel.EnvOption{
			cel.HomogeneousAggregateLiterals(),
			cel.EagerlyValidateDeclarations(true),
			cel.DefaultUTCTimeZone(true),
			cel.CrossTypeNumericComparisons(true),
			cel.OptionalTypes(),
			ext.Strings(),
			ext.Sets(),
			ext.Encoders(),
		}
		for _, name := range variables {
			options = append(options, cel.Variable(name, cel.ObjectType("google.protobuf.Struct")))
		}
		return cel.NewEnv(options...)
	})
}

// check returns what is wrong with an expression, as a clause; empty if nothing
// is.
func (one language) check(expression string) string {
	environment, err := one.environment()
	if err != nil {
		return err.Error()
	}
	read := environment.Parse
	if one.output != nil {
		read = environment.Compile
	}
	result, issues := read(expression)
	if issues.Err() != nil {
		first := issues.Errors()[0]
		message, _, _ := strings.Cut(first.Message, " expecting ")
		message = strings.TrimSuffix(message, " (in container '')")
		return fmt.Sprintf("the CEL expression is wrong at %d:%d: %s", first.Location.Line(), first.Location.Column()+1, message)
	}
	if one.output != nil && result.OutputType() != one.output {
		return fmt.Sprintf("the result of the CEL expression is of type %s and not %s", result.OutputType(), one.output)
	}
	if _, err := environment.Program(result, cel.EvalOptions(cel.OptOptimize)); err != nil {
		return fmt.Sprintf("the CEL expression is wrong: %s", err)
	}
	return ""
}
