// A libcuda.so.1 that pretends to be NVIDIA's driver: its memory is the host's, its modules are shared libraries with kernels
// built against emulation.h, its graphs record and replay. What it is told by the environment:
//
//   PRETEND_MEMORY=BYTES       of the card
//   PRETEND_FREE=BYTES         that others have left of them
//   PRETEND_FAIL=FUNCTION:N:E  the n-th call of a function, from 1, gives the error E; once
//   PRETEND_LOST=FUNCTION:N    the card is gone from there on: every call gives the error 719
//   PRETEND_LOG=FILE           takes what was allocated, and how often each function was called
//
// For tests alone.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

typedef unsigned long long Address;

namespace {

const int OUT_OF_MEMORY = 2, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700, LAUNCH_FAILED = 719, NOT_PERMITTED = 800, TOO_LARGE = 720;
const unsigned PROCESSORS = 5;

struct Module {
    void *library;
};

struct Function {
    void (*run)(bool together, unsigned blocks, unsigned threads, void **arguments);
    const int *sizes;
    int count;
};

typedef std::vector<std::function<void()>> Works;

// What is recorded waits for what was recorded before in the same stream, and for what its stream was told to wait for.
struct Node {
    std::function<void()> work;
    std::vector<size_t> behind;
};

typedef std::vector<Node> Graph;

// Work of a stream for copies is done when somebody waits for it: what forgets to wait reads what was there before.
struct Stream {
    bool copies;
    Works waiting;
    // While something is recorded: what the next work waits for.
    std::vector<size_t> behind;

    void finish(size_t count) {
        for (size_t i = 0; i < count && i < waiting.size(); i++) {
            waiting[i]();
        }
        waiting.erase(waiting.begin(), waiting.begin() + (count < waiting.size() ? count : waiting.size()));
    }
};

struct Event {
    Stream *stream;
    size_t count;
    std::vector<size_t> recorded;

    void await() {
        if (stream) {
            stream->finish(count);
        }
        stream = nullptr;
    }
};

std::map<Address, size_t> allocated;
std::map<std::string, int> calls;
std::set<Stream *> streams;
Graph *recording = nullptr;
bool lost = false;
size_t most = 0;

size_t number(const char *name, size_t usual) {
    const char *given = std::getenv(name);
    return given ? std::strtoull(given, nullptr, 10) : usual;
}

size_t used() {
    size_t bytes = 0;
    for (const auto &entry : allocated) {
        bytes += entry.second;
    }
    return bytes;
}

size_t freeBytes() {
    return number("PRETEND_FREE", number("PRETEND_MEMORY", (size_t)141 << 30)) - used();
}

// What a call gives before it does anything: 0, or an error that was asked for.
int called(const char *function) {
    const int times = ++calls[function];
    char name[64];
    int call = 0, error = 0;
    const char *fail = std::getenv("PRETEND_FAIL");
    if (fail && std::sscanf(fail, "%63[^:]:%d:%d", name, &call, &error) == 3 && !std::strcmp(name, function) && call == times) {
        return error;
    }
    const char *gone = std::getenv("PRETEND_LOST");
    if (gone && std::sscanf(gone, "%63[^:]:%d", name, &call) == 2 && !std::strcmp(name, function) && call == times) {
        lost = true;
    }
    return lost ? LAUNCH_FAILED : 0;
}

struct Log {
    ~Log() {
        if (const char *file = std::getenv("PRETEND_LOG")) {
            FILE *out = std::fopen(file, "w");
            std::fprintf(out, "most %zu\nleft %zu\n", most, used());
            for (const auto &entry : calls) {
                std::fprintf(out, "%s %d\n", entry.first.c_str(), entry.second);
            }
            std::fclose(out);
        }
    }
} log_;

// A copy that leaves what was allocated would be an illegal access.
bool inside(Address place, size_t bytes) {
    auto next = allocated.upper_bound(place);
    if (next == allocated.begin()) {
        return false;
    }
    --next;
    return place + bytes <= next->first + next->second;
}

// What a copy gives before it does anything: it is not for recording, and stays inside.
int refused(Address place, size_t bytes) {
    return recording ? NOT_PERMITTED : inside(place, bytes) ? 0 : ILLEGAL_ADDRESS;
}

} // namespace

#define CALLED                                      \
    if (const int error = called(__func__)) {       \
        return error;                               \
    }

extern "C" {

int cuInit(unsigned) {
    CALLED
    return (int)number("PRETEND_INIT", 0);
}

int cuDriverGetVersion(int *version) {
    *version = (int)number("PRETEND_VERSION", 13000);
    return 0;
}

int cuGetErrorString(int error, const char **text) {
    *text = error == OUT_OF_MEMORY ? "out of memory" : error == LAUNCH_FAILED ? "unspecified launch failure" : "an error";
    return 0;
}

int cuDeviceGetCount(int *count) {
    *count = (int)number("PRETEND_CARDS", 1);
    return 0;
}

int cuDeviceGet(int *device, int ordinal) {
    CALLED
    *device = ordinal;
    return 0;
}

int cuDeviceGetName(char *name, int length, int) {
    std::strncpy(name, "Pretend H200", (size_t)length);
    return 0;
}

int cuDeviceTotalMem_v2(size_t *bytes, int) {
    *bytes = number("PRETEND_MEMORY", (size_t)141 << 30);
    return 0;
}

// The architecture is that of an H200.
int cuDeviceGetAttribute(int *value, int attribute, int) {
    *value = attribute == 75 ? (int)number("PRETEND_MAJOR", 9) : attribute == 76 ? (int)number("PRETEND_MINOR", 0) : (int)PROCESSORS;
    return 0;
}

int cuDevicePrimaryCtxRetain(void **context, int) {
    CALLED
    *context = (void *)1;
    return 0;
}

int cuDevicePrimaryCtxRelease_v2(int) {
    CALLED
    return 0;
}

int cuCtxSetCurrent(void *) {
    CALLED
    return 0;
}

int cuStreamCreate(Stream **stream, unsigned flags) {
    CALLED
    *stream = new Stream{flags != 0, {}, {}};
    streams.insert(*stream);
    return 0;
}

int cuCtxGetStreamPriorityRange(int *least, int *greatest) {
    CALLED
    *least = 0;
    *greatest = -5;
    return 0;
}

int cuStreamCreateWithPriority(Stream **stream, unsigned flags, int priority) {
    return priority > 0 || priority < -5 ? 1 : cuStreamCreate(stream, flags);
}

int cuStreamDestroy_v2(Stream *stream) {
    CALLED
    streams.erase(stream);
    delete stream;
    return 0;
}

int cuStreamWaitEvent(Stream *stream, Event *event, unsigned) {
    CALLED
    if (recording) {
        stream->behind.insert(stream->behind.end(), event->recorded.begin(), event->recorded.end());
    } else {
        event->await();
    }
    return 0;
}

int cuEventCreate(Event **event, unsigned) {
    CALLED
    *event = new Event{nullptr, 0, {}};
    return 0;
}

int cuEventRecord(Event *event, Stream *stream) {
    CALLED
    *event = Event{stream->copies ? stream : nullptr, stream->waiting.size(), stream->behind};
    return 0;
}

int cuEventSynchronize(Event *event) {
    CALLED
    event->await();
    return 0;
}

int cuEventDestroy_v2(Event *event) {
    CALLED
    delete event;
    return 0;
}

int cuMemAllocHost_v2(void **place, size_t bytes) {
    CALLED
    *place = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
    return 0;
}

int cuMemFreeHost(void *place) {
    CALLED
    std::free(place);
    return 0;
}

int cuMemcpyHtoDAsync_v2(Address to, const void *from, size_t bytes, Stream *stream) {
    CALLED
    if (const int error = refused(to, bytes)) {
        return error;
    }
    auto work = [=] { std::memcpy((void *)to, from, bytes); };
    if (stream->copies) {
        stream->waiting.push_back(work);
    } else {
        work();
    }
    return 0;
}

int cuMemGetInfo_v2(size_t *free, size_t *total) {
    CALLED
    *free = freeBytes();
    *total = number("PRETEND_MEMORY", (size_t)141 << 30);
    return 0;
}

// Not zero, as on a card: what nobody has written is no number.
int cuMemAlloc_v2(Address *place, size_t bytes) {
    CALLED
    if (bytes > freeBytes()) {
        return OUT_OF_MEMORY;
    }
    void *memory = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
    std::memset(memory, 0xFF, bytes);
    *place = (Address)memory;
    allocated[*place] = bytes;
    most = used() > most ? used() : most;
    return 0;
}

int cuMemFree_v2(Address place) {
    CALLED
    std::free((void *)place);
    allocated.erase(place);
    return 0;
}

int cuMemcpyHtoD_v2(Address to, const void *from, size_t bytes) {
    CALLED
    if (const int error = refused(to, bytes)) {
        return error;
    }
    std::memcpy((void *)to, from, bytes);
    return 0;
}

int cuMemcpyDtoH_v2(void *to, Address from, size_t bytes) {
    CALLED
    if (const int error = refused(from, bytes)) {
        return error;
    }
    std::memcpy(to, (void *)from, bytes);
    return 0;
}

int cuMemcpyDtoD_v2(Address to, Address from, size_t bytes) {
    CALLED
    if (const int error = refused(from, bytes) ? refused(from, bytes) : refused(to, bytes)) {
        return error;
    }
    std::memmove((void *)to, (void *)from, bytes);
    return 0;
}

int cuMemsetD8_v2(Address place, unsigned char value, size_t bytes) {
    CALLED
    if (const int error = refused(place, bytes)) {
        return error;
    }
    std::memset((void *)place, value, bytes);
    return 0;
}

int cuModuleLoadData(Module **module, const void *image) {
    CALLED
    // A library says how long it is: where its section headers end.
    const unsigned char *bytes = (const unsigned char *)image;
    unsigned long long sections;
    unsigned short size, count;
    std::memcpy(&sections, bytes + 40, 8);
    std::memcpy(&size, bytes + 58, 2);
    std::memcpy(&count, bytes + 60, 2);
    char file[] = "/tmp/dnn-pretend-XXXXXX";
    FILE *out = fdopen(mkstemp(file), "wb");
    std::fwrite(image, 1, sections + (unsigned long long)size * count, out);
    std::fclose(out);
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    unlink(file);
    if (!library) {
        std::fprintf(stderr, "%s\n", dlerror());
        return 200;
    }
    *module = new Module{library};
    return 0;
}

int cuModuleUnload(Module *module) {
    CALLED
    dlclose(module->library);
    delete module;
    return 0;
}

int cuModuleGetFunction(Function **function, Module *module, const char *name) {
    CALLED
    const std::string entry = std::string("entry_") + name;
    void *run = dlsym(module->library, entry.c_str());
    if (!run) {
        return NOT_FOUND;
    }
    auto sizes = (const int *(*)())dlsym(module->library, (std::string("sizes_") + name).c_str());
    auto count = (int (*)())dlsym(module->library, (std::string("count_") + name).c_str());
    *function = new Function{(void (*)(bool, unsigned, unsigned, void **))run, sizes(), count()};
    return 0;
}

// For libraries that pretend: work behind what was started before in a stream.
int pretend_start(void *in, const std::function<void()> &work) {
    if (recording) {
        Stream *stream = (Stream *)in;
        recording->push_back(Node{work, stream->behind});
        stream->behind = {recording->size() - 1};
    } else {
        work();
    }
    return lost ? LAUNCH_FAILED : 0;
}

// Arguments are read when a kernel is started or recorded, as the driver does.
int pretend_kernel(Function *function, bool together, unsigned blocks, unsigned threads, void *stream, void **arguments) {
    std::vector<std::vector<char>> copies;
    for (int i = 0; i < function->count; i++) {
        copies.emplace_back((char *)arguments[i], (char *)arguments[i] + function->sizes[i]);
    }
    auto work = [=]() mutable {
        std::vector<void *> places;
        for (auto &copy : copies) {
            places.push_back(copy.data());
        }
        function->run(together, blocks, threads, places.data());
    };
    return pretend_start(stream, work);
}

int cuLaunchKernel(Function *function, unsigned blocks, unsigned, unsigned, unsigned threads, unsigned, unsigned, unsigned,
        void *stream, void **arguments, void **) {
    CALLED
    return pretend_kernel(function, false, blocks, threads, stream, arguments);
}

// All blocks at once: no more than the card has room for.
int cuLaunchCooperativeKernel(Function *function, unsigned blocks, unsigned, unsigned, unsigned threads, unsigned, unsigned,
        unsigned, void *stream, void **arguments) {
    CALLED
    return blocks > PROCESSORS ? TOO_LARGE : pretend_kernel(function, true, blocks, threads, stream, arguments);
}

int cuStreamBeginCapture_v2(Stream *, int) {
    CALLED
    recording = new Graph();
    for (Stream *stream : streams) {
        stream->behind.clear();
    }
    return 0;
}

int cuStreamEndCapture(void *, Graph **graph) {
    CALLED
    *graph = recording;
    recording = nullptr;
    return 0;
}

int cuGraphInstantiateWithFlags(Graph **recorded, Graph *graph, unsigned long long) {
    CALLED
    *recorded = new Graph(*graph);
    return 0;
}

// What was recorded last comes first, as soon as it may: what forgets to wait computes with what was there before.
int cuGraphLaunch(Graph *graph, void *) {
    CALLED
    std::vector<bool> done(graph->size());
    for (size_t count = 0; count < graph->size(); count++) {
        size_t next = graph->size();
        bool ready = false;
        while (!ready) {
            const Node &node = (*graph)[--next];
            ready = !done[next];
            for (size_t before : node.behind) {
                ready = ready && done[before];
            }
        }
        (*graph)[next].work();
        done[next] = true;
    }
    return 0;
}

int cuGraphDestroy(Graph *graph) {
    CALLED
    delete graph;
    return 0;
}

int cuGraphExecDestroy(Graph *graph) {
    CALLED
    delete graph;
    return 0;
}

int cuStreamSynchronize(void *) {
    CALLED
    return 0;
}

} // extern "C"
