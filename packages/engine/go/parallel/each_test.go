package parallel

import "testing"

func TestEach(t *testing.T) {
	for _, count := range []int{0, 1, 100} {
		done := make([]int, count)
		Each(count, func(at int) { done[at]++ })
		for at, times := range done {
			if times != 1 {
				t.Errorf("%d of %d was done %d times", at, count, times)
			}
		}
	}
}

func TestEachPanics(t *testing.T) {
	defer func() {
		if cause := recover(); cause != "two" {
			t.Errorf("it panics with %v", cause)
		}
	}()
	Each(4, func(at int) {
		if at == 2 {
			panic("two")
		}
	})
}
