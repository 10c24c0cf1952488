package org.dnn.compiler;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** Compiles a {@code .dnn} text all the way to loaded classes, in memory. */
public final class Generated {
    private final ClassLoader loader;
    private final String packageName;

    private Generated(ClassLoader loader, String packageName) {
        this.loader = loader;
        this.packageName = packageName;
    }

    public static Generated of(String text) {
        return of(text, Set.of());
    }

    /** @param without passes that are left out */
    public static Generated of(String text, Set<String> without) {
        return of(List.of(new SourceFile("net.dnn", text)), without);
    }

    /** Several files at once, which is quicker than one after the other; begins in the first. */
    public static Generated of(List<SourceFile> files, Set<String> without) {
        return new Generated(load(sources(files, without)), PackageNames.of(files.getFirst()));
    }

    /** Several files at once, each without passes of its own. */
    public static Generated of(Map<SourceFile, Set<String>> without) {
        Map<String, String> sources = new HashMap<>();
        without.forEach((file, passes) -> sources.putAll(sources(List.of(file), passes)));
        return new Generated(load(sources), PackageNames.of(without.keySet().iterator().next()));
    }

    /** Java, and kernels for a GPU. */
    public static Map<String, String> sources(List<SourceFile> files, Set<String> without) {
        Compilation compilation = Compiler.compile(new Request(files, Map.of(), Outside.NOTHING, without));
        if (compilation.hasErrors()) {
            throw new AssertionError(compilation.diagnostics().stream().map(d -> d.primary() + " " + d.message())
                    .collect(Collectors.joining("\n")));
        }
        return compilation.files();
    }

    /** Compiles Java sources, by path, and loads what comes out. */
    static ClassLoader load(Map<String, String> sources) {
        Map<String, String> java = new HashMap<>(sources);
        java.keySet().removeIf(path -> !path.endsWith(".java"));
        return new MemoryLoader(javac(java), sources);
    }

    /** The same classes, those of this file. */
    public Generated in(SourceFile file) {
        return new Generated(loader, PackageNames.of(file));
    }

    /** A new object of a generated class. */
    public <T> T make(String name, Class<T> type) {
        try {
            return loader.loadClass(packageName + "." + name).asSubclass(type).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    private static Map<String, byte[]> javac(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((path, text) -> units.add(new Source(path, text)));
        List<String> problems = new ArrayList<>();
        JavaFileManager files = new MemoryFiles(compiler.getStandardFileManager(null, null, null), classes);
        boolean compiled = compiler.getTask(null, files, d -> {
            if (d.getKind() != javax.tools.Diagnostic.Kind.NOTE && !d.toString().contains("incubator")) {
                problems.add(d.toString());
            }
        }, List.of("--add-modules", "jdk.incubator.vector", "-Xlint:all"), null, units).call();
        if (!compiled || !problems.isEmpty()) {
            throw new AssertionError(String.join("\n", problems));
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        MemoryFiles(JavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
            super(standard);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, Kind kind,
                javax.tools.FileObject sibling) {
            if (location != StandardLocation.CLASS_OUTPUT) {
                throw new IllegalArgumentException("not a class: " + className);
            }
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(className, _ -> new ByteArrayOutputStream());
                }
            };
        }
    }

    private static final class MemoryLoader extends ClassLoader {
        private final Map<String, byte[]> classes;
        private final Map<String, String> files;

        MemoryLoader(Map<String, byte[]> classes, Map<String, String> files) {
            super(Generated.class.getClassLoader());
            this.classes = classes;
            this.files = files;
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            String text = files.get(name);
            return text == null
                    ? super.getResourceAsStream(name)
                    : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
