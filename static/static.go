// Package static holds the page's files, which are served as they are: HTML, style, loaders and icons, and beside them
// the two that are built, docent.wasm and wasm_exec.js (make page).
package static

import "embed"

// FS has every file of the page that was there when the program was built. docent.wasm and wasm_exec.js are missing from
// a plain go build; package web says then how to make them. (docent.svg keeps the pattern docent.* from matching
// nothing, which would be an error.)
//
//go:embed *.html *.css *.js docent.* icons
var FS embed.FS
