package filing_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// testPNG is a picture of one point, as a file.
func testPNG(grey uint8) string {
	img := image.NewGray(image.Rect(0, 0, 1, 1))
	img.SetGray(0, 0, color.Gray{Y: grey})
	var data bytes.Buffer
	if err := png.Encode(&data, img); err != nil {
		panic(err)
	}
	return data.String()
}
