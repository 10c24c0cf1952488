package org.dnn.runtime.x86;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where machine code can be called, and memory to call it in. */
@SuppressWarnings("restricted") // The signatures are those of POSIX.
public final class MachineCode {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Of {@code sys/mman.h} on Linux. */
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final long MAP_FAILED = -1;

    /** A class of its own, because Java's foreign functions take long to start. */
    public static final class Words {
        /**
         * Calls a function of an address and five words that returns a word. Each signature takes Java a hundredth of a second,
         * so what is short is called by this one. Java stays where it is meanwhile: the address may be that of an array.
         */
        public static final MethodHandle CALL = Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_LONG,
                ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), Linker.Option.critical(true));

        private Words() {}
    }

    private MachineCode() {}

    /** Why there is no code with such vectors and fused multiply-adds on this machine; "" where there is. */
    public static String whyNot(Vector.Width width) {
        if (!madeForThisSystem()) {
            return "it is there for Linux on x86-64";
        }
        if (!hasFlags("avx2", "fma")) {
            return "this processor has no AVX2 with fused multiply-add";
        }
        if (width == Vector.Width.ZMM && !hasFlags("avx512f")) {
            return "this processor has no AVX-512";
        }
        return "";
    }

    /** Why this JVM may not call any; "" where it may. */
    public static String whyNotCalled() {
        return MachineCode.class.getModule().isNativeAccessEnabled()
                ? ""
                : "start Java with --enable-native-access=ALL-UNNAMED";
    }

    /** Whether this is Linux on x86-64. */
    public static boolean madeForThisSystem() {
        return System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64");
    }

    private static boolean hasFlags(String... flags) {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("flags")).findFirst().map(line -> List.of(line.split("\\s+")))
                    .orElse(List.of()).containsAll(List.of(flags));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /**
     * Copies code into memory of its own that stays as long as the program runs; it can be executed, and no longer be
     * written. Nothing where the system does not allow that; the memory, a few pages, is then lost.
     */
    public static Optional<MemorySegment> executable(byte[] code) {
        MemorySegment memory = map(code.length);
        if (memory.address() == MAP_FAILED) {
            return Optional.empty();
        }
        MemorySegment writable = memory.reinterpret(code.length);
        MemorySegment.copy(code, 0, writable, JAVA_BYTE, 0, code.length);
        return protect(memory, code.length) == 0 ? Optional.of(writable.asReadOnly()) : Optional.empty();
    }

    private static MemorySegment map(long size) {
        return MemorySegment.ofAddress(call("mmap", 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1));
    }

    private static int protect(MemorySegment memory, long size) {
        return (int) call("mprotect", memory.address(), size, PROT_READ | PROT_EXEC, 0, 0);
    }

    /** A function of the system. All are called alike, and those that take fewer arguments do not look at the others. */
    private static long call(String name, long address, long a, long b, long c, long d) {
        MemorySegment function = Linker.nativeLinker().defaultLookup().findOrThrow(name);
        try {
            return (long) Words.CALL.invokeExact(function, MemorySegment.ofAddress(address), a, b, c, d, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }
}
