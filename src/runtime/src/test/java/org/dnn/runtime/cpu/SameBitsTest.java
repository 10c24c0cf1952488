package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same bits with 8 lanes and 16, interpreted and compiled, with the Vector API and without. */
class SameBitsTest {
    private static final List<String> MODULE = List.of("--add-modules", "jdk.incubator.vector");
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    private static final String EIGHT_LANES = "-XX:UseAVX=2";
    private static final String SECONDS = "1";

    private record Run(int status, String output) {}

    private static Run java(List<String> flags, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", place(Products.class) + ":" + place(BitsMain.class)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String bits(String form, String seconds, String... flags) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(flags));
        if (form.equals("vector")) {
            all.addAll(MODULE);
        }
        Run run = java(all, BitsMain.class.getName(), form, seconds);
        assertEquals(0, run.status, run.output);
        return run.output.lines().reduce((first, last) -> last).orElseThrow();
    }

    @Test
    void everyWayOfRunningGivesTheSameBits() throws IOException, InterruptedException {
        String bits = bits("plain", SECONDS);
        assertEquals(bits, bits("plain", "0", "-Xint"));
        assertEquals(bits, bits("plain", SECONDS, "-XX:UseAVX=2"));
        assertEquals(bits, bits("vector", "2.5"));
        assertEquals(bits, bits("vector", "2.5", "-XX:UseAVX=2"));
        assertEquals(bits, bits("vector", "0", "-Xint"));
        assertEquals(bits, bits("vector", SECONDS, "-XX:TieredStopAtLevel=1"));
        if (MachineForm.whyNot().isEmpty()) {
            assertEquals(bits, bits("machine", SECONDS, NATIVE));
            assertEquals(bits, bits("machine", "0", NATIVE, "-Xint"));
            assertEquals(bits, bits("machine", SECONDS, NATIVE, EIGHT_LANES));
            assertEquals(bits, bits("machine", "0", NATIVE, EIGHT_LANES, "-Xint"));
        }
    }

    private static Run form(List<String> flags, String... arguments) throws IOException, InterruptedException {
        return java(flags,
                Stream.concat(Stream.of(FormMain.class.getName()), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void withoutTheModuleAndNativeAccessTheFormIsPlain() throws IOException, InterruptedException {
        assertEquals(new Run(0, "PlainProducts false\n"), form(List.of()));
        assertEquals(new Run(0, "PlainProducts false\n"), form(List.of("-Ddnn.form=plain")));
        Run vector = form(List.of("-Ddnn.form=vector"));
        assertTrue(vector.output.contains("dnn.form=vector needs the module jdk.incubator.vector: start Java with"
                + " --add-modules jdk.incubator.vector."), vector.output);
    }

    @Test
    void machineCodeNeedsNoModule() throws IOException, InterruptedException {
        assumeTrue(MachineForm.whyNot().isEmpty(), MachineForm.whyNot());
        String vectors = "MachineProducts false\nmachine code, vectors of ";
        assertEquals(new Run(0, vectors + MachineForm.lanes() + "\n"), form(List.of(NATIVE), "described"));
        assertEquals(new Run(0, vectors + "8\n"), form(List.of(NATIVE, EIGHT_LANES), "described"));
        assertEquals(new Run(0, vectors + "8\n"),
                form(List.of(NATIVE, EIGHT_LANES, "-Ddnn.form=machine"), "described"));
    }

    @Test
    void withTheModuleAndWithoutNativeAccessTheFormIsVector() throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(MODULE);
        assertTrue(form(flags).output.endsWith("VectorProducts true\n"));
        flags.add("-Ddnn.form=plain");
        assertTrue(form(flags).output.endsWith("PlainProducts false\n"));
        flags.set(2, "-Ddnn.form=scalar");
        assertTrue(
                form(flags).output.contains("dnn.form=scalar is not a form: the forms are plain, vector and machine."));
    }

    @Test
    void machineCodeThatCannotBeCalledIsAProblemOnlyWhereItIsAskedFor() throws IOException, InterruptedException {
        assumeTrue(MachineForm.whyNot().isEmpty(), MachineForm.whyNot());
        List<String> flags = new ArrayList<>(MODULE);
        flags.add(EIGHT_LANES);
        flags.add("--illegal-native-access=deny");
        String described = form(flags, "described").output;
        assertTrue(
                described.endsWith("VectorProducts true\nvectors of 8, large products slower than in machine code by a"
                        + " third: start Java with --enable-native-access=ALL-UNNAMED\n"),
                described);
        flags.add("-Ddnn.form=machine");
        String asked = form(flags).output;
        assertTrue(asked.contains("dnn.form=machine has no machine code here: start Java with"
                + " --enable-native-access=ALL-UNNAMED."), asked);
        flags.set(3, NATIVE);
        String allowed = form(flags, "described").output;
        assertTrue(allowed.endsWith("MachineProducts true\nmachine code, vectors of 8\n"), allowed);
    }

    /** As a service has it whose system forbids memory to become executable. */
    @Test
    void whereNoMemoryMayBecomeExecutableTheOthersServe() throws IOException, InterruptedException {
        assumeTrue(MachineForm.whyNot().isEmpty(), MachineForm.whyNot());
        List<String> flags = List.of(NATIVE, EIGHT_LANES, "-XX:InitialCodeCacheSize=64m",
                "-XX:ReservedCodeCacheSize=64m");
        String why = ": this system lets no memory be executed that was written";
        Run plain = form(flags, "denied");
        assumeTrue(plain.status != FormMain.NOT_HERE, "This system cannot deny it.");
        assertTrue(plain.output.endsWith("MachineProducts false\nplain form, several times slower than machine code"
                + why + "; -Ddnn.form=vector is faster\n"), plain.output);
        Run vectors = form(Stream.concat(MODULE.stream(), flags.stream()).toList(), "denied");
        assertTrue(vectors.output.endsWith(
                "MachineProducts true\nvectors of 8, large products slower than in machine code by a third" + why
                        + "\n"),
                vectors.output);
    }

    /** Vectors of four floats: the blocks are not made for them. */
    @Test
    void withShortVectorsTheFormIsPlain() throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(MODULE);
        flags.add("-XX:MaxVectorSize=16");
        assertTrue(form(flags).output.endsWith("PlainProducts false\n"));
        flags.add("-Ddnn.form=vector");
        assertTrue(form(flags).output.contains("needs vectors of 8 or 16 floats"));
    }
}
