package org.dnn.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.runtime.Problem;

/**
 * What was set, all of it known.
 *
 * @param values by key without the prefix: {@code seed}, {@code param.width}
 */
record Settings(SortedMap<String, String> values) {
    /**
     * @param properties as they were written: {@code dnn.seed}, {@code dnn.param.width}
     * @throws Problem if one is unknown, or its value is not what it must be
     */
    static Settings of(Map<String, String> properties) {
        SortedMap<String, String> values = new TreeMap<>();
        properties.forEach((name, value) -> {
            Setting setting = setting(name);
            if (!setting.value().accepts(value)) {
                throw new Problem("-D" + name + "=" + value + ": expected is " + setting.value().expected());
            }
            values.put(name.substring(Setting.PREFIX.length()), value);
        });
        return new Settings(values);
    }

    private static Setting setting(String name) {
        String key = name.startsWith(Setting.PREFIX) ? name.substring(Setting.PREFIX.length()) : name;
        boolean parameter = key.startsWith(Setting.PARAMETER_PREFIX)
                && key.length() > Setting.PARAMETER_PREFIX.length();
        return Arrays.stream(Setting.values()).filter(s -> name.startsWith(Setting.PREFIX))
                .filter(s -> parameter ? s == Setting.PARAM : s.key().equals(key)).findFirst()
                .orElseThrow(() -> new Problem("there is no setting -D" + name + orNearest(key)
                        + " `dnn help settings` lists all"));
    }

    private static String orNearest(String key) {
        List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
        return Suggestions.nearest(key, known).map(s -> "; did you mean -D" + Setting.PREFIX + s + "?").orElse(";");
    }

    Optional<String> get(Setting setting) {
        return Optional.ofNullable(values.get(setting.key()));
    }

    /** The values of a setting that takes several, separated by commas. */
    List<String> list(Setting setting) {
        return get(setting).stream().flatMap(v -> Arrays.stream(v.split(",", -1))).map(String::strip).toList();
    }

    /** Values for {@code param} declarations, by their names. */
    SortedMap<String, String> parameters() {
        SortedMap<String, String> parameters = new TreeMap<>();
        values.tailMap(Setting.PARAMETER_PREFIX).forEach((key, value) -> {
            if (key.startsWith(Setting.PARAMETER_PREFIX)) {
                parameters.put(key.substring(Setting.PARAMETER_PREFIX.length()), value);
            }
        });
        return parameters;
    }

    /** The same with one more, or another value. */
    Settings with(Setting setting, String value) {
        SortedMap<String, String> changed = new TreeMap<>(values);
        changed.put(setting.key(), value);
        return new Settings(changed);
    }

    /** As arguments of a JVM. */
    List<String> arguments() {
        return values.entrySet().stream().map(e -> "-D" + Setting.PREFIX + e.getKey() + "=" + e.getValue()).toList();
    }
}
