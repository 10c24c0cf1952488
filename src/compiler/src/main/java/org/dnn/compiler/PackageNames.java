package org.dnn.compiler;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import javax.lang.model.SourceVersion;

import org.dnn.compiler.source.SourceFile;

/** The package that a file becomes: its folders and its name, as far as Java allows them. */
final class PackageNames {
    private PackageNames() {}

    static String of(SourceFile file) {
        String path = file.name().replaceAll("\\.dnn$", "");
        return Arrays.stream(path.split("/")).map(PackageNames::identifier).collect(Collectors.joining("."));
    }

    private static String identifier(String part) {
        StringBuilder name = new StringBuilder();
        for (char c : part.toLowerCase(Locale.ROOT).toCharArray()) {
            name.append(Character.isJavaIdentifierPart(c) ? c : '_');
        }
        boolean usable = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0))
                && !SourceVersion.isKeyword(name);
        return usable ? name.toString() : "_" + name;
    }
}
