package org.dnn.compiler.kernel;

import java.util.List;

/** Statements over some inner axes, for each point of the kernel's outer axes. */
public record Loop(List<Integer> sizes, List<Statement> statements) {
    public Loop {
        sizes = List.copyOf(sizes);
        statements = List.copyOf(statements);
    }
}
