package org.dnn.compiler.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.CompilerBug;

/** What an entry's parameters are in one call, defaults included; types and ranges have been checked. */
public record Arguments(Map<String, Object> values) {
    public static final Arguments NONE = new Arguments(Map.of());

    public Arguments {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public int whole(String name) {
        return (Integer) get(name);
    }

    public double real(String name) {
        return (Double) get(name);
    }

    public boolean truth(String name) {
        return (Boolean) get(name);
    }

    /** Vertical, then horizontal. */
    public Pair pair(String name) {
        return (Pair) get(name);
    }

    public String word(String name) {
        return (String) get(name);
    }

    @SuppressWarnings("unchecked")
    public List<Double> reals(String name) {
        return (List<Double>) get(name);
    }

    public Initialiser initialiser(String name) {
        return (Initialiser) get(name);
    }

    public Object get(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new CompilerBug("catalog", "no argument " + name + " in " + values);
        }
        return value;
    }

    /** With one more, or another. */
    public Arguments with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put(name, value);
        return new Arguments(all);
    }

    /** Two whole numbers: vertical and horizontal. */
    public record Pair(int y, int x) {
        @Override
        public String toString() {
            return y == x ? Integer.toString(y) : "[" + y + ", " + x + "]";
        }
    }

    /** A named way to set first weights, with its own arguments. */
    public record Initialiser(Entry entry, Arguments arguments) {}
}
