package org.dnn.compiler.fuse;

import java.util.ArrayList;
import java.util.List;

/** Numbers the random ops of a program by their paths. */
final class RandomStreams {
    private final List<String> paths = new ArrayList<>();

    int number(String path) {
        if (!paths.contains(path)) {
            paths.add(path);
        }
        return paths.indexOf(path);
    }

    List<String> paths() {
        return List.copyOf(paths);
    }
}
