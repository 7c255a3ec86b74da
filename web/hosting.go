//go:build !js

package web

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"

	"docent/web/compress"
)

// hosting returns settings for common servers, by the name of the file: the headers and content types of docent serve, and that
// compressed copies are sent where the server can do so. A server that does not know its file takes no notice of it.
func hosting() map[string][]byte {
	return map[string][]byte{
		"_headers":           netlify(),
		".htaccess":          apache(),
		".nojekyll":          {}, // GitHub's Pages publish files as they are
		"web.config":         iis(),
		"vercel.json":        vercel(),
		"hosting/nginx.conf": nginx(),
		"hosting/Caddyfile":  caddy(),
	}
}

// netlify writes the headers for Netlify and for Cloudflare's Pages, which compress by themselves.
func netlify() []byte {
	var b bytes.Buffer
	b.WriteString("# Netlify, Cloudflare Pages\n/*\n")
	for _, h := range headers {
		fmt.Fprintf(&b, "  %s: %s\n", h.name, h.value)
	}
	b.WriteString("/*.wasm\n  Content-Type: application/wasm\n")
	return b.Bytes()
}

// apache writes the settings of a folder for Apache 2.4. They need AllowOverride FileInfo.
func apache() []byte {
	var b bytes.Buffer
	b.WriteString("# Apache 2.4, with AllowOverride FileInfo\n<IfModule mod_headers.c>\n")
	for _, h := range headers {
		fmt.Fprintf(&b, "  Header always set %s %q\n", h.name, h.value)
	}
	b.WriteString("</IfModule>\n")
	for _, e := range extensions() {
		// In one setting for both: a copy's own endings would make it an archive, or a text in Breton.
		fmt.Fprintf(&b, "<FilesMatch \"%s(\\.(br|gz))?$\">\n  ForceType '%s'\n</FilesMatch>\n", regexp.QuoteMeta(e), types[e])
	}
	b.WriteString(`<IfModule mod_mime.c>
  RemoveLanguage .br
  RemoveEncoding .br .gz
</IfModule>
<IfModule mod_setenvif.c>
  SetEnvIf Request_URI "\.(br|gz)$" no-gzip no-brotli
</IfModule>
<IfModule mod_rewrite.c>
<IfModule mod_headers.c>
  RewriteEngine On
`)
	for _, e := range compress.Encodings {
		fmt.Fprintf(&b, "  RewriteCond %%{HTTP:Accept-Encoding} \\b%s\\b\n  RewriteCond %%{REQUEST_FILENAME}%s -f\n  RewriteRule ^(.+)$ $1%[2]s [END]\n", e, e.Suffix())
	}
	for _, e := range compress.Encodings {
		fmt.Fprintf(&b, "  <FilesMatch \"\\%s$\">\n    Header set Content-Encoding %s\n    Header merge Vary Accept-Encoding\n  </FilesMatch>\n", e.Suffix(), e)
	}
	b.WriteString("</IfModule>\n</IfModule>\n")
	return b.Bytes()
}

// nginx writes what belongs into a location of nginx.
func nginx() []byte {
	var b bytes.Buffer
	b.WriteString(`# nginx: inside the location of the site, such as
#   location /guide/ { alias /srv/www/guide/; include /srv/www/guide/hosting/nginx.conf; }
gzip_static on;
gzip_vary on;
# brotli_static on;  # with the module ngx_brotli: an eighth less to download
`)
	for _, h := range headers {
		fmt.Fprintf(&b, "add_header %s %q always;\n", h.name, h.value)
	}
	b.WriteString("charset utf-8;\ntypes {\n")
	for _, e := range extensions() {
		fmt.Fprintf(&b, "  %s %s;\n", bare(types[e]), e[1:])
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// caddy writes a site for Caddy 2.
func caddy() []byte {
	var b bytes.Buffer
	b.WriteString("# Caddy 2: run in the folder of the site, with the address in place of this one. Caddy gets the certificate by itself.\nmuseum.example {\n\troot * .\n\theader {\n")
	for _, h := range headers {
		fmt.Fprintf(&b, "\t\t%s %q\n", h.name, h.value)
	}
	b.WriteString("\t}\n")
	for _, e := range extensions() {
		fmt.Fprintf(&b, "\theader *%s Content-Type %q\n", e, types[e])
	}
	b.WriteString("\tfile_server {\n\t\tprecompressed br gzip\n\t}\n}\n")
	return b.Bytes()
}

// iis writes the settings of a folder for IIS, which answers 404 for every type of file that it has not been told of.
func iis() []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- IIS -->\n<configuration><system.webServer>\n<staticContent>\n")
	for _, e := range extensions() {
		fmt.Fprintf(&b, "  <remove fileExtension=\"%s\"/><mimeMap fileExtension=\"%[1]s\" mimeType=\"%s\"/>\n", e, types[e])
	}
	b.WriteString("</staticContent>\n<httpProtocol><customHeaders>\n")
	for _, h := range headers {
		fmt.Fprintf(&b, "  <remove name=\"%s\"/><add name=\"%[1]s\" value=\"%s\"/>\n", h.name, escapeXML(h.value))
	}
	b.WriteString("</customHeaders></httpProtocol>\n<urlCompression doStaticCompression=\"true\"/>\n</system.webServer></configuration>\n")
	return b.Bytes()
}

func vercel() []byte {
	type pair struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
	type rule struct {
		Source  string `json:"source"`
		Headers []pair `json:"headers"`
	}
	all := rule{Source: "/(.*)"}
	for _, h := range headers {
		all.Headers = append(all.Headers, pair{h.name, h.value})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(map[string]any{"headers": []rule{all}}); err != nil {
		panic(err) // strings alone
	}
	return b.Bytes()
}

func escapeXML(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // to memory: it cannot fail
	return b.String()
}
