package poster

import (
	"fmt"

	"rsc.io/qr/coding"
)

// encode returns the QR code of a text: of the smallest size that corrects errors at level M (15 % of the code), and of the
// better levels the best that takes no larger a code. Of the eight masks it takes the one that scanners like best.
func encode(text string) (*coding.Code, error) {
	version, err := smallest(text, coding.M)
	if err != nil {
		return nil, err
	}
	level := coding.M
	for _, better := range []coding.Level{coding.Q, coding.H} {
		if v, err := smallest(text, better); err == nil && v == version {
			level = better
		}
	}
	var best *coding.Code
	least := 0
	for mask := range coding.Mask(8) {
		plan, err := coding.NewPlan(version, level, mask)
		if err != nil {
			return nil, err
		}
		c, err := plan.Encode(coding.String(text))
		if err != nil {
			return nil, err
		}
		if n := penalty(c); best == nil || n < least {
			best, least = c, n
		}
	}
	return best, nil
}

// smallest returns the smallest version that holds a text at a level.
func smallest(text string, level coding.Level) (coding.Version, error) {
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		if coding.String(text).Bits(v) <= 8*v.DataBytes(level) {
			return v, nil
		}
	}
	return 0, fmt.Errorf("%d bytes are too many for a QR code", len(text))
}

// penalty counts what makes a code hard to read: runs of one colour, blocks of it, patterns like those in the corners, and
// more of one colour than of the other (ISO/IEC 18004, section 7.8.3).
func penalty(c *coding.Code) int {
	n := 0
	for _, at := range []func(i, j int) bool{c.Black, func(i, j int) bool { return c.Black(j, i) }} {
		for j := range c.Size {
			run, line := 0, uint(0)
			for i := range c.Size {
				if i > 0 && at(i, j) == at(i-1, j) {
					run++
				} else {
					run = 1
				}
				if run == 5 {
					n += 3
				} else if run > 5 {
					n++
				}
				line = line << 1 & 0x7ff
				if at(i, j) {
					line |= 1
				}
				if i >= 10 && (line == 0b10111010000 || line == 0b00001011101) {
					n += 40
				}
			}
		}
	}
	black := 0
	for y := range c.Size {
		for x := range c.Size {
			b := c.Black(x, y)
			if b {
				black++
			}
			if x > 0 && y > 0 && b == c.Black(x-1, y) && b == c.Black(x, y-1) && b == c.Black(x-1, y-1) {
				n += 3
			}
		}
	}
	percent := 100 * black / (c.Size * c.Size)
	return n + 10*(max(percent-50, 50-percent)/5)
}
