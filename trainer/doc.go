// Command trainer trains the networks that docent recognises paintings with,
// tests them in episodes, and exports their weights.
//
//	trainer train            train a network on pictures of paintings
//	trainer dev              recognise the works held out: what recipes are compared by
//	trainer eval             accuracy in episodes, on views or real photos
//	trainer locate           train the network that finds a work in a frame
//	trainer export           weight file from a run
//	trainer seed-experiment  the experiment that docent grew from
//
// It needs libtorch, through gotch, and is built with the tag torch (make
// trainer). Everything that recognises works without it: trainer and page meet
// in the weight file alone.
package main
