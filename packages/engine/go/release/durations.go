package release

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"text/template"
	"time"
)

// durations are the functions that Helm 4.3 adds (pkg/engine/funcs.go). A value
// is a time.Duration, a text such as 1h30m, or a number of seconds.
func durations() template.FuncMap {
	return template.FuncMap{
		"mustToDuration": func(value any) time.Duration {
			parsed, err := duration(value)
			if err != nil {
				panic(err)
			}
			return parsed
		},
		"durationSeconds":      inUnit(time.Duration.Seconds),
		"durationMilliseconds": inUnit(time.Duration.Milliseconds),
		"durationMicroseconds": inUnit(time.Duration.Microseconds),
		"durationNanoseconds":  inUnit(time.Duration.Nanoseconds),
		"durationMinutes":      inUnit(time.Duration.Minutes),
		"durationHours":        inUnit(time.Duration.Hours),
		"durationDays":         inUnit(func(one time.Duration) float64 { return one.Hours() / 24 }),
		"durationWeeks":        inUnit(func(one time.Duration) float64 { return one.Hours() / 24 / 7 }),
		"durationRoundTo":      toMultiple(time.Duration.Round),
		"durationTruncateTo":   toMultiple(time.Duration.Truncate),
	}
}

// inUnit is a function whose result is 0 for what is no duration.
func inUnit[T float64 | int64](convert func(time.Duration) T) func(any) T {
	return func(value any) T {
		parsed, err := duration(value)
		if err != nil {
			return 0
		}
		return convert(parsed)
	}
}

// toMultiple is a function that leaves a duration as it is if the other is none.
func toMultiple(convert func(from, multiple time.Duration) time.Duration) func(value, multiple any) time.Duration {
	return func(value, multiple any) time.Duration {
		from, err := duration(value)
		if err != nil {
			return 0
		}
		to, err := duration(multiple)
		if err != nil {
			return from
		}
		return convert(from, to)
	}
}

// duration reads a value, with the errors of Helm.
func duration(value any) (time.Duration, error) {
	switch one := value.(type) {
	case nil:
		return 0, errors.New("invalid duration")
	case time.Duration:
		return one, nil
	case string:
		return ofText(one)
	}
	number := reflect.ValueOf(value)
	switch {
	case number.CanInt():
		return ofSeconds(number.Int())
	case number.CanUint():
		if number.Uint() > math.MaxInt64 {
			return 0, fmt.Errorf("duration seconds overflow: %d", number.Uint())
		}
		return ofSeconds(int64(number.Uint()))
	case number.CanFloat():
		return ofFraction(number.Float())
	}
	return 0, fmt.Errorf("unsupported duration type %T", value)
}

func ofText(text string) (time.Duration, error) {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		return 0, errors.New("empty duration")
	}
	if parsed, err := time.ParseDuration(trimmed); err == nil {
		return parsed, nil
	}
	if seconds, err := strconv.ParseFloat(trimmed, 64); err == nil {
		return ofFraction(seconds)
	}
	return 0, fmt.Errorf("could not parse duration %q", text)
}

// longest is the longest duration in whole seconds.
const longest = math.MaxInt64 / int64(time.Second)

func ofSeconds(seconds int64) (time.Duration, error) {
	if seconds > longest || seconds < -longest {
		return 0, fmt.Errorf("duration seconds overflow: %d", seconds)
	}
	return time.Duration(seconds) * time.Second, nil
}

func ofFraction(seconds float64) (time.Duration, error) {
	if math.IsNaN(seconds) || math.IsInf(seconds, 0) {
		return 0, fmt.Errorf("invalid duration seconds: %v", seconds)
	}
	if math.Abs(seconds) > float64(math.MaxInt64)/float64(time.Second) {
		return 0, fmt.Errorf("duration seconds overflow: %v", seconds)
	}
	return time.Duration(seconds * float64(time.Second)), nil
}
