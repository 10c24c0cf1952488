// Plays a GPU on a processor, so that a compiler for C++ can build kernels and run them under its sanitizers: blocks one after
// the other, the threads of a block as fibers that change places where all of them meet. Says nothing about speed.
#pragma once

#include <math.h>
#include <setjmp.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <ucontext.h>
#include <utility>
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
    jmp_buf place;
    std::vector<char> stack;
    void *fake;
    bool done;
};

static const size_t STACK = 256 * 1024;
static std::vector<Fiber> fibers;
static ucontext_t scheduler;
static jmp_buf schedulerPlace;
static void *schedulerFake;
static const void *schedulerStack;
static size_t schedulerSize;
static unsigned current;
static const std::function<void()> *work;

// The sanitizer is told that another stack is in use; without it, a jump is enough, which asks nothing of the system.
#if defined(__SANITIZE_ADDRESS__)
static void change(ucontext_t &from, jmp_buf &, ucontext_t &to, jmp_buf &, void **fake, const void *stack, size_t size) {
    __sanitizer_start_switch_fiber(fake, stack, size);
    swapcontext(&from, &to);
}

static void arrive(void *fake, const void **stack, size_t *size) {
    __sanitizer_finish_switch_fiber(fake, stack, size);
}
#else
static void change(ucontext_t &, jmp_buf &from, ucontext_t &, jmp_buf &to, void **, const void *, size_t) {
    if (!_setjmp(from)) {
        _longjmp(to, 1);
    }
}

static void arrive(void *, const void **, size_t *) {}
#endif

// Goes back to the scheduler, until it is the thread's turn again.
static void yield() {
    Fiber &fiber = fibers[current];
    change(fiber.context, fiber.place, scheduler, schedulerPlace, &fiber.fake, schedulerStack, schedulerSize);
    arrive(fiber.fake, &schedulerStack, &schedulerSize);
}

// What a fiber does all its life: one thread after the other, of one block after the other.
static void life() {
    arrive(nullptr, &schedulerStack, &schedulerSize);
    yield();
    while (true) {
        (*work)();
        fibers[current].done = true;
        yield();
    }
}

static void resume(unsigned thread) {
    current = thread;
    threadIdx.x = thread;
    Fiber &fiber = fibers[thread];
    change(scheduler, schedulerPlace, fiber.context, fiber.place, &schedulerFake, fiber.stack.data(), STACK);
    arrive(schedulerFake, nullptr, nullptr);
}

// Gives each thread a stack, on which it waits for its first turn.
static void make(unsigned threads) {
    const size_t there = fibers.size();
    if (there >= threads) {
        return;
    }
    // They must not move once they run.
    fibers.reserve(1024);
    for (size_t t = there; t < threads; t++) {
        fibers.push_back(Fiber());
        Fiber &fiber = fibers.back();
        fiber.stack.resize(STACK);
        getcontext(&fiber.context);
        fiber.context.uc_stack.ss_sp = fiber.stack.data();
        fiber.context.uc_stack.ss_size = STACK;
        fiber.context.uc_link = nullptr;
        makecontext(&fiber.context, life, 0);
        current = (unsigned)t;
#if defined(__SANITIZE_ADDRESS__)
        resume((unsigned)t);
#else
        if (!_setjmp(schedulerPlace)) {
            setcontext(&fiber.context);
        }
#endif
    }
}

// Waits for all threads of the block.
static void meet() {
    yield();
}

// Between two meetings the threads go forwards, then backwards: what is right in one order only shows.
static void block(unsigned threads) {
    for (unsigned t = 0; t < threads; t++) {
        fibers[t].done = false;
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
    make(threads);
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

namespace emulation {

// Starts a kernel whose arguments lie where an array says.
template <typename... A, size_t... I>
static void start(unsigned blocks, unsigned threads, void (*kernel)(A...), void **arguments, std::index_sequence<I...>) {
    launch(blocks, threads, [&] { kernel(*(A *)arguments[I]...); });
}

template <typename... A> struct Arguments {
    static constexpr int count = sizeof...(A);
    static void start(unsigned blocks, unsigned threads, void (*kernel)(A...), void **arguments) {
        emulation::start(blocks, threads, kernel, arguments, std::index_sequence_for<A...>());
    }
    static const int *sizes() {
        static const int all[] = {(int)sizeof(A)...};
        return all;
    }
};

template <typename... A> static Arguments<A...> argumentsOf(void (*)(A...)) {
    return {};
}

} // namespace emulation

// What a driver that pretends finds of a kernel: how it is started, and how long its arguments are.
#define ENTRY(KERNEL_NAME)                                                                                   \
    extern "C" void entry_##KERNEL_NAME(unsigned blocks, unsigned threads, void **arguments) {               \
        decltype(emulation::argumentsOf(KERNEL_NAME))::start(blocks, threads, KERNEL_NAME, arguments);       \
    }                                                                                                        \
    extern "C" const int *sizes_##KERNEL_NAME() {                                                            \
        return decltype(emulation::argumentsOf(KERNEL_NAME))::sizes();                                       \
    }                                                                                                        \
    extern "C" int count_##KERNEL_NAME() {                                                                   \
        return decltype(emulation::argumentsOf(KERNEL_NAME))::count;                                         \
    }
