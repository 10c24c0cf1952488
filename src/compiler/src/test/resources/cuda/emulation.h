// Plays a GPU on a processor, so that a compiler for C++ can build kernels and run them under its sanitizers: blocks one after
// the other, the threads of a block as fibers that change places where all of them meet. Blocks that wait for each other take
// turns: each has its own copy of the shared memory, which lies in a section of its own. Says nothing about speed.
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
// The sanitizer does not watch the bounds of what lies in a section.
#if defined(__SANITIZE_ADDRESS__)
#define __shared__ static
#else
#define __shared__ static __attribute__((section("shared_memory")))
extern char __start_shared_memory[] __attribute__((weak, visibility("hidden")));
extern char __stop_shared_memory[] __attribute__((weak, visibility("hidden")));
#endif
#define SPIN() emulation::spin()
#define KERNEL static
#define PERSISTENT_KERNEL static

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
    // Waits for another block, not for the threads of its own.
    bool spins;
};

// The threads of a block that is under way.
struct Block {
    std::vector<Fiber> fibers;
    std::vector<char> shared;
    bool backwards, done;
};

static const size_t STACK = 256 * 1024;
// A block for each that is under way at the same time.
static std::vector<Block> blocks;
static Block *now;
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
    Fiber &fiber = now->fibers[current];
    change(fiber.context, fiber.place, scheduler, schedulerPlace, &fiber.fake, schedulerStack, schedulerSize);
    arrive(fiber.fake, &schedulerStack, &schedulerSize);
}

// What a fiber does all its life: one thread after the other, of one block after the other.
static void life() {
    arrive(nullptr, &schedulerStack, &schedulerSize);
    yield();
    while (true) {
        (*work)();
        now->fibers[current].done = true;
        yield();
    }
}

static void resume(unsigned thread) {
    current = thread;
    threadIdx.x = thread;
    Fiber &fiber = now->fibers[thread];
    change(scheduler, schedulerPlace, fiber.context, fiber.place, &schedulerFake, fiber.stack.data(), STACK);
    arrive(schedulerFake, nullptr, nullptr);
}

// Gives each thread of a block a stack, on which it waits for its first turn.
static void make(Block &block, unsigned threads) {
    now = &block;
    const size_t there = block.fibers.size();
    if (there >= threads) {
        return;
    }
    // They must not move once they run.
    block.fibers.reserve(1024);
    for (size_t t = there; t < threads; t++) {
        block.fibers.push_back(Fiber());
        Fiber &fiber = block.fibers.back();
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

// Lets other blocks go on.
static inline void spin() {
    now->fibers[current].spins = true;
    yield();
}

// Has all threads of a block go on to where they meet; only those that wait for other blocks, where there are some. Between two
// meetings the threads go forwards, then backwards: what is right in one order only shows.
static void advance(unsigned threads) {
    bool spun = false;
    for (unsigned t = 0; t < threads; t++) {
        spun |= now->fibers[t].spins;
    }
    for (unsigned i = 0; i < threads; i++) {
        const unsigned t = now->backwards ? threads - 1 - i : i;
        if (!spun || now->fibers[t].spins) {
            now->fibers[t].spins = false;
            resume(t);
        }
    }
    unsigned done = 0;
    spun = false;
    for (unsigned t = 0; t < threads; t++) {
        done += now->fibers[t].done ? 1 : 0;
        spun |= now->fibers[t].spins;
    }
    if (!spun) {
        now->backwards = !now->backwards;
    }
    if (done != 0 && done != threads) {
        std::fprintf(stderr, "%u of %u threads wait for others that have ended\n", threads - done, threads);
        std::abort();
    }
    now->done = done == threads;
}

static void begin(Block &block, unsigned threads) {
    make(block, threads);
    block.backwards = block.done = false;
    for (unsigned t = 0; t < threads; t++) {
        block.fibers[t].done = block.fibers[t].spins = false;
    }
}

static void dimensions(unsigned grid, unsigned threads, const std::function<void()> &kernel) {
    // They must not move once they run.
    blocks.reserve(256);
    while (blocks.size() < grid) {
        blocks.push_back(Block());
    }
    work = &kernel;
    gridDim = {grid, 1, 1};
    blockDim = {threads, 1, 1};
}

// Starts a kernel, and waits for it.
static void launch(unsigned grid, unsigned threads, const std::function<void()> &kernel) {
    dimensions(1, threads, kernel);
    gridDim.x = grid;
    for (unsigned b = 0; b < grid; b++) {
        blockIdx = {b, 0, 0};
        for (begin(blocks[0], threads); !now->done;) {
            advance(threads);
        }
    }
}

// Starts a kernel whose blocks wait for each other.
static inline void launchTogether(unsigned grid, unsigned threads, const std::function<void()> &kernel) {
    if (grid == 1) {
        launch(grid, threads, kernel);
        return;
    }
#if defined(__SANITIZE_ADDRESS__)
    std::fprintf(stderr, "blocks have no shared memory of their own where the sanitizer watches it\n");
    std::abort();
#else
    dimensions(grid, threads, kernel);
    const size_t shared = __start_shared_memory ? __stop_shared_memory - __start_shared_memory : 0;
    for (unsigned b = 0; b < grid; b++) {
        begin(blocks[b], threads);
        // What nobody has written is no number.
        blocks[b].shared.assign(shared, (char)0xFF);
    }
    for (unsigned ended = 0; ended < grid;) {
        ended = 0;
        for (unsigned b = 0; b < grid; b++) {
            now = &blocks[b];
            if (!now->done) {
                blockIdx = {b, 0, 0};
                std::memcpy(__start_shared_memory, now->shared.data(), shared);
                advance(threads);
                std::memcpy(now->shared.data(), __start_shared_memory, shared);
            }
            ended += now->done ? 1 : 0;
        }
    }
#endif
}

} // namespace emulation

static inline void __syncthreads() {
    emulation::meet();
}

static inline void __threadfence() {}

static inline unsigned atomicAdd(unsigned *place, unsigned more) {
    const unsigned before = *place;
    *place += more;
    return before;
}

struct alignas(16) float4 {
    float x, y, z, w;
};

static inline float4 make_float4(float x, float y, float z, float w) {
    return {x, y, z, w};
}

struct alignas(4) uchar4 {
    unsigned char x, y, z, w;
};

struct alignas(8) uint2 {
    unsigned x, y;
};

static inline unsigned __float_as_uint(float x) {
    unsigned bits;
    std::memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float __uint_as_float(unsigned bits) {
    float x;
    std::memcpy(&x, &bits, sizeof x);
    return x;
}

static inline float __ldcg(const float *place) {
    return *place;
}

// What programs for a test write, here and on a card.
#define ALLOCATE(BYTES) std::malloc(BYTES)
#define RELEASE(PLACE) std::free(PLACE)
#define LAUNCH(GRID, THREADS, NAME, ...) emulation::launch(GRID, THREADS, [&] { NAME(__VA_ARGS__); })
#define FINISH()

namespace emulation {

// Starts a kernel whose arguments lie where an array says.
template <typename... A, size_t... I>
static void start(bool together, unsigned grid, unsigned threads, void (*kernel)(A...), void **arguments,
        std::index_sequence<I...>) {
    (together ? launchTogether : launch)(grid, threads, [&] { kernel(*(A *)arguments[I]...); });
}

template <typename... A> struct Arguments {
    static constexpr int count = sizeof...(A);
    static void start(bool together, unsigned grid, unsigned threads, void (*kernel)(A...), void **arguments) {
        emulation::start(together, grid, threads, kernel, arguments, std::index_sequence_for<A...>());
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
    extern "C" void entry_##KERNEL_NAME(bool together, unsigned grid, unsigned threads, void **arguments) {  \
        decltype(emulation::argumentsOf(KERNEL_NAME))::start(together, grid, threads, KERNEL_NAME, arguments); \
    }                                                                                                        \
    extern "C" const int *sizes_##KERNEL_NAME() {                                                            \
        return decltype(emulation::argumentsOf(KERNEL_NAME))::sizes();                                       \
    }                                                                                                        \
    extern "C" int count_##KERNEL_NAME() {                                                                   \
        return decltype(emulation::argumentsOf(KERNEL_NAME))::count;                                         \
    }
