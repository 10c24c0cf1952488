// A libnvrtc.so.12 that pretends: it has g++ build kernels against emulation.h, for the libcuda.so.1 that pretends to be a
// driver. What it makes is a shared library, with a function beside each kernel that takes its arguments as the driver does.
// PRETEND_KERNELS names the folder of emulation.h. For tests alone.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <unistd.h>

struct Program {
    std::string source, header, headerName, log, code;
};

static std::string content(const std::string &file) {
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

static void write(const std::string &file, const std::string &text) {
    std::ofstream(file, std::ios::binary) << text;
}

// A function for every kernel of a text, in the order in which they stand.
static std::string entries(const std::string &text) {
    std::string all;
    const std::regex kernel("KERNEL void (\\w+)\\(");
    for (std::sregex_iterator found(text.begin(), text.end(), kernel), end; found != end; ++found) {
        all += "ENTRY(" + (*found)[1].str() + ")\n";
    }
    return all;
}

extern "C" {

int nvrtcVersion(int *major, int *minor) {
    *major = 12;
    *minor = 6;
    return 0;
}

const char *nvrtcGetErrorString(int result) {
    return result == 6 ? "NVRTC_ERROR_COMPILATION" : "NVRTC_ERROR_INVALID_INPUT";
}

// Not the newest cards.
int nvrtcGetNumSupportedArchs(int *count) {
    *count = 2;
    return 0;
}

int nvrtcGetSupportedArchs(int *architectures) {
    architectures[0] = 75;
    architectures[1] = 90;
    return 0;
}

int nvrtcGetPTXSize(Program *program, size_t *size) {
    *size = program->code.size();
    return 0;
}

int nvrtcGetPTX(Program *program, char *code) {
    std::memcpy(code, program->code.data(), program->code.size());
    return 0;
}

int nvrtcCreateProgram(Program **program, const char *source, const char *, int headers, const char **texts,
        const char **names) {
    if (headers != 1) {
        return 3;
    }
    *program = new Program{source, texts[0], names[0], "", ""};
    return 0;
}

int nvrtcCompileProgram(Program *program, int, const char **) {
    const char *emulation = std::getenv("PRETEND_KERNELS");
    char folder[] = "/tmp/dnn-pretend-XXXXXX";
    if (!emulation || !mkdtemp(folder)) {
        return 1;
    }
    const std::string in = folder;
    write(in + "/" + program->headerName, program->header);
    write(in + "/kernels.cpp", "#include \"emulation.h\"\n" + program->source + "\n" + entries(program->header)
            + entries(program->source));
    const int result = std::system(("g++ -std=c++17 -O1 -shared -fPIC -w -ffp-contract=off -I" + std::string(emulation) + " -o "
            + in + "/kernels.so " + in + "/kernels.cpp > " + in + "/log 2>&1").c_str());
    program->log = content(in + "/log");
    program->code = content(in + "/kernels.so");
    return std::system(("rm -r " + in).c_str()) != 0 || result != 0 ? 6 : 0;
}

int nvrtcGetProgramLogSize(Program *program, size_t *size) {
    *size = program->log.size() + 1;
    return 0;
}

int nvrtcGetProgramLog(Program *program, char *log) {
    std::memcpy(log, program->log.c_str(), program->log.size() + 1);
    return 0;
}

int nvrtcGetCUBINSize(Program *program, size_t *size) {
    *size = program->code.size();
    return 0;
}

int nvrtcGetCUBIN(Program *program, char *code) {
    std::memcpy(code, program->code.data(), program->code.size());
    return 0;
}

int nvrtcDestroyProgram(Program **program) {
    delete *program;
    return 0;
}

} // extern "C"
