// Plays a GPU on a processor, so that a compiler for C++ can build kernels and run them under its sanitizers: blocks one after
// the other, the threads of a block as fibers that change places where all of them meet. Says nothing about speed.
#pragma once

#include <math.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <ucontext.h>
#include <vector>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

#define __global__
#define __device__
#define __shared__ static
#define KERNEL static

struct Three {
    unsigned x, y, z;
};

static Three threadIdx, blockIdx, blockDim, gridDim;

namespace emulation {

struct Fiber {
    ucontext_t context;
    std::vector<char> stack;
    void *fake;
    bool done;
};

static const size_t STACK = 256 * 1024;
static std::vector<Fiber> fibers;
static ucontext_t scheduler;
static void *schedulerFake;
static const void *schedulerStack;
static size_t schedulerSize;
static unsigned current;
static const std::function<void()> *work;
static bool synchronises;

// Tells the sanitizer that another stack is in use from here on.
static void leave(void **fake, const void *stack, size_t size) {
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(fake, stack, size);
#else
    (void)fake, (void)stack, (void)size;
#endif
}

static void arrive(void *fake, const void **stack, size_t *size) {
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(fake, stack, size);
#else
    (void)fake, (void)stack, (void)size;
#endif
}

static void body() {
    arrive(nullptr, &schedulerStack, &schedulerSize);
    (*work)();
    fibers[current].done = true;
    leave(nullptr, schedulerStack, schedulerSize);
    swapcontext(&fibers[current].context, &scheduler);
}

static void resume(unsigned thread) {
    current = thread;
    threadIdx.x = thread;
    Fiber &fiber = fibers[thread];
    leave(&schedulerFake, fiber.stack.data(), STACK);
    swapcontext(&scheduler, &fiber.context);
    arrive(schedulerFake, nullptr, nullptr);
}

// Waits for all threads of the block.
static void meet() {
    synchronises = true;
    Fiber &fiber = fibers[current];
    leave(&fiber.fake, schedulerStack, schedulerSize);
    swapcontext(&fiber.context, &scheduler);
    arrive(fiber.fake, &schedulerStack, &schedulerSize);
}

// Between two meetings the threads go forwards, then backwards: what is right in one order only shows.
static void block(unsigned threads) {
    for (unsigned t = 0; t < threads; t++) {
        fibers[t].done = false;
        getcontext(&fibers[t].context);
        fibers[t].context.uc_stack.ss_sp = fibers[t].stack.data();
        fibers[t].context.uc_stack.ss_size = STACK;
        fibers[t].context.uc_link = nullptr;
        makecontext(&fibers[t].context, body, 0);
    }
    bool backwards = false;
    for (unsigned done = 0; done < threads; backwards = !backwards) {
        for (unsigned t = 0; t < threads; t++) {
            resume(backwards ? threads - 1 - t : t);
        }
        done = 0;
        for (unsigned t = 0; t < threads; t++) {
            done += fibers[t].done ? 1 : 0;
        }
        if (done != 0 && done != threads) {
            std::fprintf(stderr, "%u of %u threads wait for others that have ended\n", threads - done, threads);
            std::abort();
        }
    }
}

// Starts a kernel, and waits for it.
static void launch(unsigned blocks, unsigned threads, const std::function<void()> &kernel) {
    while (fibers.size() < threads) {
        fibers.push_back(Fiber());
        fibers.back().stack.resize(STACK);
    }
    work = &kernel;
    gridDim = {blocks, 1, 1};
    blockDim = {threads, 1, 1};
    for (unsigned b = 0; b < blocks; b++) {
        blockIdx = {b, 0, 0};
        block(threads);
    }
}

} // namespace emulation

static inline void __syncthreads() {
    emulation::meet();
}
