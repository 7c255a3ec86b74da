package visit

// lower returns the small form of a letter of the scripts that have capitals and in which texts of museums are written:
// Latin, Greek, Cyrillic and Armenian. strings.ToLower knows a few more, and would bring the tables of all of Unicode into
// the page.
func lower(r rune) rune {
	switch {
	case r >= 'A' && r <= 'Z', r >= 0xc0 && r <= 0xde && r != '×': // ASCII, Latin-1
		return r + 0x20
	case r < 0x100:
		return r
	case r == 'İ':
		return 'i'
	case r == 'Ÿ':
		return 'ÿ'
	// In these, capitals and small letters take turns: capitals are even, or odd.
	case r <= 0x137, r >= 0x14a && r <= 0x177, r >= 0x1e00 && r <= 0x1e95, r >= 0x1ea0 && r <= 0x1eff, // Latin
		r >= 0x460 && r <= 0x481, r >= 0x48a && r <= 0x4bf, r >= 0x4d0 && r <= 0x52f: // Cyrillic
		return r | 1
	case r >= 0x139 && r <= 0x148, r >= 0x179 && r <= 0x17e, r >= 0x4c1 && r <= 0x4ce:
		return r + r&1
	case r >= 'Α' && r <= 'Ϋ' && r != 0x3a2, r >= 'А' && r <= 'Я': // Greek, Cyrillic
		return r + 0x20
	case r == 'Ά':
		return 'ά'
	case r >= 'Έ' && r <= 'Ί':
		return r + 0x25
	case r == 'Ό':
		return 'ό'
	case r == 'Ύ' || r == 'Ώ':
		return r + 0x3f
	case r >= 'Ѐ' && r <= 'Џ':
		return r + 0x50
	case r == 'Ӏ':
		return 'ӏ'
	case r >= 'Ա' && r <= 'Ֆ': // Armenian
		return r + 0x30
	}
	return r
}
