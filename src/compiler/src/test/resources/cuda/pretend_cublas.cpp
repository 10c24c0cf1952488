// A libcublas.so.12 or .13 that pretends: products of matrices by plain loops, started through the driver that pretends.
// PRETEND_CUBLAS=FUNCTION makes a function fail. For tests alone.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>

extern "C" int pretend_start(void *stream, const std::function<void()> &work);

namespace {

const int FLOAT32 = 68, BF16 = 75, TF32 = 77;
// Types of numbers.
const int FLOATS = 0, BFLOATS = 14;

void *used;

int called(const char *function) {
    const char *fails = std::getenv("PRETEND_CUBLAS");
    return fails && !std::strcmp(fails, function) ? 13 : 0;
}

// A float with so many bits fewer, rounded to even.
float rounded(float x, int fewer) {
    uint32_t bits;
    std::memcpy(&bits, &x, 4);
    const uint32_t half = (1u << (fewer - 1)) - 1 + ((bits >> fewer) & 1);
    bits = (bits + half) >> fewer << fewer;
    std::memcpy(&x, &bits, 4);
    return x;
}

float factor(const void *from, size_t place, int type, int computeType) {
    float x;
    if (type == BFLOATS) {
        const uint32_t bits = (uint32_t)((const uint16_t *)from)[place] << 16;
        std::memcpy(&x, &bits, 4);
        return x;
    }
    x = ((const float *)from)[place];
    return computeType == TF32 ? rounded(x, 13) : computeType == BF16 ? rounded(x, 16) : x;
}

void store(void *to, size_t place, int type, float x) {
    if (type == BFLOATS) {
        x = rounded(x, 16);
        std::memcpy((uint16_t *)to + place, (const char *)&x + 2, 2);
    } else {
        ((float *)to)[place] = x;
    }
}

} // namespace

extern "C" {

int cublasCreate_v2(void **handle) {
    *handle = (void *)1;
    return called(__func__);
}

int cublasDestroy_v2(void *) {
    return called(__func__);
}

int cublasSetStream_v2(void *, void *stream) {
    used = stream;
    return stream ? called(__func__) : 7;
}

int cublasSetWorkspace_v2(void *, void *workspace, size_t bytes) {
    return workspace && bytes && (uintptr_t)workspace % 256 == 0 ? called(__func__) : 7;
}

const char *cublasGetStatusString(int) {
    return "CUBLAS_STATUS_EXECUTION_FAILED";
}

// Matrices column by column; leading dimensions are held to what the library asks for.
int cublasGemmEx(void *, int aTransposed, int bTransposed, int m, int n, int k, const float *alpha, const void *a, int aType,
        int lda, const void *b, int bType, int ldb, const float *beta, void *c, int cType, int ldc, int computeType, int) {
    if (*alpha != 1 || *beta != 0 || (aType != FLOATS && aType != BFLOATS) || bType != aType || (cType != FLOATS && cType != aType) || lda < (aTransposed ? k : m) || ldb < (bTransposed ? n : k)
            || ldc < m || m < 1 || n < 1 || k < 1 || (computeType != FLOAT32 && computeType != TF32 && computeType != BF16)) {
        return 7;
    }
    if (const int error = called(__func__)) {
        return error;
    }
    return pretend_start(used, [=] {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += (double)factor(a, aTransposed ? l + (size_t)i * lda : i + (size_t)l * lda, aType, computeType)
                            * factor(b, bTransposed ? j + (size_t)l * ldb : l + (size_t)j * ldb, bType, computeType);
                }
                store(c, i + (size_t)j * ldc, cType, (float)sum);
            }
        }
    });
}

} // extern "C"
