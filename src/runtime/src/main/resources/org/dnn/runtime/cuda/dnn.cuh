// What generated kernels call, and the kernels that depend on no network. CUDA C without PTX, without atomics on floats and
// without contraction: a fused multiply-add is written fmaf. So the numbers are the same on every card, and a compiler for
// C++ can build the same text for a processor.
//
// Every kernel is right for any number of blocks and threads; a block has 1,024 threads at most, and a power of two of them
// where they share a point. What is summed in which order depends on the size of a block alone.
#pragma once

#ifndef KERNEL
#define KERNEL extern "C" __global__ __launch_bounds__(1024)
// In blocks of 256 threads at most, which may have more registers.
#define PERSISTENT_KERNEL extern "C" __global__ __launch_bounds__(256)
#endif

// Unrolls the loop that follows: short arrays of a thread then lie in registers, and long chains of sums overlap.
#ifdef __CUDACC__
#define UNROLL _Pragma("unroll 8")
#else
#define UNROLL
#endif

// What a thread does that waits for other blocks.
#ifndef SPIN
#define SPIN()
#endif

// NVIDIA's compiler for use in a program has no headers of C.
#ifndef INFINITY
#define INFINITY __int_as_float(0x7f800000)
#endif
#ifndef NAN
#define NAN __int_as_float(0x7fffffff)
#endif

// The batch that kernels work on. It lies in the card's memory, so that a recorded graph of kernels serves every batch.
struct Batch {
    // The rows of the data in their order, and where in it the batch begins.
    const int *order;
    // A key for each stream of random numbers.
    const unsigned long long *keys;
    long long step;
    int first;
    int rows;
    // The number of the batch since the host last looked; how many rows a batch has; where in the order its epoch ends, how many
    // rows an epoch has, and where the order ends.
    int index;
    int size;
    int end;
    int epochRows;
    int all;
    // How often blocks of a kernel have come to its barrier.
    unsigned arrived;
};

// Strips of rows are summed strand by strand, however many blocks there are: strip s belongs to strand s modulo so many.
enum { STRANDS = 128 };

// What a kernel is given that does all steps of a stretch: where their numbers come from, and where they go.
struct Stretch {
    float *arena;
    const int *numberPlaces;
    const float *numbers;
    const int *reportPlaces;
    float *reports;
    // The sums over rows that strands have found, in two places in turn.
    float *strandSums;
    int numberCount;
    int reportCount;
    int steps;
    int variables;
};

// The sizes of a convolution, as PyTorch's Conv2d has them.
struct Convolution {
    int channels, height, width, filters, outputHeight, outputWidth, kernelHeight, kernelWidth, strideY, strideX, paddingY,
            paddingX, dilationY, dilationX, groups;
};

// The sizes of a sliding window, as PyTorch's MaxPool2d has them.
struct Window {
    int channels, height, width, outputHeight, outputWidth, kernelHeight, kernelWidth, strideY, strideX, paddingY, paddingX,
            dilationY, dilationX;
};

// The first of a thread's points, and how far they are apart.
static inline __device__ int firstPoint() {
    return blockIdx.x * blockDim.x + threadIdx.x;
}

static inline __device__ int allPoints() {
    return gridDim.x * blockDim.x;
}

// How often a thread's turn comes, from its first on, until all are done.
static inline __device__ int turns(int first, int apart, int all) {
    return (all - first + apart - 1) / apart;
}

static inline __device__ bool isNaN(float x) {
    return x != x;
}

// The upper half of a float.
struct Bfloat16 {
    unsigned short bits;

    __device__ operator float() const {
        return __uint_as_float((unsigned)bits << 16);
    }

    // The nearest number, the even one of two that are as near; NaN stays NaN.
    __device__ Bfloat16 &operator=(float x) {
        const unsigned all = __float_as_uint(x);
        bits = (unsigned short)(isNaN(x) ? 0x7FFF : (all + 0x7FFF + (all >> 16 & 1)) >> 16);
        return *this;
    }
};

// Four neighbours, which lie where they can be read at once.
struct Four {
    float of[4];
};

static inline __device__ Four four(const float *from) {
    const float4 x = *(const float4 *)from;
    return {{x.x, x.y, x.z, x.w}};
}

static inline __device__ void put(float *to, const Four &x) {
    *(float4 *)to = make_float4(x.of[0], x.of[1], x.of[2], x.of[3]);
}

static inline __device__ Four four(const unsigned char *from) {
    const uchar4 x = *(const uchar4 *)from;
    return {{(float)x.x, (float)x.y, (float)x.z, (float)x.w}};
}

static inline __device__ Four four(const Bfloat16 *from) {
    union {
        uint2 together;
        Bfloat16 of[4];
    } x = {*(const uint2 *)from};
    return {{x.of[0], x.of[1], x.of[2], x.of[3]}};
}

static inline __device__ void put(Bfloat16 *to, const Four &x) {
    union {
        Bfloat16 of[4];
        uint2 together;
    } y;
    for (int i = 0; i < 4; i++) {
        y.of[i] = x.of[i];
    }
    *(uint2 *)to = y.together;
}

// Where an element of the row stands that is at a place of the batch.
static inline __device__ long long element(const Batch *batch, int place, int width, int element) {
    return (long long)batch->order[batch->first + place] * width + element;
}

// NaN where one of them is, and 0 above -0, as in Java.
static inline __device__ float maximum(float x, float y) {
    if (isNaN(x) || isNaN(y)) {
        return NAN;
    }
    return x > y || (x == y && !signbit(x)) ? x : y;
}

static inline __device__ float minimum(float x, float y) {
    if (isNaN(x) || isNaN(y)) {
        return NAN;
    }
    return x < y || (x == y && signbit(x)) ? x : y;
}

static inline __device__ float sigmoid(float x) {
    const float power = expf(-fabsf(x));
    return x < 0.0f ? power / (1.0f + power) : 1.0f / (1.0f + power);
}

// A number in [0, 1): the first word of Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011), as on the CPU.
static inline __device__ float uniform(const Batch *batch, int stream, int element, int turn) {
    unsigned k0 = (unsigned)batch->keys[stream];
    unsigned k1 = (unsigned)(batch->keys[stream] >> 32);
    unsigned c0 = (unsigned)element;
    unsigned c1 = (unsigned)turn;
    unsigned c2 = (unsigned)batch->step;
    unsigned c3 = (unsigned)((unsigned long long)batch->step >> 32);
    for (int round = 0; round < 10; round++) {
        const unsigned long long product0 = 0xD2511F53ull * c0;
        const unsigned long long product1 = 0xCD9E8D57ull * c2;
        c0 = (unsigned)(product1 >> 32) ^ c1 ^ k0;
        c1 = (unsigned)product1;
        c2 = (unsigned)(product0 >> 32) ^ c3 ^ k1;
        c3 = (unsigned)product0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return (float)(c0 >> 8) * 0x1p-24f;
}

// Neighbouring points that a block works on at the same time.
static inline __device__ unsigned columns() {
    return blockDim.x < 32 ? blockDim.x : 32;
}

// What those threads of a block have together that have the same place among so many: all of them get it. In a tree, so that
// the order is always the same.
#define TOGETHER(NAME, PLACES, XY)                                               \
    static inline __device__ float NAME(float mine) {                            \
        __shared__ float values[1024];                                           \
        const unsigned places = PLACES;                                          \
        values[threadIdx.x] = mine;                                              \
        __syncthreads();                                                         \
        for (unsigned half = blockDim.x / 2; half >= places; half /= 2) {        \
            if (threadIdx.x < half) {                                            \
                const float x = values[threadIdx.x];                             \
                const float y = values[threadIdx.x + half];                      \
                values[threadIdx.x] = XY;                                        \
            }                                                                    \
            __syncthreads();                                                     \
        }                                                                        \
        const float all = values[threadIdx.x % places];                          \
        __syncthreads();                                                         \
        return all;                                                              \
    }

TOGETHER(blockSum, 1, x + y)
TOGETHER(blockMaximum, 1, maximum(x, y))
TOGETHER(blockMinimum, 1, minimum(x, y))
TOGETHER(columnSum, columns(), x + y)
TOGETHER(columnMaximum, columns(), maximum(x, y))
TOGETHER(columnMinimum, columns(), minimum(x, y))

// The first of a block's points for a thread, where points before have kept so many of its threads busy.
static inline __device__ int pointBehind(int busy) {
    return (threadIdx.x + blockDim.x - busy % blockDim.x) % blockDim.x;
}

// Waits until all blocks have come this far as often as is said. What they wrote before can be read by fresh() then.
static inline __device__ void gridBarrier(unsigned *arrived, int times) {
    if (gridDim.x == 1) {
        __syncthreads();
        return;
    }
    __threadfence();
    __syncthreads();
    if (threadIdx.x == 0) {
        atomicAdd(arrived, 1u);
        const unsigned awaited = gridDim.x * (unsigned)times;
        while ((int)(*(volatile unsigned *)arrived - awaited) < 0) {
            SPIN();
        }
        __threadfence();
    }
    __syncthreads();
}

// What another block has written.
static inline __device__ float fresh(const float *place) {
    return __ldcg(place);
}

// Sets a batch to the next.
static inline __device__ void advance(Batch *batch) {
    batch->index++;
    batch->step++;
    batch->first += batch->size;
    if (batch->first >= batch->end) {
        // The rows of the next epoch follow, or it has the same ones again.
        batch->first = batch->end < batch->all ? batch->end : 0;
        batch->end = batch->first + batch->epochRows;
    }
    batch->rows = batch->end - batch->first < batch->size ? batch->end - batch->first : batch->size;
}

// What a step begins with: its numbers, which the host has written for several steps at once, go where kernels read them.
KERNEL void beginStep(const Batch *batch, float *arena, const int *places, const float *numbers, int count) {
    for (int i = firstPoint(); i < count; i += allPoints()) {
        arena[places[i]] = numbers[(long long)batch->index * count + i];
    }
}

// What it ends with, in one block: what it reports is kept for the host, and the next batch is due.
KERNEL void endStep(Batch *batch, const float *arena, const int *places, float *reports, int count) {
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        reports[(long long)batch->index * count + i] = arena[places[i]];
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        advance(batch);
    }
}

// A number of an array of floats, or of halves of floats.
static inline __device__ float number(bool halves, const void *numbers, long long place) {
    return halves ? (float)((const Bfloat16 *)numbers)[place] : ((const float *)numbers)[place];
}

// Sets a flag where something is NaN or infinite.
KERNEL void findNotFinite(const Batch *batch, int halves, const void *numbers, int count, int *found) {
    for (int i = firstPoint(); i < count; i += allPoints()) {
        if (!(fabsf(number(halves, numbers, i)) < INFINITY)) {
            *found = 1;
        }
    }
}

static inline __device__ int sizeOf(const Batch *batch, int size) {
    return size < 0 ? batch->rows : size;
}

// c = a × b, each element a chain of fused multiply-adds from 0 over the depth, in order: the same bits as on the CPU. Blocks
// of 256 threads; a size below 0 is the rows of the batch.
KERNEL void multiply(const Batch *batch, int halves, int intoHalves, const void *a, int aRowStride, int aColumnStride,
        const void *b, int bRowStride, int bColumnStride, void *c, int rowCount, int columnCount, int depthCount) {
    const int TILE = 16;
    __shared__ float aTile[16][17];
    __shared__ float bTile[16][17];
    const int rows = sizeOf(batch, rowCount);
    const int columns = sizeOf(batch, columnCount);
    const int depth = sizeOf(batch, depthCount);
    const int x = threadIdx.x % TILE;
    const int y = threadIdx.x / TILE;
    const int tilesAcross = (columns + TILE - 1) / TILE;
    const int tiles = (rows + TILE - 1) / TILE * tilesAcross;
    for (int tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
        const int row = tile / tilesAcross * TILE + y;
        const int column = tile % tilesAcross * TILE + x;
        float sum = 0.0f;
        for (int from = 0; from < depth; from += TILE) {
            aTile[y][x] = row < rows && from + x < depth
                    ? number(halves, a, (long long)row * aRowStride + (long long)(from + x) * aColumnStride) : 0.0f;
            bTile[y][x] = column < columns && from + y < depth
                    ? number(halves, b, (long long)(from + y) * bRowStride + (long long)column * bColumnStride) : 0.0f;
            __syncthreads();
            const int count = depth - from < TILE ? depth - from : TILE;
            for (int k = 0; k < count; k++) {
                sum = fmaf(aTile[y][k], bTile[k][x], sum);
            }
            __syncthreads();
        }
        if (row < rows && column < columns) {
            const long long place = (long long)row * columns + column;
            if (intoHalves) {
                ((Bfloat16 *)c)[place] = sum;
            } else {
                ((float *)c)[place] = sum;
            }
        }
    }
}

// A thread for each element of the output.
KERNEL void convolve(const Batch *batch, const float *images, const float *filters, float *output, Convolution s) {
    const int channels = s.channels / s.groups;
    const int filtersOfGroup = s.filters / s.groups;
    const int plane = s.outputHeight * s.outputWidth;
    for (int point = firstPoint(); point < batch->rows * s.filters * plane; point += allPoints()) {
        const int x = point % s.outputWidth;
        const int y = point / s.outputWidth % s.outputHeight;
        const int filter = point / plane % s.filters;
        const int image = point / (plane * s.filters);
        const int firstChannel = filter / filtersOfGroup * channels;
        float sum = 0.0f;
        for (int channel = 0; channel < channels; channel++) {
            const float *from = images + ((long long)image * s.channels + firstChannel + channel) * s.height * s.width;
            const float *taps = filters + ((long long)filter * channels + channel) * s.kernelHeight * s.kernelWidth;
            for (int ky = 0; ky < s.kernelHeight; ky++) {
                const int inputY = y * s.strideY - s.paddingY + ky * s.dilationY;
                for (int kx = 0; kx < s.kernelWidth; kx++) {
                    const int inputX = x * s.strideX - s.paddingX + kx * s.dilationX;
                    if (inputY >= 0 && inputY < s.height && inputX >= 0 && inputX < s.width) {
                        sum = fmaf(taps[ky * s.kernelWidth + kx], from[inputY * s.width + inputX], sum);
                    }
                }
            }
        }
        output[point] = sum;
    }
}

// The output whose tap stands at an input along one axis; -1 where there is none.
static inline __device__ int outputAt(int input, int tap, int stride, int padding, int dilation, int outputs) {
    const int moved = input + padding - tap * dilation;
    if (stride == 1) {
        return moved >= 0 && moved < outputs ? moved : -1;
    }
    return moved >= 0 && moved % stride == 0 && moved / stride < outputs ? moved / stride : -1;
}

// A thread for each element of the images' gradient.
KERNEL void convolveInputGradient(const Batch *batch, const float *outputGradient, const float *filters,
        float *imageGradient, Convolution s) {
    const int channels = s.channels / s.groups;
    const int filtersOfGroup = s.filters / s.groups;
    const int plane = s.height * s.width;
    const int outputPlane = s.outputHeight * s.outputWidth;
    for (int point = firstPoint(); point < batch->rows * s.channels * plane; point += allPoints()) {
        const int x = point % s.width;
        const int y = point / s.width % s.height;
        const int channel = point / plane % s.channels;
        const int image = point / (plane * s.channels);
        const int firstFilter = channel / channels * filtersOfGroup;
        float sum = 0.0f;
        for (int f = firstFilter; f < firstFilter + filtersOfGroup; f++) {
            const float *from = outputGradient + ((long long)image * s.filters + f) * outputPlane;
            const float *taps = filters + ((long long)f * channels + channel % channels) * s.kernelHeight * s.kernelWidth;
            for (int ky = 0; ky < s.kernelHeight; ky++) {
                const int outputY = outputAt(y, ky, s.strideY, s.paddingY, s.dilationY, s.outputHeight);
                for (int kx = 0; kx < s.kernelWidth; kx++) {
                    const int outputX = outputAt(x, kx, s.strideX, s.paddingX, s.dilationX, s.outputWidth);
                    if (outputY >= 0 && outputX >= 0) {
                        sum = fmaf(taps[ky * s.kernelWidth + kx], from[outputY * s.outputWidth + outputX], sum);
                    }
                }
            }
        }
        imageGradient[point] = sum;
    }
}

// The taps of one filter for one channel are a block's, of so many parts of the images. Its threads share the taps, and for each
// tap the places of the output: neighbours read the same gradient, and neighbouring pixels.
KERNEL void convolveWeightGradient(const Batch *batch, const float *images, const float *outputGradient,
        float *weightGradients, Convolution s, int parts) {
    __shared__ float sums[1024];
    const int channels = s.channels / s.groups;
    const int filtersOfGroup = s.filters / s.groups;
    const int taps = s.kernelHeight * s.kernelWidth;
    const int planes = s.filters * channels;
    const int outputPlane = s.outputHeight * s.outputWidth;
    // Threads for each tap; more taps than threads are done one after the other.
    const int together = taps < (int)blockDim.x ? taps : (int)blockDim.x;
    const int shares = blockDim.x / together;
    const int share = threadIdx.x / together;
    for (int point = blockIdx.x; point < parts * planes; point += gridDim.x) {
        const int part = point / planes;
        const int filter = point % planes / channels;
        const int channel = filter / filtersOfGroup * channels + point % channels;
        const int firstImage = (int)((long long)batch->rows * part / parts);
        const int endImage = (int)((long long)batch->rows * (part + 1) / parts);
        for (int first = 0; first < taps; first += together) {
            const int tap = first + threadIdx.x % together;
            const int shiftY = tap / s.kernelWidth * s.dilationY - s.paddingY;
            const int shiftX = tap % s.kernelWidth * s.dilationX - s.paddingX;
            float sum = 0.0f;
            for (int image = firstImage; share < shares && tap < taps && image < endImage; image++) {
                const float *gradient = outputGradient + ((long long)image * s.filters + filter) * outputPlane;
                const float *from = images + ((long long)image * s.channels + channel) * s.height * s.width;
                for (int place = share; place < outputPlane; place += shares) {
                    const int y = place / s.outputWidth * s.strideY + shiftY;
                    const int x = place % s.outputWidth * s.strideX + shiftX;
                    if (y >= 0 && y < s.height && x >= 0 && x < s.width) {
                        sum = fmaf(gradient[place], from[y * s.width + x], sum);
                    }
                }
            }
            sums[threadIdx.x] = sum;
            __syncthreads();
            if (share == 0 && tap < taps) {
                for (int other = 1; other < shares; other++) {
                    sum += sums[other * together + threadIdx.x];
                }
                weightGradients[(long long)point * taps + tap] = sum;
            }
            __syncthreads();
        }
    }
}

KERNEL void windowMaximum(const Batch *batch, const float *images, float *output, Window s) {
    const int plane = s.outputHeight * s.outputWidth;
    for (int point = firstPoint(); point < batch->rows * s.channels * plane; point += allPoints()) {
        const float *from = images + (long long)(point / plane) * s.height * s.width;
        float greatest = -INFINITY;
        for (int ky = 0; ky < s.kernelHeight; ky++) {
            const int y = point % plane / s.outputWidth * s.strideY - s.paddingY + ky * s.dilationY;
            for (int kx = 0; kx < s.kernelWidth; kx++) {
                const int x = point % s.outputWidth * s.strideX - s.paddingX + kx * s.dilationX;
                if (y >= 0 && y < s.height && x >= 0 && x < s.width) {
                    greatest = maximum(greatest, from[y * s.width + x]);
                }
            }
        }
        output[point] = greatest;
    }
}

KERNEL void windowSum(const Batch *batch, const float *images, float *output, Window s) {
    const int plane = s.outputHeight * s.outputWidth;
    for (int point = firstPoint(); point < batch->rows * s.channels * plane; point += allPoints()) {
        const float *from = images + (long long)(point / plane) * s.height * s.width;
        float sum = 0.0f;
        for (int ky = 0; ky < s.kernelHeight; ky++) {
            const int y = point % plane / s.outputWidth * s.strideY - s.paddingY + ky * s.dilationY;
            for (int kx = 0; kx < s.kernelWidth; kx++) {
                const int x = point % s.outputWidth * s.strideX - s.paddingX + kx * s.dilationX;
                if (y >= 0 && y < s.height && x >= 0 && x < s.width) {
                    sum += from[y * s.width + x];
                }
            }
        }
        output[point] = sum;
    }
}

// Where in an image the greatest value of a window stands: the first of equal ones, the last NaN where there is one.
static inline __device__ int placeOfMaximum(const float *image, Window s, int outputY, int outputX) {
    int place = -1;
    float greatest = 0.0f;
    for (int ky = 0; ky < s.kernelHeight; ky++) {
        const int y = outputY * s.strideY - s.paddingY + ky * s.dilationY;
        for (int kx = 0; kx < s.kernelWidth; kx++) {
            const int x = outputX * s.strideX - s.paddingX + kx * s.dilationX;
            if (y >= 0 && y < s.height && x >= 0 && x < s.width) {
                const float value = image[y * s.width + x];
                if (place < 0 || value > greatest || isNaN(value)) {
                    greatest = value;
                    place = y * s.width + x;
                }
            }
        }
    }
    return place;
}

// A thread for each element of the images, which looks at all windows that it is in.
KERNEL void windowMaximumGradient(const Batch *batch, const float *images, const float *outputGradient,
        float *imageGradient, Window s) {
    const int plane = s.height * s.width;
    const int outputPlane = s.outputHeight * s.outputWidth;
    for (int point = firstPoint(); point < batch->rows * s.channels * plane; point += allPoints()) {
        const float *from = images + (long long)(point / plane) * plane;
        float sum = 0.0f;
        for (int ky = s.kernelHeight - 1; ky >= 0; ky--) {
            const int y = outputAt(point % plane / s.width, ky, s.strideY, s.paddingY, s.dilationY, s.outputHeight);
            for (int kx = s.kernelWidth - 1; kx >= 0; kx--) {
                const int x = outputAt(point % s.width, kx, s.strideX, s.paddingX, s.dilationX, s.outputWidth);
                if (y >= 0 && x >= 0 && placeOfMaximum(from, s, y, x) == point % plane) {
                    sum += outputGradient[(long long)(point / plane) * outputPlane + y * s.outputWidth + x];
                }
            }
        }
        imageGradient[point] = sum;
    }
}

KERNEL void windowSumGradient(const Batch *batch, const float *outputGradient, float *imageGradient, Window s) {
    const int plane = s.height * s.width;
    const int outputPlane = s.outputHeight * s.outputWidth;
    for (int point = firstPoint(); point < batch->rows * s.channels * plane; point += allPoints()) {
        float sum = 0.0f;
        for (int ky = s.kernelHeight - 1; ky >= 0; ky--) {
            const int y = outputAt(point % plane / s.width, ky, s.strideY, s.paddingY, s.dilationY, s.outputHeight);
            for (int kx = s.kernelWidth - 1; kx >= 0; kx--) {
                const int x = outputAt(point % s.width, kx, s.strideX, s.paddingX, s.dilationX, s.outputWidth);
                if (y >= 0 && x >= 0) {
                    sum += outputGradient[(long long)(point / plane) * outputPlane + y * s.outputWidth + x];
                }
            }
        }
        imageGradient[point] = sum;
    }
}
