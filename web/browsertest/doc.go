//go:build !js

// Package browsertest tests docent's page in a real Chromium, with a fake camera that shows a film made by the test.
//
// The tests need Chromium and the built page (make page). Without them they are skipped, or fail where
// DOCENT_REQUIRE_BROWSER=1 (make test sets it). CHROME names another browser than the one on the path.
//
//	go test ./web/browsertest -run TestShots -shots DIR
//
// writes pictures of every state of the page, phone and desktop, light and dark, to be looked at.
package browsertest
