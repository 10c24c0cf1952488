package org.dnn.compiler;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;

/**
 * What is to be compiled.
 *
 * @param files      the files of one source root; a file's name is its path below the root, with {@code /}, such as
 *                   {@code vision/digits.dnn}, which becomes the package {@code vision.digits}
 * @param parameters values for {@code param} declarations, by name, as text
 * @param outside    where data files are asked about
 * @param without    names of optimisation passes to leave out
 */
public record Request(List<SourceFile> files, Map<String, String> parameters, Outside outside, Set<String> without) {
    public Request {
        files = List.copyOf(files);
        parameters = Map.copyOf(parameters);
        without = Set.copyOf(without);
    }
}
