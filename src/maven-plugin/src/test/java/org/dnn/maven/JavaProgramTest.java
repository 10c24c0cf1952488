package org.dnn.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProgramTest {
    @TempDir
    private Path folder = Path.of("");

    private Path home(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(version));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static String java(Path home) {
        return home.resolve("bin").resolve("java").toString();
    }

    @Test
    void takesWhatTheBuildHasChosen() throws Exception {
        assertEquals(java(home("25.0.3")), JavaProgram.find(java(home("25.0.3")), home("17.0.15")));
    }

    @Test
    void takesMavensOwnWhereTheBuildHasChosenNothing() throws Exception {
        assertEquals(java(home("26-ea")), JavaProgram.find(null, home("26-ea")));
    }

    @Test
    void saysHowToGetANewerOne() throws Exception {
        Path old = home("17.0.15");
        MojoFailureException failure = assertThrows(MojoFailureException.class, () -> JavaProgram.find(null, old));
        assertEquals("dnn needs a JDK from 25 on, and Maven runs on Java 17 (" + old + "). Install one, and set "
                + "JAVA_HOME to it, or let the build choose it: maven-toolchains-plugin from 3.2 on, "
                + "goal select-jdk-toolchain, <version>[25,)</version>", failure.getMessage());
    }

    @Test
    void doesNotOverruleTheBuild() throws Exception {
        String chosen = java(home("1.8.0_402"));
        Path own = home("25");
        MojoFailureException failure = assertThrows(MojoFailureException.class, () -> JavaProgram.find(chosen, own));
        assertEquals(true, String.valueOf(failure.getMessage()).contains("the build's JDK toolchain is Java 8 ("));
    }
}
