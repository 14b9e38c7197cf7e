package when

import (
	"encoding/binary"
	"errors"
	"time"
)

// AppendBinary writes the time as seconds and nanoseconds since 1970, seconds east of UTC, and its precision.
func (t Time) AppendBinary(b []byte) ([]byte, error) {
	_, offset := t.at.Zone()
	b = binary.AppendVarint(b, t.at.Unix())
	b = binary.AppendVarint(b, int64(t.at.Nanosecond()))
	b = binary.AppendVarint(b, int64(offset))
	return append(b, byte(t.precision)), nil
}

// UnmarshalBinary reads what AppendBinary writes.
func (t *Time) UnmarshalBinary(data []byte) error {
	var values [3]int64
	for i := range values {
		v, n := binary.Varint(data)
		if n <= 0 {
			return errors.New("no time")
		}
		values[i], data = v, data[n:]
	}
	if len(data) != 1 || data[0] > byte(ToSecond) {
		return errors.New("no time")
	}
	zone := time.UTC
	if values[2] != 0 {
		zone = time.FixedZone("", int(values[2]))
	}
	*t = Time{time.Unix(values[0], values[1]).In(zone), Precision(data[0])}
	return nil
}
