package simd

import (
	"math"

	"docent/model/vision"
)

// straighten does what vision.Straighten does with the frame and the network's normalisation.
func (s *sampler) straighten(m vision.Homography) error {
	if s.frame.w == 0 {
		return errFrame
	}
	g := vision.NewGrid(s.frame.w, s.frame.h, m, s.input.W, s.input.H)
	f, err := s.halved(g.Level)
	if err != nil {
		return err
	}
	b := s.grid.bytes()
	put := func(at int, v uint32) { put32(b[at:], v) }
	for i, v := range g.Map {
		put(gridMap+4*i, math.Float32bits(v))
	}
	put(gridRight, math.Float32bits(g.Right))
	put(gridBottom, math.Float32bits(g.Bottom))
	put(gridHorizon, math.Float32bits(g.Horizon))
	put(gridScale, math.Float32bits(g.Scale))
	put(gridX, uint32(g.X))
	put(gridY, uint32(g.Y))
	put(gridLastX, uint32(max(f.w-2, 0)))
	put(gridLastY, uint32(max(f.h-2, 0)))
	return s.straightening.call(s.arena.addr, s.grid.addr, f.block.addr, uint32(f.stride))
}

// A half is a frame of half the size of another one.
type half struct {
	frame
	room block
	made bool // of the present frame
}

// halved returns the frame halved so many times.
func (s *sampler) halved(level int) (*frame, error) {
	f := &s.frame
	for i := range level {
		if i == len(s.halves) {
			s.halves = append(s.halves, half{})
		}
		h := &s.halves[i]
		if !h.made {
			if err := s.halve(h, f); err != nil {
				return nil, err
			}
			h.made = true
		}
		f = &h.frame
	}
	return f, nil
}

// halve makes h of f, of which no side is shorter than eight pixels.
func (s *sampler) halve(h *half, f *frame) error {
	w, height := (f.w+1)/2, (f.h+1)/2
	if err := s.reserve(&h.room, 4*w*height); err != nil {
		return err
	}
	h.frame = frame{h.room, w, height, 4 * w}
	err := s.halving.call(h.block.addr, f.block.addr, uint32(f.w), uint32(f.h/2), uint32(h.stride), uint32(f.stride), uint32(f.stride))
	if f.h%2 != 0 && err == nil { // the last row, with itself
		err = s.halving.call(h.block.addr+uint32(f.h/2*h.stride), f.block.addr+uint32((f.h-1)*f.stride), uint32(f.w), 1,
			uint32(h.stride), uint32(f.stride), 0)
	}
	return err
}
