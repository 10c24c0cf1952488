package org.dnn.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.CudaPrograms;
import org.dnn.compiler.Tools;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * NVIDIA's compiler takes the kernels of every model in {@code generated/}, and of those whose texts the tests keep, for every
 * architecture that it knows.
 */
class NvccTest {
    private static final List<Path> GENERATED = List.of(Path.of("../../generated"),
            Path.of("src/test/resources/golden"));
    private static final List<String> ARCHITECTURES = List.of("75", "80", "90", "100", "120");

    @TempDir
    private Path folder;

    private static List<Path> kernels(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> kernels = files.filter(f -> f.toString().endsWith(".cu")).sorted().toList();
            assertFalse(kernels.isEmpty(), "no kernels in " + folder);
            return kernels;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All programs in one file, each in a namespace of its own: so what they share is compiled once. */
    @Test
    void takesTheKernelsOfEveryModel() throws IOException {
        Assumptions.assumeTrue(Tools.isThere("nvcc"), "CUDA C is not compiled, for there is no nvcc on the path");
        Files.writeString(folder.resolve(EmitCuda.HEADER), CudaPrograms.header(), StandardCharsets.UTF_8);
        List<Path> kernels = GENERATED.stream().flatMap(f -> kernels(f).stream()).toList();
        Path all = folder.resolve("all.cu");
        Files.writeString(all, "#include \"" + EmitCuda.HEADER + "\"\n"
                + IntStream.range(0, kernels.size()).mapToObj(i -> inNamespace(kernels.get(i), i))
                        .collect(Collectors.joining()),
                StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(List.of("nvcc", "-fatbin", "-fmad=false", "--Werror", "all-warnings",
                "-DKERNEL=__global__ __launch_bounds__(1024)", "-DPERSISTENT_KERNEL=__global__ __launch_bounds__(256)",
                "--threads", "0", "-I", folder.toString(), "-o",
                folder.resolve("kernels.fatbin").toString()));
        String known = Tools.run(List.of("nvcc", "--list-gpu-arch"));
        List<String> architectures = ARCHITECTURES.stream().filter(a -> known.contains("compute_" + a)).toList();
        assertFalse(architectures.isEmpty(), known);
        architectures.forEach(a -> command.addAll(List.of("-gencode", "arch=compute_" + a + ",code=sm_" + a)));
        command.add(all.toString());
        Tools.run(command);
    }

    /** Models in different folders may have the same names. */
    private static String inNamespace(Path kernels, int number) {
        return "namespace program" + number + " {\n#include \"" + kernels.toAbsolutePath().normalize() + "\"\n}\n";
    }
}
