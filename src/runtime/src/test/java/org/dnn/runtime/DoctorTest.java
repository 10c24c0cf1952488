package org.dnn.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dnn.runtime.cuda.Card;
import org.dnn.runtime.cuda.CudaLibrary;
import org.dnn.runtime.cuda.CudaMachine;
import org.dnn.runtime.data.DataDirectory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says, of machines made up and of a driver that pretends. */
class DoctorTest {
    @TempDir
    private Path folder;

    private Map<String, String> lines(CudaMachine machine) {
        return byName(Doctor.lines(machine, new DataDirectory(folder)));
    }

    private static Map<String, String> byName(List<String> lines) {
        Map<String, String> byName = new LinkedHashMap<>();
        lines.forEach(l -> byName.put(l.substring(0, 11).strip(), l.substring(12)));
        return byName;
    }

    @Test
    void aMachineWithoutACardIsToldWhatMendsIt() {
        Map<String, String> lines = lines(new CudaMachine(0, "there is no driver", List.of(), Map.of()));
        assertEquals(List.of("JDK", "processors", "form", "memory", "data", "driver", "cuBLAS", "NVRTC"),
                List.copyOf(lines.keySet()));
        assertEquals("none: libcuda.so.1 is not there. A machine with an NVIDIA card gets it with its driver: "
                + "sudo apt install nvidia-driver", lines.get("driver"));
        assertEquals(
                "none: neither libcublas.so.13 nor libcublas.so.12 is where libraries are looked for, of a version that the "
                        + "driver serves. Only a card needs it: install CUDA 12 or 13, or add its folder to LD_LIBRARY_PATH",
                lines.get("cuBLAS"));
        assertEquals(folder.toString(), lines.get("data"));
        assertTrue(Objects.requireNonNull(lines.get("JDK")).startsWith(Runtime.version() + " in "));
    }

    @Test
    void aMachineWithCardsIsDescribed() {
        Map<String, String> lines = lines(new CudaMachine(12060, "",
                List.of(new Card(0, "NVIDIA H200", 150_754_820_096L, 9, 0),
                        new Card(1, "Tesla K80", 12_000_000_000L, 3, 7)),
                Map.of(CudaLibrary.DRIVER, "libcuda.so.1", CudaLibrary.NVRTC, "libnvrtc.so.12")));
        assertEquals("for CUDA up to 12.6", lines.get("driver"));
        assertEquals("NVIDIA H200, sm_90, 140 GiB", lines.get("card 0"));
        assertEquals("Tesla K80, sm_37, 11.2 GiB, which is too old: sm_75 is needed", lines.get("card 1"));
        assertEquals("libnvrtc.so.12, compiles kernels", lines.get("NVRTC"));
        assertTrue(Objects.requireNonNull(lines.get("cuBLAS")).startsWith("none: "));
    }

    @Test
    void aDataDirectoryThatIsMissingIsNamed() {
        Path missing = folder.resolve("missing");
        String said = byName(Doctor.lines(new CudaMachine(0, "", List.of(), Map.of()), new DataDirectory(missing)))
                .get("data");
        assertEquals(missing + " is not there; where data are not beside the .dnn file, make it: mkdir -p " + missing,
                said);
    }

    @Test
    void theDriverIsAskedForItsCards() throws Exception {
        Map<String, String> lines = asked(Map.of("PRETEND_CARDS", "2"));
        assertEquals("for CUDA up to 13.0", lines.get("driver"));
        assertEquals("Pretend H200, sm_90, 141 GiB", lines.get("card 0"));
        assertEquals("Pretend K80, sm_37, 12.0 GiB, which is too old: sm_75 is needed", lines.get("card 1"));
    }

    @Test
    void aDriverThatIsTooOldOrRefusesIsQuoted() throws Exception {
        assertEquals(
                "for CUDA up to 11.4, but the driver serves CUDA 11.4, and 12.0 is needed; nvidia-smi may say more, and a "
                        + "newer driver mend it: sudo apt install nvidia-driver",
                asked(Map.of("PRETEND_VERSION", "11040")).get("driver"));
        assertEquals(
                "for CUDA up to 13.0, but cuInit says no CUDA-capable device is detected (100); nvidia-smi may say more, "
                        + "and a newer driver mend it: sudo apt install nvidia-driver",
                asked(Map.of("PRETEND_INIT", "100")).get("driver"));
        Map<String, String> none = asked(Map.of("PRETEND_CARDS", "0"));
        assertTrue(Objects.requireNonNull(none.get("driver")).contains(", but the driver knows no card; "),
                none::toString);
        assertFalse(none.containsKey("card 0"));
    }

    /** A process of its own, which finds the pretended driver where it looks for libraries first. */
    private Map<String, String> asked(Map<String, String> environment) throws IOException, InterruptedException {
        Path source = folder.resolve("pretend.c");
        try (var in = Objects.requireNonNull(DoctorTest.class.getResourceAsStream("/cuda/pretend.c"))) {
            Files.write(source, in.readAllBytes());
        }
        Path library = folder.resolve("libcuda.so.1");
        try {
            run(Map.of(), List.of("g++", "-x", "c", "-shared", "-fPIC", "-Wall", "-Werror", "-o", library.toString(),
                    source.toString()));
        } catch (IOException missing) {
            Assumptions.abort("no driver pretends, for there is no g++ on the path");
        }
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("LD_LIBRARY_PATH", folder.toString());
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Launch.FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Launch.class.getName(), "doctor"));
        return byName(run(all, command).lines().filter(l -> !l.startsWith("WARNING")).toList());
    }

    private static String run(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
