package org.dnn.compiler.emit;

import org.dnn.compiler.ir.HostTerm;

/** Numbers that the host computes, as Java in double. */
final class HostTerms {
    private HostTerms() {}

    static String print(HostTerm term) {
        return switch (term) {
            case HostTerm.Number number -> number(number.value());
            case HostTerm.Scheduled scheduled -> scheduled.name() + "(clock)";
            case HostTerm.StepNumber _ -> "step";
            case HostTerm.Operation operation when operation.operator() == '^' -> "Math.pow("
                    + print(operation.left()) + ", " + print(operation.right()) + ")";
            case HostTerm.Operation operation -> inner(operation.left()) + " " + operation.operator() + " "
                    + inner(operation.right());
            case HostTerm.Root root -> "Math.sqrt(" + print(root.of()) + ")";
            case HostTerm.FirstStep first -> "clock.step() == 0 ? " + print(first.first()) + " : "
                    + print(first.later());
        };
    }

    private static String inner(HostTerm term) {
        boolean simple = !(term instanceof HostTerm.Operation operation && operation.operator() != '^')
                && !(term instanceof HostTerm.FirstStep);
        return simple ? print(term) : "(" + print(term) + ")";
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
