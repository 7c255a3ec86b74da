// Package static holds the page's files, which are served as they are: HTML, style, loaders and icons, and beside them
// those that are built (make page): docent.wasm and wasm_exec.js, and compressed copies of all, such as style.css.br.
package static

import "embed"

// FS has every file of the page that was there when the program was built. What is built is missing from a plain
// go build; package web says then how to make the program, and compresses by itself. (A pattern that matches nothing
// would be an error: these match with or without the copies.)
//
//go:embed *.html* *.css* *.js* docent.* icons curator*
var FS embed.FS
