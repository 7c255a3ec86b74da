// Package vision prepares pixels for the networks: it brings pictures to the size of a camera frame, samples windows of a
// frame into network inputs, and straightens quadrilaterals by homography.
//
// Coordinates are in pixels with the origin at the top left corner of the picture, so the centre of the first pixel
// lies at (0.5, 0.5). Pictures are opaque RGBA.
package vision

import "image"

// FrameSide is the longest side, in pixels, of a frame that enters recognition. The page's canvas scales the live
// camera to it, and [Frame] scales pictures at rest, so that both ways feed the network alike. It leaves 2 to 3 pixels
// for each input pixel of a network when the work spans half of the view.
const FrameSide = 320

// Frame turns a picture at rest into a frame: its longest side is brought down to [FrameSide] with a filter that widens
// when it shrinks, so that fine patterns do not alias; smaller pictures keep their size. Transparent pixels are
// laid over white. The result shares no memory with img; it is empty if img is.
func Frame(img image.Image) *image.RGBA {
	return Fit(img, FrameSide)
}

// Fit is [Frame] with a longest side of the caller's choice.
func Fit(img image.Image, side int) *image.RGBA {
	opaque := overWhite(img)
	w, h := opaque.Rect.Dx(), opaque.Rect.Dy()
	longest := max(w, h)
	if longest <= side {
		return opaque
	}
	// Rounded to nearest, but to no less than a pixel.
	return scale(opaque, max(1, (w*side+longest/2)/longest), max(1, (h*side+longest/2)/longest))
}

// Orient returns the picture turned upright according to an EXIF orientation, 1 to 8: the way in which the camera was
// held when it was taken. Orientation 1, and values that EXIF does not define, return img itself.
func Orient(img *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	dw, dh := w, h
	if orientation >= 5 { // the four that exchange rows and columns
		dw, dh = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range dh {
		for x := range dw {
			var sx, sy int
			switch orientation {
			case 2: // mirrored left to right
				sx, sy = w-1-x, y
			case 3: // upside down
				sx, sy = w-1-x, h-1-y
			case 4: // mirrored top to bottom
				sx, sy = x, h-1-y
			case 5: // transposed
				sx, sy = y, x
			case 6: // has to be turned clockwise
				sx, sy = y, h-1-x
			case 7: // transposed along the other diagonal
				sx, sy = w-1-y, h-1-x
			case 8: // has to be turned counterclockwise
				sx, sy = w-1-y, x
			}
			s := sy*img.Stride + sx*4
			d := y*dst.Stride + x*4
			copy(dst.Pix[d:d+4:d+4], img.Pix[s:s+4:s+4])
		}
	}
	return dst
}
