package vision

import "image"

func overWhite(img image.Image) *image.RGBA { return overWhiteSimply(img) }

func scale(m *image.RGBA, w, h int) *image.RGBA { return scaleSimply(m, w, h) }
