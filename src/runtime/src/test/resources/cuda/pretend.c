/* A libcuda.so.1 that pretends to be a driver: what it says comes from the environment. For tests alone. */
#include <stdlib.h>
#include <string.h>

static int number(const char *name, int usual) {
    const char *given = getenv(name);
    return given ? atoi(given) : usual;
}

int cuInit(unsigned flags) {
    (void)flags;
    return number("PRETEND_INIT", 0);
}

int cuDriverGetVersion(int *version) {
    *version = number("PRETEND_VERSION", 13000);
    return 0;
}

int cuGetErrorString(int error, const char **text) {
    *text = error == 100 ? "no CUDA-capable device is detected" : "something else";
    return 0;
}

int cuDeviceGetCount(int *count) {
    *count = number("PRETEND_CARDS", 1);
    return 0;
}

int cuDeviceGet(int *device, int ordinal) {
    *device = 10 + ordinal;
    return 0;
}

int cuDeviceGetName(char *name, int length, int device) {
    strncpy(name, device == 10 ? "Pretend H200" : "Pretend K80", (size_t)length);
    return 0;
}

int cuDeviceTotalMem_v2(size_t *bytes, int device) {
    *bytes = device == 10 ? (size_t)141 << 30 : (size_t)12 << 30;
    return 0;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
    *value = attribute == 75 ? (device == 10 ? 9 : 3) : attribute == 76 ? (device == 10 ? 0 : 7) : -1;
    return 0;
}
