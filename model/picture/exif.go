package picture

import "encoding/binary"

// JPEG markers (ITU-T T.81, table B.1).
const (
	markerPrefix = 0xff
	markerSOI    = 0xd8
	markerSOS    = 0xda
	markerAPP1   = 0xe1
)

// The orientation's place in EXIF (CIPA DC-008, section 4.6.5).
const (
	tagOrientation = 0x0112
	typeShort      = 3
	entrySize      = 12
)

// Orientation returns the EXIF orientation of a JPEG file, 1 to 8: how the camera was held. It is 1, upright, if the file
// does not say or is no JPEG; nothing is ever wrong enough for an error, since the picture can still be shown.
func Orientation(b []byte) int {
	if len(b) < 4 || b[0] != markerPrefix || b[1] != markerSOI {
		return 1
	}
	b = b[2:]
	// Segments: ff, marker, length of the rest including the length itself.
	for len(b) >= 4 && b[0] == markerPrefix {
		marker := b[1]
		if marker == markerPrefix { // fill byte
			b = b[1:]
			continue
		}
		length := int(binary.BigEndian.Uint16(b[2:]))
		if marker == markerSOS || length < 2 || len(b) < 2+length {
			break
		}
		if body := b[4 : 2+length]; marker == markerAPP1 && len(body) > 6 && string(body[:6]) == "Exif\x00\x00" {
			return tiffOrientation(body[6:])
		}
		b = b[2+length:]
	}
	return 1
}

// tiffOrientation finds the orientation in the first directory of a TIFF structure.
func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(b[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(b[4:]))
	if at+2 > uint64(len(b)) {
		return 1
	}
	count := int(order.Uint16(b[at:]))
	entries := b[at+2:]
	for ; count > 0 && len(entries) >= entrySize; count-- {
		// tag, type, number of values, then the value itself if it is as short as this one
		if order.Uint16(entries) == tagOrientation {
			v := int(order.Uint16(entries[8:]))
			if order.Uint16(entries[2:]) != typeShort || order.Uint32(entries[4:]) != 1 || v < 1 || v > 8 {
				return 1
			}
			return v
		}
		entries = entries[entrySize:]
	}
	return 1
}
