package org.dnn.compiler;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import javax.lang.model.SourceVersion;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;

/** The package that a file becomes: its folders and its name, as far as Java allows them. */
final class PackageNames {
    private PackageNames() {}

    static String of(SourceFile file) {
        String path = file.name().replaceAll("\\.dnn$", "");
        return Arrays.stream(path.split("/")).map(PackageNames::identifier).collect(Collectors.joining("."));
    }

    /** Says where two files become one package: their classes would stand in each other's way. */
    static void check(List<SourceFile> files, Diagnostics diagnostics) {
        Map<String, SourceFile> seen = new HashMap<>();
        for (SourceFile file : files) {
            SourceFile first = seen.putIfAbsent(of(file), file);
            if (first != null) {
                diagnostics.add(Diagnostic.of(Code.DUPLICATE_NAME, new Span(file, 0, 0),
                        file.name() + " and " + first.name() + " both become the package " + of(file))
                        .help("rename one of the files"));
            }
        }
    }

    private static String identifier(String part) {
        StringBuilder name = new StringBuilder();
        for (char c : part.toLowerCase(Locale.ROOT).toCharArray()) {
            name.append(Character.isJavaIdentifierPart(c) ? c : '_');
        }
        boolean usable = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0))
                && !SourceVersion.isKeyword(name) && !name.toString().equals("java");
        return usable ? name.toString() : "_" + name;
    }
}
