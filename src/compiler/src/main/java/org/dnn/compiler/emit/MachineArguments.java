package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a nest in machine code is told of places and sizes: what a call says, and what each is called while the nest is assembled. */
final class MachineArguments {
    /**
     * @param method of the nest, which says what the argument is
     * @param each   how far it lies from one element to the next, if that is said here; ""
     */
    private record Argument(String variable, String method, String each) {}

    private final NestNames names;
    /** By what a call says. */
    private final Map<String, Argument> all = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();

    MachineArguments(NestNames names) {
        this.names = names;
    }

    /** Where something begins in an argument of the nest, which lies in the memory. */
    String place(int argument, String called) {
        return variable(called, names.argument(argument), names.isKept(argument) ? "kept" : "argument", "");
    }

    /** The same in a nest of neighbours; from one element to the next it lies so much further. */
    String place(int argument, String called, String each) {
        return variable(called, names.argument(argument), "argument", each);
    }

    /** The same in an argument that is a column. */
    String column(int argument, String called, boolean isBytes) {
        return variable(called, names.argument(argument), isBytes ? "bytes" : "floats", "");
    }

    /** How often something is done, or how far its places are apart. */
    String number(String called) {
        return number(called, "turns");
    }

    /** @param name for a number without one */
    String number(String called, String name) {
        return variable(called, Character.isDigit(called.charAt(0)) || called.contains(" ") ? name : called,
                "argument", "");
    }

    private String variable(String called, String name, String method, String each) {
        return all.computeIfAbsent(called,
                _ -> new Argument(taken.add(name) ? name : names.further(name), method, each)).variable;
    }

    /** What a call says, in order. */
    List<String> called() {
        return new ArrayList<>(all.keySet());
    }

    /** The statements that declare them. */
    CodeBlock declared() {
        CodeBlock.Builder code = CodeBlock.builder();
        all.values().forEach(
                a -> code.addStatement("$T $L = nest.$L($L)", RuntimeSymbols.ARGUMENT, a.variable, a.method, a.each));
        return code.build();
    }
}
