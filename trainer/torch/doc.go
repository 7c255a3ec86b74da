// Package torch trains the networks of docent/model/nn with libtorch, through
// gotch. It alone imports gotch, behind the build tag torch; without the tag
// it is empty, and nothing of libtorch is needed.
//
// Tensors are libtorch's memory, which Go's collector does not see: every
// tensor of a step belongs to a Scope that drops it. Grad mode is a setting of
// the operating system's thread: callers lock theirs (runtime.LockOSThread).
package torch
