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
import java.util.stream.Stream;
import org.dnn.compiler.CudaPrograms;
import org.dnn.compiler.Tools;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NVIDIA's compiler takes the kernels of every model in {@code generated/}, for every architecture that it knows. */
class NvccTest {
    private static final Path GENERATED = Path.of("../../generated");
    private static final List<String> ARCHITECTURES = List.of("75", "80", "90", "100", "120");

    @TempDir
    private Path folder;

    private static List<Path> kernels() {
        try (Stream<Path> files = Files.walk(GENERATED)) {
            List<Path> kernels = files.filter(f -> f.toString().endsWith(".cu")).sorted().toList();
            assertFalse(kernels.isEmpty(), "no kernels in " + GENERATED);
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
        Path all = folder.resolve("all.cu");
        Files.writeString(all, "#include \"" + EmitCuda.HEADER + "\"\n"
                + kernels().stream().map(NvccTest::inNamespace).collect(Collectors.joining()), StandardCharsets.UTF_8);
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

    private static String inNamespace(Path kernels) {
        String file = kernels.getFileName().toString();
        return "namespace " + file.substring(0, file.length() - ".cu".length()) + " {\n#include \""
                + kernels.toAbsolutePath().normalize() + "\"\n}\n";
    }
}
