package org.dnn.compiler.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.dnn.compiler.catalog.Entry.Group;

/** All entries, by group and name. */
public final class Catalog {
    private static final List<Entry> ALL = Stream.of(Layers.ALL, Functions.ALL, Learning.LOSSES, Learning.OPTIMIZERS,
            Learning.SCHEDULES, Initialisers.ALL, DataEntries.SOURCES, DataEntries.SPLITS, DataEntries.TRANSFORMS,
            DataEntries.METRICS).flatMap(List::stream).toList();

    private Catalog() {}

    public static List<Entry> all() {
        return ALL;
    }

    public static Optional<Entry> find(Group group, String name) {
        return ALL.stream().filter(e -> e.group() == group && e.name().equals(name)).findFirst();
    }

    /** The entry that others call by this name. */
    public static Optional<Entry> foreign(Group group, String name) {
        return ALL.stream().filter(e -> e.group() == group && e.foreign().contains(name)).findFirst();
    }

    /** The names of what can be used, in the order of the catalogue. */
    public static List<String> built(Group group) {
        return ALL.stream().filter(e -> e.group() == group).map(Entry::name).toList();
    }

    /** The names of a group, those not built yet included. */
    public static Set<String> names(Group group) {
        Set<String> names = new TreeSet<>(notBuilt(group));
        names.addAll(built(group));
        return names;
    }

    public static Set<String> notBuilt(Group group) {
        return switch (group) {
            case LAYER -> NotBuilt.LAYERS;
            case LOSS -> NotBuilt.LOSSES;
            case OPTIMIZER -> NotBuilt.OPTIMIZERS;
            case SCHEDULE -> NotBuilt.SCHEDULES;
            case INITIALISER -> NotBuilt.INITIALISERS;
            case TRANSFORM -> NotBuilt.TRANSFORMS;
            case METRIC -> NotBuilt.METRICS;
            case SOURCE -> NotBuilt.SOURCES;
            case SPLIT -> Set.of();
        };
    }
}
