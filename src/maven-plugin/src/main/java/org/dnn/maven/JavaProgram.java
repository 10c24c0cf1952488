package org.dnn.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/** Finds the java that can run the command. */
final class JavaProgram {
    /** What the command and generated programs need. */
    static final int NEEDED = 25;

    private JavaProgram() {}

    /**
     * @param toolchain the java of the JDK that the build has chosen, or null where it has chosen none
     * @param home      the home of Maven's own JVM
     * @throws MojoFailureException if it is too old: how to get another one
     */
    static String find(@Nullable String toolchain, Path home) throws MojoFailureException {
        Path found = toolchain == null ? home : Path.of(toolchain).toAbsolutePath().resolveSibling("..").normalize();
        int version = version(found);
        if (version < NEEDED) {
            String whose = toolchain == null ? "Maven runs on Java " : "the build's JDK toolchain is Java ";
            throw new MojoFailureException("dnn needs a JDK from " + NEEDED + " on, and " + whose + version + " ("
                    + found + "). Install one, and set JAVA_HOME to it, or let the build choose it: "
                    + "maven-toolchains-plugin from 3.2 on, goal select-jdk-toolchain, <version>[" + NEEDED
                    + ",)</version>");
        }
        return toolchain == null ? home.resolve("bin").resolve("java").toString() : toolchain;
    }

    /** As its home's release file says; 0 where there is none. */
    private static int version(Path home) throws MojoFailureException {
        Path release = home.resolve("release");
        Properties properties = new Properties();
        if (Files.isReadable(release)) {
            try (InputStream in = Files.newInputStream(release)) {
                properties.load(in);
            } catch (IOException e) {
                throw new MojoFailureException("cannot read " + release + ": " + e.getMessage(), e);
            }
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Runtime.Version.parse(version.startsWith("1.") ? version.substring(2).replace('_', '.') : version)
                .feature();
    }
}
