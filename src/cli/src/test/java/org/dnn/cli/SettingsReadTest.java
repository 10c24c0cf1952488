package org.dnn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.runtime.Launch;
import org.junit.jupiter.api.Test;

/** The list of settings and what is read of them are one: seen in the class files of the runtime and of the command. */
class SettingsReadTest {
    /** What the command tells the JVM that trains. */
    private static final List<String> INTERNAL = List.of("dnn.beside", "dnn.classes", "dnn.recording");

    private static Set<String> readByTheRuntime() {
        return classes(Launch.class).stream().flatMap(c -> pool(c)).filter(e -> e instanceof StringEntry)
                .map(e -> ((StringEntry) e).stringValue())
                .filter(s -> s.matches("dnn(\\.[a-zA-Z]+)+") && !s.endsWith(".cuh"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> readByTheCommand() {
        return classes(Main.class).stream().filter(c -> !c.thisClass().asInternalName().endsWith("/Setting"))
                .flatMap(SettingsReadTest::pool).filter(e -> e instanceof FieldRefEntry)
                .map(e -> (FieldRefEntry) e).filter(f -> f.owner().asInternalName().equals("org/dnn/cli/Setting"))
                .map(f -> f.name().stringValue()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<PoolEntry> pool(ClassModel model) {
        Stream.Builder<PoolEntry> entries = Stream.builder();
        model.constantPool().forEach(entries);
        return entries.build();
    }

    /** All classes that come from where this one does: a folder or a jar. */
    private static List<ClassModel> classes(Class<?> one) {
        try {
            Path source = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(source)) {
                return classes(source);
            }
            try (FileSystem jar = FileSystems.newFileSystem(source)) {
                return classes(jar.getPath("/"));
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ClassModel> classes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".class") && !f.toString().endsWith("-info.class"))
                    .map(SettingsReadTest::parse).toList();
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatTheRuntimeReadsIsASetting() {
        Set<String> read = readByTheRuntime();
        assertTrue(read.contains("dnn.seed") && read.containsAll(INTERNAL), read.toString());
        List<String> known = Arrays.stream(Setting.values()).map(s -> Setting.PREFIX + s.key()).toList();
        assertEquals(INTERNAL, read.stream().filter(name -> !known.contains(name)).toList());
    }

    @Test
    void whatIsASettingIsRead() {
        Set<String> runtime = readByTheRuntime();
        Set<String> command = readByTheCommand();
        assertFalse(command.isEmpty());
        List<Setting> idle = Arrays.stream(Setting.values())
                .filter(s -> !runtime.contains(Setting.PREFIX + s.key()) && !command.contains(s.name())).toList();
        assertEquals(List.of(Setting.BLESS), idle, "tests alone read that one");
    }
}
