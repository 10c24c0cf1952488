// In the place of emulation.h: kernels run on the card of this machine, on memory of the host that the card reads too.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cuda_runtime.h>

#define KERNEL static __global__ __launch_bounds__(1024)
#define PERSISTENT_KERNEL static __global__ __launch_bounds__(256)

namespace card {

static inline void check(cudaError_t result) {
    if (result != cudaSuccess) {
        std::fprintf(stderr, "%s\n", cudaGetErrorString(result));
        std::exit(1);
    }
}

static inline void *allocate(size_t bytes) {
    void *place = nullptr;
    check(cudaMallocHost(&place, bytes));
    return place;
}

} // namespace card

#define ALLOCATE(BYTES) card::allocate(BYTES)
#define RELEASE(PLACE) card::check(cudaFreeHost(PLACE))
#define LAUNCH(GRID, THREADS, NAME, ...) NAME<<<GRID, THREADS>>>(__VA_ARGS__), card::check(cudaGetLastError())
#define FINISH() card::check(cudaDeviceSynchronize())
