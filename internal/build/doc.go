// Package build turns pictures of works into prototypes, calibrates them, and makes bundles. What computes is built into the
// curator's page too; what needs files is not.
package build
