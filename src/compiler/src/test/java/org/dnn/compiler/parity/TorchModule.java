package org.dnn.compiler.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;

/** A module as PyTorch prints it, {@code Conv2d(3, 5, kernel_size=(3, 3), bias=False)}, as a call in our language. */
record TorchModule(String name, Map<String, String> arguments) {
    private static final Pattern MODULE = Pattern.compile("(\\w+)\\((.*)\\)");
    private static final Pattern COMMA = Pattern.compile(",\\s*(?![^()]*\\))");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    /** What the names of those without one are; those of an empty name follow from the operand. */
    private static final Map<String, List<String>> POSITIONAL = Map.of("Conv2d", List.of("", "filters"), "Hardshrink",
            List.of("lambda"), "Softshrink", List.of("lambda"), "BatchNorm1d", List.of(""), "BatchNorm2d", List.of(""),
            "LayerNorm", List.of("normalized_shape"));
    private static final Map<String, String> RENAMED = Map.of("kernel_size", "kernel", "out_features", "features",
            "dim", "axis");
    /** These say again what the operand's shape says. */
    private static final Set<String> IMPLIED = Set.of("", "in_features", "num_parameters", "start_dim", "end_dim",
            "normalized_shape", "output_size");

    static TorchModule parse(String text) {
        Matcher module = MODULE.matcher(text);
        if (!module.matches()) {
            throw new AssertionError("no module: " + text);
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        List<String> positional = POSITIONAL.getOrDefault(module.group(1), List.of());
        for (String argument : module.group(2).isEmpty() ? new String[0] : COMMA.split(module.group(2))) {
            int equals = argument.indexOf('=');
            String key = equals < 0 ? positional.get(arguments.size()) : argument.substring(0, equals);
            arguments.put(RENAMED.getOrDefault(key, key), argument.substring(equals + 1));
        }
        return new TorchModule(module.group(1), arguments);
    }

    /** The catalogue's entry, found under its own or its foreign name. */
    Entry entry(Group group) {
        return Catalog.find(group, name).or(() -> Catalog.foreign(group, name))
                .orElseThrow(() -> new AssertionError("the catalogue has no " + name));
    }

    String call() {
        List<String> written = new ArrayList<>();
        arguments.forEach((key, value) -> {
            if (!IMPLIED.contains(key)) {
                written.add(key + ": " + value(key, value));
            }
        });
        Entry entry = entry(Group.LAYER);
        return written.isEmpty() && entry.parameters().isEmpty()
                ? entry.name()
                : entry.name() + written.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private static String value(String key, String value) {
        if (key.equals("axis") && !value.startsWith("-")) {
            return Integer.toString(Integer.parseInt(value) - 1);
        }
        return switch (value) {
            case "True", "False" -> value.toLowerCase(Locale.ROOT);
            default -> value.replace('(', '[').replace(')', ']').replace("'", "");
        };
    }

    /** How many of the operand's last axes it works on; 0 for all but the first. */
    int axes() {
        return switch (name) {
            case "Linear" -> 1;
            case "LayerNorm" ->
                (int) NUMBER.matcher(Objects.requireNonNull(arguments.get("normalized_shape"))).results().count();
            default -> 0;
        };
    }
}
