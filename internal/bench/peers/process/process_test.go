package process

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	got := Median([]Cost{{3 * time.Second, 9, 10}, {1 * time.Second, 7, 30}, {2 * time.Second, 8, 20}})
	if want := (Cost{2 * time.Second, 8, 20}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if none := Median(nil); none != (Cost{}) {
		t.Errorf("of nothing it is %+v", none)
	}
}

func tools(t *testing.T) Tools {
	t.Helper()
	if _, err := exec.LookPath("tail"); err != nil {
		t.Skip("there is no tail, which this measures")
	}
	tools := Tools(t.TempDir())
	if err := tools.Build("..", "./process/meter"); err != nil {
		t.Fatal(err)
	}
	return tools
}

// The memory is that of the largest process, and none of this one's: tail keeps all of a line.
func TestMeasureCountsProcessesBelow(t *testing.T) {
	tools := tools(t)
	ballast := make([]byte, 256<<20)
	for i := range ballast {
		ballast[i] = 1
	}
	small, err := tools.Measure(t.Context(), "true")
	if err != nil {
		t.Fatal(err)
	}
	large, err := tools.Measure(t.Context(), "sh", "-c", "head -c 67108864 /dev/zero | tail -n 1 | wc -c")
	if err != nil {
		t.Fatal(err)
	}
	if small.Peak < 1<<19 || small.Peak > 32<<20 {
		t.Errorf("true takes %d bytes", small.Peak)
	}
	if large.Peak < 64<<20 || large.Peak > 192<<20 {
		t.Errorf("keeping 64 MiB takes %d bytes", large.Peak)
	}
	if large.CPU <= 0 || large.Wall <= 0 || ballast[1] != 1 {
		t.Errorf("it takes no time: %+v", large)
	}
}

func TestMeasureTellsWhatWentWrong(t *testing.T) {
	_, err := tools(t).Measure(t.Context(), "sh", "-c", "echo out of paper >&2; exit 3")
	if err == nil || !strings.Contains(err.Error(), "out of paper") {
		t.Errorf("the error is %v", err)
	}
}
