// compat.h lets gotch v0.8.0, which is generated for libtorch 2.0, compile
// unmodified against libtorch 1.13.1, Debian 12's libtorch-dev. The Makefile
// force-includes it in front of gotch's one C++ file (CGO_CXXFLAGS=-include).
// Every operator that libtorch 1.13 lacks gets a stand-in that throws; gotch
// turns the throw into a Go error. Operators that exist are left alone.
#pragma once
#ifndef GOTCH_COMPAT_O3
#pragma GCC optimize("O0") // thin wrappers: halves the build time
#define STBI_NO_SIMD        // stb_image's intrinsics need -O1
#endif
#include <stdexcept>
#include <string>
#include <tuple>
// All libtorch headers that gotch's torch_api.cpp includes; they must come
// before the macros at the end.
#include <ATen/autocast_mode.h>
#include <ATen/core/interned_strings.h>
#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/jit/passes/fixup_trace_scope_blocks.h>
#include <torch/csrc/jit/passes/normalize_ops.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/script.h>
#include <torch/torch.h>
#include <torch/version.h>
#if TORCH_VERSION_MAJOR != 1 || TORCH_VERSION_MINOR != 13
#error "compat.h is for libtorch 1.13; with libtorch 2.0 build gotch v0.8.0 without it"
#endif

namespace gotch_compat {
using T1 = at::Tensor;
using T2 = std::tuple<T1, T1>;
using T3 = std::tuple<T1, T1, T1>;
using T4 = std::tuple<T1, T1, T1, T1>;
using T5 = std::tuple<T1, T1, T1, T1, T1>;
using T6 = std::tuple<T1, T1, T1, T1, T1, T1>;
using T7 = std::tuple<T1, T1, T1, T1, T1, T1, T1>;
[[noreturn]] inline void absent(const char *op) {
  throw std::runtime_error(std::string("gotch: operator ") + op +
                           " is not available in libtorch 1.13");
}
// The one argument that 1.13's method takes too; anything else throws.
inline int64_t dim(const char *, int64_t d) { return d; }
template <class... A> int64_t dim(const char *op, const A &...) { absent(op); }
} // namespace gotch_compat

// 1. Operators that 1.13 lacks, or has only with another signature. A
//    declaration in namespace torch hides at:: functions of the same name.
#define GOTCH_ABSENT(RET, NAME)                                                \
  template <class... A> ::gotch_compat::RET NAME(A &&...) {                    \
    ::gotch_compat::absent(#NAME);                                             \
  }
namespace torch {
template <class... A> bool _chunk_grad_outputs_efficient_attention(A &&...) { ::gotch_compat::absent("_chunk_grad_outputs_efficient_attention"); }
template <class... A> int64_t _fused_sdp_choice(A &&...) { ::gotch_compat::absent("_fused_sdp_choice"); }
GOTCH_ABSENT(T1, _is_all_true)
GOTCH_ABSENT(T1, _is_any_true)
GOTCH_ABSENT(T1, _prelu_kernel)
GOTCH_ABSENT(T1, _reshape_copy)
GOTCH_ABSENT(T1, _test_check_tensor)
GOTCH_ABSENT(T1, max_pool2d_backward)
GOTCH_ABSENT(T1, max_pool2d_backward_out)
GOTCH_ABSENT(T1, mkldnn_reorder_conv2d_weight)
GOTCH_ABSENT(T1, mkldnn_reorder_conv2d_weight_out)
GOTCH_ABSENT(T1, scaled_dot_product_attention)
GOTCH_ABSENT(T1, to_sparse_out)
GOTCH_ABSENT(T1, to_sparse_bsc_out)
GOTCH_ABSENT(T1, to_sparse_bsr_out)
GOTCH_ABSENT(T1, to_sparse_csc_out)
GOTCH_ABSENT(T1, to_sparse_csr_out)
GOTCH_ABSENT(T2, _prelu_kernel_backward)
GOTCH_ABSENT(T2, _scaled_dot_product_attention_math)
GOTCH_ABSENT(T2, _scaled_dot_product_efficient_attention)
GOTCH_ABSENT(T2, _sparse_mm_reduce_impl)
GOTCH_ABSENT(T3, _efficient_attention_backward)
GOTCH_ABSENT(T3, _flash_attention_backward)
GOTCH_ABSENT(T3, _native_batch_norm_legit)
GOTCH_ABSENT(T3, _native_batch_norm_legit_out)
GOTCH_ABSENT(T3, _scaled_dot_product_efficient_attention_backward)
GOTCH_ABSENT(T3, _scaled_dot_product_flash_attention_backward)
GOTCH_ABSENT(T4, mkldnn_rnn_layer)
GOTCH_ABSENT(T4, mkldnn_rnn_layer_out)
GOTCH_ABSENT(T5, _native_batch_norm_legit_functional)
GOTCH_ABSENT(T6, _lstm_mps)
GOTCH_ABSENT(T6, _lstm_mps_out)
GOTCH_ABSENT(T7, mkldnn_rnn_layer_backward)
GOTCH_ABSENT(T7, mkldnn_rnn_layer_backward_out)
} // namespace torch

// 2. Overloads that 2.0 adds beside ones that 1.13 has too (those stay usable).
namespace at {
inline Tensor squeeze(const Tensor &, IntArrayRef) { gotch_compat::absent("squeeze.dims"); }
inline Tensor squeeze_copy(const Tensor &, IntArrayRef) { gotch_compat::absent("squeeze_copy.dims"); }
inline Tensor &squeeze_copy_out(Tensor &, const Tensor &, IntArrayRef) { gotch_compat::absent("squeeze_copy.dims_out"); }
inline Tensor &max_out(Tensor &, const Tensor &) { gotch_compat::absent("max.unary_out"); }
inline Tensor _sparse_mm(const Tensor &, const Tensor &, const std::string &) { gotch_compat::absent("_sparse_mm.reduce"); }
inline gotch_compat::T2 _ctc_loss_out(Tensor &, Tensor &, const Tensor &, const Tensor &, const Tensor &, const Tensor &, int64_t, bool) { gotch_compat::absent("_ctc_loss.Tensor_out"); }
} // namespace at

// 3. Tensor methods, which cannot be overloaded from outside: macros.
#define squeeze_(...) squeeze_(__VA_OPT__(::gotch_compat::dim("squeeze_.dims", __VA_ARGS__)))
#define to_sparse(...) to_sparse(__VA_OPT__(::gotch_compat::dim("to_sparse", __VA_ARGS__)))
#define to_sparse_bsc(...) to_sparse(::gotch_compat::dim("to_sparse_bsc"))
#define to_sparse_bsr(...) to_sparse(::gotch_compat::dim("to_sparse_bsr"))
#define to_sparse_csc(...) to_sparse(::gotch_compat::dim("to_sparse_csc"))
#define to_sparse_csr(...) to_sparse(::gotch_compat::dim("to_sparse_csr"))
