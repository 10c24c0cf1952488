package org.dnn.maven;

import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects {@code dnn.…} settings from all the places where Maven's users can put them. The command checks them. */
final class GivenSettings {
    private static final String PREFIX = "dnn.";
    private static final String VERSION = "version";

    private GivenSettings() {}

    /**
     * A place overrules those before it.
     *
     * @param project    the properties of the pom
     * @param configured the plugin's configuration, where names have no prefix
     * @param system     of Maven's JVM
     * @param user       from Maven's command line
     * @return values by name, with the prefix
     */
    static SortedMap<String, String> of(Properties project, Map<String, String> configured, Properties system,
            Properties user) {
        SortedMap<String, String> settings = new TreeMap<>();
        add(settings, project);
        settings.keySet().removeIf(GivenSettings::isVersion);
        configured.forEach((name, value) -> settings.put(PREFIX + name, value));
        add(settings, system);
        add(settings, user);
        return settings;
    }

    private static void add(Map<String, String> settings, Properties properties) {
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                settings.put(name, properties.getProperty(name));
            }
        }
    }

    /** {@code dnn.version} is what a pom calls the version of this plugin. It is no setting, and no misspelt one. */
    private static boolean isVersion(String name) {
        return name.endsWith("." + VERSION);
    }
}
